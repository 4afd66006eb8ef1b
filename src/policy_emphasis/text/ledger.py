"""A ledger of every character of the raw files: kept as text or heading, or dropped for a reason.

ledger(documents, dropped, kept) → spans that cover every character of every file exactly once
summary(ledger) → the same by what became of the characters
"""

import pandas as pd

WHITE_SPACE = ("paragraph mark", "space between texts")  # the reasons of dropped white space


def ledger(documents, dropped, kept):
    """Account for every character of every raw file exactly once.

    dropped: file, start, end, reason. kept: document, file, start, end, reason (paragraph or
    heading); it wins where the two meet. Returns file, start, end, document, kept, reason; what
    neither names is white space or lies outside every document, and says so.
    """
    rows = []
    for file, same in documents.groupby("file", sort=False):
        text, own = same["text"].iloc[0], kept[kept["file"] == file]
        label = _labels(text, same, dropped[dropped["file"] == file], own)
        cuts = {i for i in range(1, len(text)) if label[i] != label[i - 1]} | {0, *own["start"]}
        ends = [*sorted(cuts)[1:], len(text)]
        rows += [(file, a, b, *label[a]) for a, b in zip(sorted(cuts), ends, strict=True)]
    return pd.DataFrame(rows, columns=["file", "start", "end", "document", "kept", "reason"])


def summary(ledger):
    """The ledger by what became of the characters: reason, kept (yes or no), spans, characters."""
    sized = ledger.assign(
        characters=ledger["end"] - ledger["start"],
        kept=ledger["kept"].map({True: "yes", False: "no"}),
    )
    table = sized.groupby(["kept", "reason"])["characters"].agg(spans="size", characters="sum")
    order = ["kept", "characters", "reason"]
    return table.reset_index().sort_values(order, ascending=[False, False, True], ignore_index=True)


def _labels(text, documents, dropped, kept):
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
