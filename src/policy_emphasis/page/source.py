"""A page for each document: its full text by section, every paragraph and sentence an anchor, what
was coded and counted in it marked, what was dropped struck through.

Theme marks are switched by check boxes, and by the links that lead to the first sentence of a theme
(#theme-industry), without script.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from policy_emphasis.measures import themes
from policy_emphasis.page.markup import occurrences, render
from policy_emphasis.quantities import extract
from policy_emphasis.reference.documents import raw_text
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.text.ledger import WHITE_SPACE
from policy_emphasis.words import targets


class Page(NamedTuple):
    """A document's page: its title as text, its content as HTML."""

    title: str
    body: Markup


@dataclass(frozen=True)
class Stretch:
    """A part of a sentence, half-open, with its classes and, of a number, its reading."""

    start: int
    end: int
    classes: str
    reading: str = ""


def pages(run):
    """document → Page, of every document of the run."""
    coded, made = _coded(run), {}
    given = {"units": run.units, "indicators": run.indicators}
    numbers = extract.quantities(run.sentences, run.documents, **given)
    for document in run.documents.itertuples():
        values = {"place": run.language.place(document.place), "year": document.year}
        title = run.language.say("{place} {year}: the text", **values)
        own = {"coded": _of(document, coded), "numbers": _of(document, numbers)}
        made[document.document] = Page(title, _body(run, document, **own))
    return made


def _body(run, document, *, coded, numbers):
    """The content of one document's page: what is known of it, switches, and its text in order."""
    sentences, dropped = _of(document, run.sentences), _dropped(run, document)
    first = coded.sort_values("start").drop_duplicates("theme").groupby("sentence")["theme"]
    carried, numbers = _rows_by(coded, "sentence"), _rows_by(numbers, "sentence")
    blocks = [
        *_of(document, run.headings).assign(kind="heading").itertuples(),
        *_of(document, run.paragraphs).assign(kind="paragraph").itertuples(),
        *dropped.assign(kind="dropped").itertuples(),
    ]
    return render(
        run.language,
        "source.html.j2",
        document=document,
        n_dropped=len(dropped),
        codebook=list(run.codebook.itertuples()),
        count=coded["theme"].value_counts(),
        blocks=sorted(blocks, key=lambda block: block.start),
        sentences=_rows_by(sentences, "paragraph"),
        carried=carried,
        pieces={
            row.sentence: _pieces(
                run, row, carried[row.sentence], numbers=numbers.get(row.sentence, [])
            )
            for row in sentences.itertuples()
        },
        first=first.agg(list).to_dict(),
        gloss=run.heading_gloss,
    )


def _of(document, table):
    return table[table["document"] == document.document]


def _rows_by(table, key):
    return {name: list(own.itertuples()) for name, own in table.groupby(key)}


def _coded(run):
    """The themes of each sentence with the words that say so; UNCODED where none does."""
    coded = themes.code_sentences(run.sentences, run.codebook)
    bare = run.sentences.loc[~run.sentences["sentence"].isin(coded["sentence"]), ["sentence"]]
    coded = pd.concat([coded, bare.assign(theme=UNCODED, matched="")], ignore_index=True)
    return coded.merge(run.sentences[["sentence", "document", "start"]], on="sentence")


def _pieces(run, sentence, carried, *, numbers):
    """A sentence cut wherever the words that say its themes, or its numbers, begin or end."""
    marks = [
        Stretch(start, end, f"w-{row.theme}")
        for row in carried
        for start, end in occurrences(sentence.text, row.matched.split())
    ]
    for row in numbers:
        start, end = row.start - sentence.start, row.end - sentence.start
        marks.append(Stretch(start, end, "q", _reading(run, row)))
    ends = {end for mark in marks for end in (mark.start, mark.end)}
    pieces = []
    for start, end in pairwise(sorted({0, len(sentence.text), *ends})):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        classes = " ".join(dict.fromkeys(mark.classes for mark in over))
        reading = next((mark.reading for mark in over if mark.reading), "")
        pieces.append(Stretch(start, end, classes, reading))
    return pieces


def _reading(run, quantity):
    """What a number says: what it measures, how much, of which kind and aim."""
    say, measured = run.language.say, quantity.indicator
    if run.language.code == "en":
        measured = run.gloss.get(measured, "")
    words = (measured, targets.in_words(quantity, run), say(quantity.kind), say(quantity.aim))
    return ", ".join(word for word in words if word)


def _dropped(run, document):
    """The stretches that were dropped from the document, and those outside every document that lie
    next to it, with their text: each character of a file is on one page."""
    ledger = run.ledger[run.ledger["file"] == document.file]
    ends = ledger[ledger["document"] != ""].groupby("document")["end"].max()
    others = ends.drop(document.document, errors="ignore")
    before = max((end for end in others if end <= document.start), default=0)
    last = document.end >= ends.max()
    dropped = ledger[~ledger["kept"] & ~ledger["reason"].isin(WHITE_SPACE)]
    beside = (dropped["start"] >= before) & ((dropped["end"] <= document.start) | last)
    own = dropped["document"] == document.document
    dropped, raw = dropped[own | ((dropped["document"] == "") & beside)], raw_text(document.file)
    return dropped.assign(text=[raw[row.start : row.end].strip() for row in dropped.itertuples()])
