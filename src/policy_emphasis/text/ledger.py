"""A ledger of every character of the raw files: kept as text or heading, or dropped for a reason.

What is dropped is page chrome (credits, bylines, captions, share prompts: chrome and front_matter
in patterns.yaml), a document's title, its annexes, and what dropped.csv lists. All offsets are
half-open character positions in the raw file as decoded, before any cleaning.
"""

import re
from itertools import pairwise

import pandas as pd

from policy_emphasis.reference.documents import REPORT, between
from policy_emphasis.text import PATTERNS
from policy_emphasis.text.stages import is_annex

WHITE_SPACE = ("paragraph mark", "space between texts")  # the reasons of dropped white space
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
    spans = []
    for file, same in documents.groupby("file", sort=False):
        text, own = same["text"].iloc[0], kept[kept["file"] == file]
        label = _labels(text, same, dropped=dropped[dropped["file"] == file], kept=own)
        cuts = {i for i in range(1, len(text)) if label[i] != label[i - 1]}
        cuts |= {0, len(text), *own["start"]}
        spans += [(file, a, b, *label[a]) for a, b in pairwise(sorted(cuts))]
    return pd.DataFrame(spans, columns=["file", "start", "end", "document", "kept", "reason"])


def _labels(text, documents, *, dropped, kept):
    """(document, kept, reason) of each character of one file."""
    space, outside = "space between texts", "outside every document"
    label = [("", False, space if character.isspace() else outside) for character in text]
    for row in documents.itertuples():
        for i in range(row.start, row.end):
            reason = "paragraph mark" if text[i].isspace() else "unaccounted for"
            label[i] = (row.document, False, reason)
    for row in dropped.itertuples():
        for i in range(row.start, row.end):
            label[i] = (label[i][0], False, row.reason)
    for row in kept.itertuples():
        label[row.start : row.end] = [(row.document, True, row.reason)] * (row.end - row.start)
    return label


def summary(ledger):
    """The ledger by what became of the characters: reason, kept (yes or no), spans, characters."""
    sized = ledger.assign(
        characters=ledger["end"] - ledger["start"],
        kept=ledger["kept"].map({True: "yes", False: "no"}),
    )
    table = sized.groupby(["kept", "reason"])["characters"].agg(spans="size", characters="sum")
    order = ["kept", "characters", "reason"]
    return table.reset_index().sort_values(order, ascending=[False, False, True], ignore_index=True)
