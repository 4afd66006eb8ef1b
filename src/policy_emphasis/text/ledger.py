"""A ledger of every character of the raw files: kept as text or heading, or dropped for a reason.

What is dropped is page chrome (credits, bylines, captions, share prompts: chrome and front_matter
in patterns.yaml), a document's title, its annexes, and what dropped.csv lists. All offsets are
half-open character positions in the raw file as decoded, before any cleaning.
"""

import re
import sys
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pandas as pd

from policy_emphasis.reference.documents import REPORT, between
from policy_emphasis.text import PATTERNS
from policy_emphasis.text.stages import is_annex

MARK, SPACE = WHITE_SPACE = ("paragraph mark", "space between texts")  # dropped white space
SPACES = [point for point in range(sys.maxunicode + 1) if chr(point).isspace()]
LINE = re.compile(r"(?m)^.{1,45}$")  # that may be a heading
TITLE_WITHIN = 60  # characters from a document's start in which its title is looked for


def chrome(documents, listed):
    """The spans to drop: file, start, end, reason. documents, listed: as from read_documents and
    read_dropped of reference.documents."""
    texts = dict(zip(documents["file"], documents["text"], strict=True))
    spans = [
        (file, match.start(), match.end(), reason)
        for file, text in texts.items()
        for reason, pattern in PATTERNS["chrome"].items()
        for match in re.finditer(pattern, text)
    ]
    for document in documents.itertuples():
        spans += _front_matter(document) + _annex(document)
    for row in listed.itertuples():
        if row.file in texts:
            where = f"dropped.csv: {row.reason}"
            stretch = between(texts[row.file], row.starts_with, row.ends_with, where=where)
            spans.append((row.file, *stretch, row.reason))
    return pd.DataFrame(sorted(spans), columns=["file", "start", "end", "reason"])


def _front_matter(document):
    """What stands before the text: who reads it where, and its title."""
    text, start, title = document.text, document.start, document.title
    names = {"speaker": re.escape(document.speaker), "place_zh": re.escape(document.series_zh)}
    patterns = PATTERNS["front_matter"] if document.speaker else {}
    spans = [
        (document.file, match.start(), match.end(), reason)
        for reason, pattern in patterns.items()
        for match in re.compile(pattern.format(**names)).finditer(text, start, document.end)
    ]
    found = text.find(title, start, start + TITLE_WITHIN) if title else -1
    if found >= 0:
        spans.append((document.file, found, found + len(title), "title, kept in documents.csv"))
    return spans


def _annex(document):
    """What follows a report: from the first line of its second half that opens an annex."""
    half = (document.start + document.end) // 2
    lines = LINE.finditer(document.text, half, document.end)
    annexes = (line.start() for line in lines if document.genre == REPORT and is_annex(line[0]))
    return [(document.file, start, document.end, "annex") for start in list(annexes)[:1]]


def ledger(documents, dropped, kept):
    """Account for every character of every raw file exactly once.

    dropped: file, start, end, reason. kept: document, file, start, end, reason (paragraph or
    heading); it wins where the two meet. Returns file, start, end, document, kept, reason; what
    neither names is white space or lies outside every document, and says so.
    """
    spans, kept, dropped = [], by_file(kept), by_file(dropped)
    for file, same in by_file(documents).items():
        text, own = same[0].text, kept.get(file, [])
        labels, numbers = _labels(text, same, dropped=dropped.get(file, []), kept=own)
        changes = np.flatnonzero(np.diff(numbers)) + 1
        cuts = sorted({0, len(text), *changes.tolist(), *(row.start for row in own)})
        spans += [(file, a, b, *labels[numbers[a]]) for a, b in pairwise(cuts)]
    return pd.DataFrame(spans, columns=["file", "start", "end", "document", "kept", "reason"])


def by_file(table):
    """file → its rows."""
    found = {}
    for row in table.itertuples():
        found.setdefault(row.file, []).append(row)
    return found


def _labels(text, documents, *, dropped, kept):
    """The labels (document, kept, reason) of one file, and the number of each character's."""
    number = defaultdict(lambda: len(number))  # label → its number
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    space = np.isin(points, SPACES)
    found = np.where(space, number["", False, SPACE], number["", False, "outside every document"])
    for row in documents:
        mark, text_lost = ((row.document, False, reason) for reason in (MARK, "unaccounted for"))
        where = slice(row.start, row.end)
        found[where] = np.where(space[where], number[mark], number[text_lost])
    for row in dropped:
        within, labels = found[row.start : row.end], list(number)
        for other in np.unique(within).tolist():
            within[within == other] = number[labels[other][0], False, row.reason]
    for row in kept:
        found[row.start : row.end] = number[row.document, True, row.reason]
    return list(number), found


def summary(ledger):
    """The ledger by what became of the characters: reason, kept (yes or no), spans, characters."""
    sized = ledger.assign(
        characters=ledger["end"] - ledger["start"],
        kept=ledger["kept"].map({True: "yes", False: "no"}),
    )
    table = sized.groupby(["kept", "reason"])["characters"].agg(spans="size", characters="sum")
    order = ["kept", "characters", "reason"]
    return table.reset_index().sort_values(
        order, ascending=[False, False, True], ignore_index=True, kind="stable"
    )
