"""A page for each document: its full text by section, every paragraph and sentence an anchor, what
was coded and counted in it marked, what was dropped struck through.

Theme marks are switched by check boxes, and by the links that lead to the first sentence of a theme
(#theme-industry), without script.
"""

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import pandas as pd

from policy_emphasis import readings
from policy_emphasis.language import N_
from policy_emphasis.page import frame
from policy_emphasis.page.english import of_text
from policy_emphasis.page.markup import occurrences, render
from policy_emphasis.page.render import links, plain
from policy_emphasis.reference.documents import folder_of, raw_text
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.text.ledger import WHITE_SPACE
from policy_emphasis.words import targets


@dataclass(frozen=True)
class Stretch:
    """A part of a sentence, half-open, with its classes and, of a number, its reading."""

    start: int
    end: int
    classes: str
    reading: str = ""


def pages(run, name, values):
    """document → its page, of every document of the run, whose name and parameters they show."""
    coded, made = _coded(run), {}
    carried = _by(coded, "sentence")
    tables = (("heading", run.headings), ("paragraph", run.paragraphs))
    kept = [_by(table.assign(kind=kind), "document") for kind, table in tables]
    coded_in, ledgers = (
        dict(list(table.groupby(key))) for table, key in ((coded, "document"), (run.ledger, "file"))
    )
    shown = {
        "codebook": list(run.codebook.itertuples()),
        "sentences": _by(run.sentences, "paragraph"),
        "carried": carried,
        "pieces": _pieces(run, carried),
        "gloss": run.heading_gloss,
        "english": partial(of_text, run=run),
    }
    about = {"values": values, "command": f"make all RUN={name}", "language": run.language}
    about["links"] = links(run)
    translated = {s.document for s in run.sentences.itertuples() if of_text(s.text, run)}
    titles = {f"source-{row.document}": _title(row, run) for row in run.documents.itertuples()}
    beside, other = frame.around(titles), frame.other_language(name, values)
    for document in run.documents.itertuples():
        own, page = coded_in[document.document], f"source-{document.document}"
        first = (
            own.sort_values("start", kind="stable")
            .drop_duplicates("theme")
            .groupby("sentence")["theme"]
        )
        shown |= {"count": own["theme"].value_counts(), "first": first.agg(list).to_dict()}
        blocks = [*_dropped(run, document, ledgers[document.file])]
        blocks += [row for own in kept for row in own.get(document.document, [])]
        shown["translated"] = document.document in translated
        shown |= {"document": document, "blocks": sorted(blocks, key=lambda block: block.start)}
        body = render(run.language, "source.html.j2", **shown)
        about |= {"address": page, "other": other, **beside[page]}
        about["description"] = _description(document, run)
        made[document.document] = plain(titles[page], body, name, **about)
    return made


def _title(document, run):
    place = run.language.place(document.place)
    return run.language.say("{place} {year}: the text", place=place, year=document.year)


def _description(document, run):
    """What a document is and what its page shows of it."""
    say, values = run.language.say, {"place": run.language.place(document.place)}
    values |= {name: getattr(document, name) for name in ("year", "characters", "sentences")}
    message = N_(
        "{place} {year} ({genre}): the full text, {characters:,} characters in {sentences} "
        "sentences, each with the themes and the numbers that were read in it."
    )
    return say(message, genre=say(document.genre), **values)


def _by(table, key):
    """key → its rows."""
    found = {}
    for row in table.itertuples():
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _coded(run):
    """The themes of each sentence with the words that say so; UNCODED where none does."""
    coded = readings.coded(run, "shared")
    bare = run.sentences.loc[~run.sentences["sentence"].isin(coded["sentence"]), ["sentence"]]
    coded = pd.concat([coded, bare.assign(theme=UNCODED, matched="")], ignore_index=True)
    return coded.merge(run.sentences[["sentence", "document", "start"]], on="sentence")


def _pieces(run, carried):
    """sentence → its Stretches: it is cut wherever the words that say its themes, or its numbers,
    begin or end."""
    numbers = _by(readings.quantities(run), "sentence")
    pieces = {}
    for sentence in run.sentences.itertuples():
        marks = [
            Stretch(start, end, f"w-{row.theme}")
            for row in carried[sentence.sentence]
            for start, end in occurrences(sentence.text, row.matched.split())
        ]
        for row in numbers.get(sentence.sentence, []):
            start, end = row.start - sentence.start, row.end - sentence.start
            marks.append(Stretch(start, end, "q", _reading(run, row)))
        pieces[sentence.sentence] = _cut(sentence.text, marks)
    return pieces


def _cut(text, marks):
    """The Stretches of a text between all ends of its marks. Time grows with the text, for few
    marks overlap."""
    ends = {end for mark in marks for end in (mark.start, mark.end)}
    pieces, begun, over = [], {}, []
    for mark in enumerate(marks):
        begun.setdefault(mark[1].start, []).append(mark)
    for start, end in pairwise(sorted({0, len(text), *ends})):
        # In the order in which they were given.
        over = sorted(mark for mark in over + begun.get(start, []) if mark[1].end > start)
        classes = " ".join(dict.fromkeys(mark.classes for _, mark in over))
        # Once, where the number ends; a theme's word may end there too, and has none.
        reading = next((mark.reading for _, mark in over if mark.reading and mark.end == end), "")
        pieces.append(Stretch(start, end, classes, reading))
    return pieces


def _reading(run, quantity):
    """What a number says: what it measures, how much, of which kind and aim."""
    say, measured = run.language.say, quantity.indicator
    if run.language.code == "en":
        measured = run.gloss.get(measured, "")
    words = (measured, targets.in_words(quantity, run), say(quantity.kind), say(quantity.aim))
    return ", ".join(word for word in words if word)


def _dropped(run, document, ledger):
    """The stretches that were dropped from the document, and those outside every document that lie
    next to it, with their text: each character of a file is on one page. ledger: of its file."""
    ends = ledger[ledger["document"] != ""].groupby("document")["end"].max()
    others = ends.drop(document.document, errors="ignore")
    before = max((end for end in others if end <= document.start), default=0)
    last = document.end >= ends.max()
    dropped = ledger[~ledger["kept"] & ~ledger["reason"].isin(WHITE_SPACE)]
    beside = (dropped["start"] >= before) & ((dropped["end"] <= document.start) | last)
    own = dropped["document"] == document.document
    dropped = dropped[own | ((dropped["document"] == "") & beside)]
    raw = raw_text(document.file, folder_of(run.corpus))
    text = [raw[row.start : row.end].strip() for row in dropped.itertuples()]
    return dropped.assign(text=text, kind="dropped").itertuples()
