"""The concordance: the lines of one word, with counts by place, and what the page's own search
(templates/search.js) reads to show the same for any other word."""

import re
from collections import Counter

from IPython.display import HTML

from policy_emphasis.language import N_
from policy_emphasis.measures.kwic import by_place, kwic
from policy_emphasis.page.english import of_text
from policy_emphasis.page.evidence import quotes
from policy_emphasis.page.grid import declared, shown
from policy_emphasis.page.markup import render, term, visible
from policy_emphasis.page.places import place_styles

WORD = re.compile(r"\w+\W*|\W+")
FIRST = 0x400  # of the characters that stand for words; search.js has it too
SHOWN = 600  # lines of a word that the page holds; its search shows all of them
COUNT = N_("{n} hits in {of} sentences")
INTERFACE = {
    "label": N_("A word or phrase, in Chinese or in English"),
    "hint": N_(
        "Lines appear as you type; full-width and half-width forms, capital and small letters "
        "count as the same."
    ),
    "found": COUNT,
    "none": N_("No line holds it."),
    "english": N_("{n} hits in the English of {of} sentences"),
    "try": N_("Words with this in their English:"),
    "more": N_("Show all {n} lines"),
}


def lines(analysis, word):
    """The lines of `word` in all documents, keyword in context, the first SHOWN of them, with
    counts by place of all."""
    run, language = analysis.run, analysis.run.language
    found, styles = kwic(run.sentences, word), place_styles(run.documents, language)
    counts = by_place(found, run.documents)
    counts = counts.assign(label=[styles[place].label for place in counts["place"]])
    first = found.head(SHOWN)
    first = first.assign(text=first["left"] + first["keyword"] + first["right"])
    message = (
        COUNT if len(found) <= SHOWN else N_("{n} hits in {of} sentences, the first {most} below")
    )
    count = {"n": len(found), "of": found["sentence"].nunique(), "most": SHOWN}
    values = {
        "word": term(word, run.gloss, language),
        "count": language.say(message, **count),
        "table": shown(run, "concordance", counts).data,
        "lines": list(zip(first.itertuples(), quotes(first, [[]] * len(first), run), strict=True)),
    }
    return HTML(render(language, "concordance.html.j2", styles=styles, **values))


def corpus(run):
    """What the page's search reads: words of the interface, places, and [document, anchor, text,
    its English (shortened)] of each sentence."""
    language, styles = run.language, place_styles(run.documents, run.language)
    number = {document: i for i, document in enumerate(run.documents["document"])}
    glossed = set(run.tokens["token"]) if language.code == "en" else ()
    table = declared("tables")["concordance"]
    caption = table["caption"]
    words = {name: language.say(message) for name, message in INTERFACE.items()}
    words["headings"] = [language.say(column.heading) for column in table["columns"]]
    words["caption"] = language.say(caption)
    english, parts = _shortened([visible(of_text(s.text, run)) for s in run.sentences.itertuples()])
    return {
        "words": words,
        "parts": parts,
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
            [
                number[s.document],
                s.sentence.removeprefix(s.document + "-"),
                visible(s.text),
                meaning,
            ]
            for s, meaning in zip(run.sentences.itertuples(), english, strict=True)
        ],
    }


def _shortened(texts):
    """The texts with a character for each word and what follows it, and the words in the order of
    these characters: so the English of a long report takes a third less of the page."""
    cut = [WORD.findall(text) for text in texts]
    parts = [part for part, _ in Counter(part for text in cut for part in text).most_common()]
    character = {part: chr(FIRST + i) for i, part in enumerate(parts)}
    return ["".join(map(character.get, text)) for text in cut], parts
