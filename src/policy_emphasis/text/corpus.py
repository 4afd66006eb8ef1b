"""The documents in the raw files, and a ledger of every character of them.

`documents.csv` says which stretch of which raw file is which document; `dropped.csv` names stretches that belong to
none. Page chrome (credits, bylines, captions, share prompts) is found by the rules in CHROME and FRONT_MATTER.
All offsets are half-open character positions in the raw file as decoded, before any cleaning.

    read_documents() → one row a document, with its text and its stretch
    chrome(documents) → the spans to drop, with reasons
    ledger(...)       → spans that cover every character of every file exactly once
"""

import hashlib
import re

import pandas as pd

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError

COLUMNS = [
    "document",
    "place",
    "place_zh",
    "genre",
    "level",
    "year",
    "date",
    "speaker",
    "title",
    "source",
    "file",
    "sha256",
    "starts_with",
    "ends_with",
]

WHITE_SPACE = (
    "paragraph mark",
    "space between texts",
)  # what the ledger calls the white space that is dropped

# Page chrome that any scraped page may hold, anywhere in a file: reason → pattern.
CHROME = {
    "byte order mark": r"\ufeff",
    "page label": r"原标题[:：]",
    "photo mark": r"[(（]组?图[)）]",
    "meeting and date line": r"——\d{4}年\d{1,2}月\d{1,2}日在[^。\n]{4,40}?会议上",
    "reporter's byline": r"□[^\s。]{2,16}记者\s?[一-鿿]{2,4}",
    "editors' credit": r"[(（]责任?编辑?[:：][^()（）\n]{1,40}[)）]",
    "share prompt": r"分享让更多人看到",
    "scraping residue": r"(?m)^[ \t]*[{}][ \t]*$|(?<=[。!！])[{}](?=\s*$)",
}
# The same, for what can be told only by the speaker and place that documents.csv names; looked for in that document.
FRONT_MATTER = {
    "photo caption": r"{speaker}(?:同志)?(?:向大会)?作政府工作报告。",
    "speaker's byline": r"{place_zh}[一-鿿]{{0,4}}(?:市长|省长|主席|州长|盟长)\s?{speaker}",
}


def read_documents(folder=None):
    """The documents that documents.csv in `folder` (data/raw by default) declares, one row each, in its order.

    Columns as in the file, plus `start` and `end` (the stretch in the raw file) and `text` (the whole raw file).
    Raises ProjectError for a missing column, a duplicate or overlapping document, a file that is missing, empty,
    changed or not UTF-8, and an anchor that is not found or found twice.
    """
    folder = folder or paths.RAW
    table = _read_table(folder / "documents.csv", COLUMNS)
    where = "documents.csv"
    for name in ("document", "place"):
        for value in table[name]:
            paths.slug(value, f"{where}: {name}")
    twice = table["document"][table["document"].duplicated()]
    if len(twice):
        raise ProjectError(
            f"{where}: document {twice.iloc[0]!r} stands twice; give each row its own name"
        )
    for name in ("place_zh", "genre", "year", "file", "sha256"):
        if (table[name] == "").any():
            raise ProjectError(
                f"{where}: {table.document[table[name] == ''].iloc[0]} has no {name}; fill it in"
            )
    again = table["place"][table["place"].duplicated()]
    if len(again):
        raise ProjectError(
            f"{where}: place {again.iloc[0]!r} stands twice; a place has one document, so give the other a name of its own, such as {again.iloc[0]}-2022"
        )
    near = [
        genre
        for genre in table["genre"]
        if genre != "work report"
        and re.sub(r"[\s_-]+", " ", genre).strip().casefold() == "work report"
    ]
    if near:
        raise ProjectError(
            f"{where}: genre {near[0]!r}: write 'work report', or the text would be read as another genre"
        )
    bad = [year for year in table["year"] if not re.fullmatch(r"(?:19|20)[0-9]{2}", year)]
    if bad:
        raise ProjectError(
            f"{where}: year {bad[0]!r} is not a year; write four digits, 1900 to 2099"
        )
    table["text"] = [_read_file(folder, row.file, row.sha256) for row in table.itertuples()]
    spans = [
        _between(row.text, row.starts_with, row.ends_with, f"{where}: {row.document}")
        for row in table.itertuples()
    ]
    table["start"], table["end"] = zip(*spans)
    ordered = table.sort_values(["file", "start"])
    for (_, first), (_, second) in zip(ordered.iterrows(), ordered.iloc[1:].iterrows()):
        if first["file"] == second["file"] and second["start"] < first["end"]:
            raise ProjectError(
                f"{where}: {first['document']} and {second['document']} overlap in {first['file']}; "
                "mend starts_with or ends_with"
            )
    return table.astype({"year": int})


def chrome(documents, folder=None):
    """The spans to drop: file, start, end, reason; by the rules above, by title, and by the list in dropped.csv."""
    spans = []
    for file, text in dict(zip(documents["file"], documents["text"])).items():
        for reason, pattern in CHROME.items():
            spans += [(file, m.start(), m.end(), reason) for m in re.finditer(pattern, text)]
    for row in documents.itertuples():
        for reason, pattern in FRONT_MATTER.items() if row.speaker else ():
            pattern = re.compile(
                pattern.format(speaker=re.escape(row.speaker), place_zh=re.escape(row.place_zh))
            )
            spans += [
                (row.file, m.start(), m.end(), reason)
                for m in pattern.finditer(row.text, row.start, row.end)
            ]
        found = row.text.find(row.title, row.start, row.start + 60) if row.title else -1
        if found >= 0:
            spans.append((row.file, found, found + len(row.title), "title, kept in documents.csv"))
    listed = (folder or paths.RAW) / "dropped.csv"
    if listed.exists():
        texts = dict(zip(documents["file"], documents["text"]))
        for row in _read_table(listed, ["file", "starts_with", "ends_with", "reason"]).itertuples():
            if row.file in texts:
                start, end = _between(
                    texts[row.file], row.starts_with, row.ends_with, f"dropped.csv: {row.reason}"
                )
                spans.append((row.file, start, end, row.reason))
    return pd.DataFrame(sorted(spans), columns=["file", "start", "end", "reason"])


def ledger(documents, dropped, kept):
    """Account for every character of every raw file exactly once.

    dropped: file, start, end, reason. kept: document, file, start, end, reason (paragraph or heading); it wins where the
    two meet. Returns file, start, end, document, kept, reason; what neither names is white space or lies outside
    every document, and says so.
    """
    rows = []
    for file, texts in documents.groupby("file", sort=False)["text"]:
        text = texts.iloc[0]
        label = [
            ("", False, "space between texts" if c.isspace() else "outside every document")
            for c in text
        ]
        for row in documents[documents["file"] == file].itertuples():
            for i in range(row.start, row.end):
                label[i] = (
                    row.document,
                    False,
                    "paragraph mark" if text[i].isspace() else "unaccounted for",
                )
        for row in dropped[dropped["file"] == file].itertuples():
            for i in range(row.start, row.end):
                label[i] = (label[i][0], False, row.reason)
        for row in kept[kept["file"] == file].itertuples():
            for i in range(row.start, row.end):
                label[i] = (row.document, True, row.reason)
        cuts = [0] + [i for i in range(1, len(text)) if label[i] != label[i - 1]]
        cuts = sorted(set(cuts) | set(kept.loc[kept["file"] == file, "start"])) + [len(text)]
        rows += [(file, a, b, *label[a]) for a, b in zip(cuts, cuts[1:])]
    return pd.DataFrame(rows, columns=["file", "start", "end", "document", "kept", "reason"])


def ledger_summary(ledger):
    """The ledger by what became of the characters: reason, kept (yes or no), spans, characters."""
    table = ledger.assign(
        characters=ledger["end"] - ledger["start"],
        kept=ledger["kept"].map({True: "yes", False: "no"}),
    )
    table = (
        table.groupby(["kept", "reason"])["characters"]
        .agg(spans="size", characters="sum")
        .reset_index()
    )
    return table.sort_values(
        ["kept", "characters", "reason"], ascending=[False, False, True], ignore_index=True
    )


def _read_table(path, columns):
    if not path.exists():
        raise ProjectError(
            f"{path.name}: not in {path.parent.name}/; it says which stretch of which file is which document"
        )
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ProjectError(
            f"{path.name}: cannot be read as a UTF-8 CSV table ({' '.join(str(error).split())[:120]}); a line has a cell too many, or it was saved in another encoding"
        ) from None
    missing = [name for name in columns if name not in table]
    if missing:
        raise ProjectError(
            f"{path.name}: column {missing[0]} is missing; it takes {', '.join(columns)}"
        )
    if table.empty and path.name == "documents.csv":
        raise ProjectError(f"{path.name}: has no row; declare at least one document")
    return table


def _read_file(folder, name, sha256):
    if len(name) > 200 or re.search(r"[\s\x00]", name):
        raise ProjectError(
            f"documents.csv: file {name[:60]!r}: a file name takes at most 200 characters and no spaces"
        )
    path = paths.inside(folder, name, "documents.csv: file")
    if not path.is_file():
        raise ProjectError(
            f"{name}: not in data/{folder.name}/; put the file there or mend its name in documents.csv"
        )
    content = path.read_bytes()
    if not content.strip():
        raise ProjectError(f"{name}: the file is empty; restore the text")
    found = hashlib.sha256(content).hexdigest()
    if found != sha256.strip().lower():
        raise ProjectError(
            f"{name}: its sha256 is {found[:12]}…, documents.csv says {sha256[:12]}…; restore the file, "
            "or put the new sum there if the change is meant"
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProjectError(
            f"{name}: not valid UTF-8 at byte {error.start}; save it as UTF-8"
        ) from None


def _between(text, starts_with, ends_with, where):
    """The stretch from one anchor to the other, both included; an empty anchor stands for the file's own end."""
    edges = [0, len(text)]
    for side, anchor in enumerate((starts_with, ends_with)):
        count = text.count(anchor) if anchor else 1
        if count != 1:
            raise ProjectError(
                f"{where}: anchor {anchor[:30]!r} is found {count} times in the file; "
                "choose words that stand there exactly once"
            )
        if anchor:
            edges[side] = text.index(anchor) + (len(anchor) if side else 0)
    if edges[0] >= edges[1]:
        raise ProjectError(f"{where}: starts_with stands after ends_with; swap them")
    return tuple(edges)
