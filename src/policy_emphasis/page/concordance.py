"""The concordance on the page: the lines of one word, with counts by place."""

from IPython.display import HTML

from policy_emphasis.measures.kwic import by_place, kwic
from policy_emphasis.page.evidence import quotes
from policy_emphasis.page.grid import table
from policy_emphasis.page.markup import render, term
from policy_emphasis.page.places import place_styles
from policy_emphasis.page.search import CAPTION, COLUMNS, COUNT


def lines(analysis, word):
    """The lines of `word` in all documents, keyword in context, with counts by place. The page's
    own search shows the same for any other word."""
    run, language = analysis.run, analysis.run.language
    found, styles = kwic(run.sentences, word), place_styles(run.documents, language)
    counts = by_place(found, run.documents)
    counts = counts.assign(label=[styles[place].label for place in counts["place"]])
    keywords = quotes(found.assign(text=found["keyword"]), [[]] * len(found), run)
    shown = render(
        language,
        "concordance.html.j2",
        word=term(word, run.gloss, language),
        count=language.say(COUNT, n=len(found), of=found["sentence"].nunique()),
        table=table(run, counts, CAPTION, columns=COLUMNS).data,
        lines=list(zip(found.itertuples(), keywords, strict=True)),
        styles=styles,
    )
    return HTML(shown)
