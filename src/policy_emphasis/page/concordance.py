"""The concordance on the page: the lines of one word, and what the page needs to find any other.

lines(analysis, word) → counts by place and the lines
corpus(run)           → every sentence with its place, for the page's own search
"""

from IPython.display import HTML

from policy_emphasis.language import N_
from policy_emphasis.measures.kwic import by_place, kwic
from policy_emphasis.page.evidence import sources
from policy_emphasis.page.grid import columns, table
from policy_emphasis.page.markup import render, term, visible
from policy_emphasis.page.places import place_styles
from policy_emphasis.page.tables import HITS

CAPTION, COLUMNS = N_("Hits by place"), columns(f"label: Place | {HITS}")
COUNT = N_("{n} hits in {of} sentences")


def lines(analysis, word):
    """The lines of `word` in all documents, keyword in context, with counts by place. The page's
    own search shows the same for any other word."""
    run, language = analysis.run, analysis.run.language
    found, styles = kwic(run.sentences, word), place_styles(run.documents, run.language)
    counts = by_place(found, run.documents)
    counts = counts.assign(label=[styles[place].label for place in counts["place"]])
    shown = render(
        language,
        "concordance.html.j2",
        word=term(word, run.gloss, language),
        count=language.say(COUNT, n=len(found), of=found["sentence"].nunique()),
        table=table(counts, CAPTION, COLUMNS, language).data,
        lines=list(zip(found.itertuples(), sources(found, run), strict=True)),
        styles=styles,
    )
    return HTML(shown)


def corpus(run):
    """What the page's search reads: words of the interface, places, and [place, document, anchor,
    text] of each sentence."""
    language, styles = run.language, place_styles(run.documents, run.language)
    say = language.say
    number = {document: i for i, document in enumerate(run.documents["document"])}
    spoken = set(run.tokens["token"]) if language.code == "en" else ()
    return {
        "words": {
            "label": say("A word or phrase in Chinese, or an English word to find one"),
            "hint": say(
                "Lines appear as you type; full-width and half-width forms, capital and small "
                "letters count as the same."
            ),
            "found": say(COUNT),
            "none": say("No line holds it."),
            "try": say("Words with this in their English:"),
            "more": say("Show all {n} lines"),
            "headings": [say(column.heading) for column in COLUMNS],
            "caption": say(CAPTION),
        },
        "places": [
            {
                "name": styles[document.place].label,
                "short": f"{language.place(document.place)} {document.year}",
                "colour": styles[document.place].number,
                "document": document.document,
                "characters": int(document.characters),
            }
            for document in run.documents.itertuples()
        ],
        "gloss": {word: english for word, english in run.gloss.items() if word in spoken},
        "term": run.parameters.term,
        "sentences": [
            [number[s.document], s.sentence.removeprefix(s.document + "-"), visible(s.text)]
            for s in run.sentences.itertuples()
        ],
    }
