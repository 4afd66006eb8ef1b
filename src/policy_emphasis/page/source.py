"""A page for each document: its full text by section, every paragraph and sentence an anchor, what
was coded and counted in it marked, what was dropped struck through.

pages(run) → document → title and content of its page

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
from policy_emphasis.reference import lists
from policy_emphasis.text.ledger import WHITE_SPACE
from policy_emphasis.words import targets


class Page(NamedTuple):
    """A document's page: its title as text, its content as HTML."""

    title: str
    body: Markup


@dataclass(frozen=True)
class Layer:
    """A stretch of a sentence, half-open, with its class and, of a number, its reading."""

    start: int
    end: int
    name: str
    reading: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence over which the same layers lie."""

    text: str
    classes: str
    reading: str


def pages(run):
    """document → Page, of every document of the run."""
    codebook = lists.read_codebook()
    coded = themes.code_sentences(run.sentences, codebook)
    bare = run.sentences.loc[~run.sentences["sentence"].isin(coded["sentence"]), ["sentence"]]
    coded = pd.concat([coded, bare.assign(theme=lists.UNCODED, matched="")], ignore_index=True)
    coded = coded.merge(run.sentences[["sentence", "document", "start", "text"]], on="sentence")
    found = extract.quantities(
        run.sentences, run.documents, units=run.units, indicators=lists.read_indicators()
    )
    made = {}
    for document in run.documents.itertuples():
        own = [table[table["document"] == document.document] for table in (coded, found)]
        place = run.language.place(document.place)
        title = run.language.say("{place} {year}: the text", place=place, year=document.year)
        made[document.document] = Page(title, _body(run, document, codebook, *own))
    return made


def _body(run, document, codebook, coded, found):
    """The content of one document's page. coded: themes of its sentences; found: its quantities."""
    names, count = run.language.labels(codebook, "theme"), coded["theme"].value_counts()
    marked = codebook[codebook["theme"].isin(count.index)]
    marked = marked.assign(label=marked["theme"].map(names), sentences=marked["theme"].map(count))
    dropped = _dropped(run, document)
    raw = run.raw(document.file)
    stretches = [raw[row.start : row.end].strip() for row in dropped.itertuples()]
    blocks = {
        "heading": _of(document, run.headings),
        "paragraph": _of(document, run.paragraphs),
        "dropped": dropped.assign(text=stretches),
    }
    blocks = [block for kind, of in blocks.items() for block in of.assign(kind=kind).itertuples()]
    sentences = _sentences(run, document, coded, found)
    return render(
        run.language,
        "source.html.j2",
        run=run,
        document=document,
        n_dropped=len(dropped),
        themes=list(marked.itertuples()),
        blocks=sorted(blocks, key=lambda block: block.start),
        sentences={name: list(each.itertuples()) for name, each in sentences.groupby("paragraph")},
    )


def _of(document, table):
    return table[table["document"] == document.document]


def _sentences(run, document, coded, found):
    """The sentences of a document with what their spans need: anchor, classes, first_of (the themes
    that they are the first of), pieces, english (of a heading)."""
    sentences = _of(document, run.sentences).set_index("sentence", drop=False)
    first = coded.sort_values("start").drop_duplicates("theme").groupby("sentence")["theme"]
    first, layers = first.agg(list).to_dict(), _layers(run, sentences, coded, found)
    glosses = run.heading_gloss if run.language.code == "en" else {}
    return sentences.assign(
        anchor=sentences["sentence"].str.removeprefix(f"{document.document}-"),
        classes=("t-" + coded["theme"]).groupby(coded["sentence"]).agg(" ".join),
        first_of=[first.get(name, []) for name in sentences.index],
        pieces=[_pieces(row.text, layers[row.sentence]) for row in sentences.itertuples()],
        english=sentences["text"].map(glosses).where(sentences["is_heading"]).fillna(""),
    )


def _layers(run, sentences, coded, found):
    """sentence → the Layers over it: the words that say its themes, and its numbers."""
    layers = {name: [] for name in sentences.index}
    for row in coded.itertuples():
        for start, end in occurrences(row.text, row.matched.split()):
            layers[row.sentence].append(Layer(start, end, f"w-{row.theme}"))
    for row in found.itertuples():
        start, reading = sentences["start"][row.sentence], _reading(run, row)
        layers[row.sentence].append(Layer(row.start - start, row.end - start, "q", reading))
    return layers


def _reading(run, quantity):
    """What a number says: what it measures, how much, of which kind and aim."""
    say, measured = run.language.say, quantity.indicator
    if run.language.code == "en":
        measured = run.gloss.get(measured, "")
    words = (measured, targets.said(quantity, run), say(quantity.kind), say(quantity.aim))
    return ", ".join(word for word in words if word)


def _pieces(text, layers):
    """`text` cut wherever a layer begins or ends."""
    cuts = sorted({0, len(text), *(cut for layer in layers for cut in (layer.start, layer.end))})
    pieces = []
    for start, end in pairwise(cuts):
        over = [layer for layer in layers if layer.start <= start and end <= layer.end]
        classes = " ".join(dict.fromkeys(layer.name for layer in over))
        reading = next((layer.reading for layer in over if layer.reading), "")
        pieces.append(Piece(text[start:end], classes, reading))
    return pieces


def _dropped(run, document):
    """The stretches that were dropped from the document, and those outside every document that lie
    next to it: each character of a file is on one page."""
    ledger = run.ledger[run.ledger["file"] == document.file]
    ends = ledger[ledger["document"] != ""].groupby("document")["end"].max()
    others = ends.drop(document.document, errors="ignore")
    before = max((end for end in others if end <= document.start), default=0)
    last = document.end >= ends.max()
    dropped = ledger[~ledger["kept"] & ~ledger["reason"].isin(WHITE_SPACE)]
    beside = (dropped["start"] >= before) & ((dropped["end"] <= document.start) | last)
    own = dropped["document"] == document.document
    return dropped[own | ((dropped["document"] == "") & beside)]
