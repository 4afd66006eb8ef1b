"""The concordance on the page: the lines of one word, and what the page needs to find any other.

lines(analysis, word) → counts by place and the lines
corpus(run)           → every sentence with its place, for the page's own search
"""

from IPython.display import HTML

from policy_emphasis.language import N_
from policy_emphasis.measures.kwic import by_place, kwic
from policy_emphasis.page.evidence import quotes
from policy_emphasis.page.grid import columns, table
from policy_emphasis.page.markup import render, term, visible
from policy_emphasis.page.places import place_styles
from policy_emphasis.page.tables import HITS

CAPTION, COUNT = N_("Hits by place"), N_("{n} hits in {of} sentences")
COLUMNS = columns("label: Place", HITS)
INTERFACE = {
    "label": N_("A word or phrase in Chinese, or an English word to find one"),
    "hint": N_(
        "Lines appear as you type; full-width and half-width forms, capital and small letters "
        "count as the same."
    ),
    "found": COUNT,
    "none": N_("No line holds it."),
    "try": N_("Words with this in their English:"),
    "more": N_("Show all {n} lines"),
}


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


def corpus(run):
    """What the page's search reads: words of the interface, places, and [place, document, anchor,
    text] of each sentence."""
    language, styles = run.language, place_styles(run.documents, run.language)
    number = {document: i for i, document in enumerate(run.documents["document"])}
    glossed = set(run.tokens["token"]) if language.code == "en" else ()
    words = {name: language.say(message) for name, message in INTERFACE.items()}
    words["headings"] = [language.say(column.heading) for column in COLUMNS]
    return {
        "words": words | {"caption": language.say(CAPTION)},
        "places": [
            {
                "name": styles[document.place].label,
                "short": f"{language.place(document.place)} {document.year}",
                "colour": styles[document.place].number,
                "document": document.document,
                "characters": document.characters,
            }
            for document in run.documents.itertuples()
        ],
        "gloss": {word: english for word, english in run.gloss.items() if word in glossed},
        "term": run.parameters.term,
        "sentences": [
            [number[s.document], s.sentence.removeprefix(s.document + "-"), visible(s.text)]
            for s in run.sentences.itertuples()
        ],
    }
