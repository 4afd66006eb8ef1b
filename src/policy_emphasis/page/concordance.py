"""The concordance: the lines of one word, with counts by place, and what the page's own search
(templates/search.js) reads to show the same for any other word."""

from IPython.display import HTML

from policy_emphasis.language import N_
from policy_emphasis.measures.kwic import by_place, kwic
from policy_emphasis.page.evidence import quotes
from policy_emphasis.page.grid import declared, shown
from policy_emphasis.page.markup import render, term, visible
from policy_emphasis.page.places import place_styles

COUNT = N_("{n} hits in {of} sentences")
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
    """The lines of `word` in all documents, keyword in context, with counts by place."""
    run, language = analysis.run, analysis.run.language
    found, styles = kwic(run.sentences, word), place_styles(run.documents, language)
    counts = by_place(found, run.documents)
    counts = counts.assign(label=[styles[place].label for place in counts["place"]])
    keywords = quotes(found.assign(text=found["keyword"]), [[]] * len(found), run)
    values = {
        "word": term(word, run.gloss, language),
        "count": language.say(COUNT, n=len(found), of=found["sentence"].nunique()),
        "table": shown(run, "concordance", counts).data,
        "lines": list(zip(found.itertuples(), keywords, strict=True)),
    }
    return HTML(render(language, "concordance.html.j2", styles=styles, **values))


def corpus(run):
    """What the page's search reads: words of the interface, places, and [place, document, anchor,
    text] of each sentence."""
    language, styles = run.language, place_styles(run.documents, run.language)
    number = {document: i for i, document in enumerate(run.documents["document"])}
    glossed = set(run.tokens["token"]) if language.code == "en" else ()
    table = declared("tables")["concordance"]
    caption = table["caption"]
    words = {name: language.say(message) for name, message in INTERFACE.items()}
    words["headings"] = [language.say(column.heading) for column in table["columns"]]
    words["caption"] = language.say(caption)
    return {
        "words": words,
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
