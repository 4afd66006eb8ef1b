"""What the concordance page's own search reads, and the words it speaks in."""

from policy_emphasis.language import N_
from policy_emphasis.page.grid import columns
from policy_emphasis.page.markup import visible
from policy_emphasis.page.places import place_styles

CAPTION, COUNT = N_("Hits by place"), N_("{n} hits in {of} sentences")
HITS = "hits: Hits {:,} | sentences: Sentences {:,} | per_10000: Per 10,000 characters {:.1f}"
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
