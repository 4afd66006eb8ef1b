"""documents.csv: which stretch of which raw file is which document; dropped.csv: what is none's."""

import hashlib
import os
import re
from itertools import pairwise

import pandas as pd

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import files

REPORT = "work report"  # the genre of a government work report; any other is compared with care
COLUMNS = ["document", "place", "place_zh", "genre", "level", "year", "date", "speaker", "title"]
COLUMNS += ["source", "file", "sha256", "starts_with", "ends_with"]
FILLED = ("document", "place", "place_zh", "genre", "year", "file", "sha256")  # in every row
TOLD = ("document", "file", "sha256")  # … of an import, which leaves empty what no text tells
YEAR = r"(?:19|20)[0-9]{2}"
OTHER = "other text"  # … where nothing says which
OWN = "raw"  # the corpus of this repository
WHERE = "documents.csv"
FILE_NAME_LENGTH = 240  # bytes; file systems take 255


def is_report(documents):
    """Mask of the documents (rows with `genre`) that are government work reports."""
    return documents["genre"] == REPORT


def folder_of(corpus):
    """Where the texts of a corpus lie: OWN, or one that was imported. Raises ProjectError."""
    if corpus == OWN:
        return paths.RAW
    folder = paths.CORPORA / paths.slug(corpus, "corpus")
    if not folder.is_dir():
        advice = f"make import FROM=your/folder INTO={corpus}"
        raise ProjectError(f"corpus got {corpus!r}, which is not in data/corpora/; {advice}")
    return folder


def declared(corpus):
    """documents.csv of a corpus as it stands, its names and cells checked, without its texts."""
    return _declared(folder_of(corpus))


def read_documents(folder=None, table=None):
    """The documents that documents.csv in `folder` (data/raw by default) declares, in its order, or
    those of `table`: rows of `declared`, all of each file.

    Columns as in the file, plus `series` and `series_zh` (the place, whatever its documents are
    called later), `start` and `end` (the stretch in the raw file) and `text` (the whole raw file).
    Raises ProjectError for a missing column, a duplicate or overlapping document,
    a file that is missing, empty, changed or not UTF-8, an anchor that is not found or found twice.
    """
    folder = folder or paths.RAW
    table = _declared(folder) if table is None else table.reset_index(drop=True)
    files_read = dict.fromkeys(zip(table["file"], table["sha256"], strict=True))
    content = {name: _read_text(folder, *name) for name in files_read}
    table["text"] = [content[row.file, row.sha256] for row in table.itertuples()]
    table[["start", "end"]] = [
        between(row.text, row.starts_with, row.ends_with, where=f"{WHERE}: {row.document}")
        for row in table.itertuples()
    ]
    _check_overlaps(table)
    table["year"] = pd.to_numeric(table["year"]).fillna(0).astype(int)
    return table.assign(series=table["place"], series_zh=table["place_zh"])


def chosen(table, *, places=(), years=(), documents=()):
    """The rows of documents.csv that a run picks: of these places, years and documents, where it
    names any; place by place, in the order in which they are named, and year by year."""
    picked = table[(table["place"] != "") & table["year"].str.fullmatch(YEAR)]
    for column, wanted in (("place", places), ("year", map(str, years)), ("document", documents)):
        wanted = list(wanted)
        picked = picked[picked[column].isin(wanted)] if wanted else picked
    rank = {place: i for i, place in enumerate(places or dict.fromkeys(picked["place"]))}
    picked = picked.assign(rank=picked["place"].map(rank))
    picked = picked.sort_values(["rank", "year"], kind="stable", ignore_index=True)
    return picked.drop(columns="rank")


def told_apart(table):
    """Documents whose `place` and `place_zh` name one document each: with its year, where a place
    has several in the table."""
    several = table["place"].duplicated(keep=False)
    named = {"place": table["document"], "place_zh": table["place_zh"] + table["year"].astype(str)}
    return table.assign(**{name: table[name].where(~several, named[name]) for name in named})


def read_dropped(folder=None):
    """dropped.csv: file, starts_with, ends_with, reason; empty where there is none."""
    path = (folder or paths.RAW) / "dropped.csv"
    columns = ["file", "starts_with", "ends_with", "reason"]
    return _if_there(path, columns)


def read_originals(folder):
    """originals.csv of an imported corpus, what was wrong with its files: document, fault,
    evidence; empty where there is none."""
    return _if_there(folder / "originals.csv", ["document", "fault", "evidence"])


def raw_text(file, folder=None):
    """A raw file as decoded: the text in which all offsets count."""
    folder = folder or paths.RAW
    return files.decoded(files.content_of(folder / file, within=folder), file, "utf-8")


def between(text, starts_with, ends_with, *, where):
    """The stretch from one anchor to the other, both included, as (start, end); an empty anchor
    stands for the file's own end."""
    for anchor in filter(None, (starts_with, ends_with)):
        if text.count(anchor) != 1:
            fault = f"anchor {anchor[:30]!r} is found {text.count(anchor)} times in the file"
            raise ProjectError(f"{where}: {fault}; choose words that stand there exactly once")
    start = text.index(starts_with) if starts_with else 0
    end = text.index(ends_with) + len(ends_with) if ends_with else len(text)
    if start >= end:
        raise ProjectError(f"{where}: starts_with stands after ends_with; swap them")
    return start, end


def _if_there(path, columns):
    # A link that leads nowhere is there, and refused.
    there = os.path.lexists(path)
    return files.csv_table(path, columns) if there else pd.DataFrame(columns=columns)


def _fault(message):
    return ProjectError(f"{WHERE}: {message}")


def _declared(folder):
    """documents.csv as it stands, its names and cells checked."""
    advice = "it has to say which stretch of which file is which document"
    filled = FILLED if folder.parent != paths.CORPORA else TOLD
    table = files.csv_table(folder / WHERE, COLUMNS, filled=filled, advice=advice)
    for name in ("document", "place"):
        for value in table[name][table[name] != ""]:
            paths.slug(value, f"{WHERE}: {name}")
    for document in table["document"][table["document"].duplicated()]:
        raise _fault(f"document {document!r} stands twice; give each row its own name")
    for name in table["file"]:
        if len(name.encode("utf-8", "surrogatepass")) > FILE_NAME_LENGTH or re.search(r"\s", name):
            limit = f"a file name takes at most {FILE_NAME_LENGTH} bytes and no spaces"
            raise _fault(f"file {name[:60]!r}: {limit}")
    table["genre"] = table["genre"].where(table["genre"] != "", OTHER)
    plain = table["genre"].str.replace(r"[\s_-]+", " ", regex=True).str.strip().str.casefold()
    for genre in table["genre"][(plain == REPORT) & ~is_report(table)]:
        raise _fault(
            f"genre {genre[:60]!r}: write {REPORT!r}, or it would be read as another genre"
        )
    for year in table["year"][~table["year"].str.fullmatch(rf"{YEAR}|")]:
        raise _fault(f"year {year[:60]!r} is not a year; write four digits, 1900 to 2099")
    return table


def _check_overlaps(table):
    ordered = table.sort_values(["file", "start"])
    for first, second in pairwise(ordered.itertuples()):
        if first.file == second.file and second.start < first.end:
            fault = f"{first.document} and {second.document} overlap in {first.file}"
            raise _fault(f"{fault}; mend starts_with or ends_with")


def _read_text(folder, name, sha256):
    advice = "put the file there or mend its name in documents.csv"
    content = files.content_of(folder / name, advice, within=folder)
    if not content.strip():
        raise ProjectError(f"{name}: the file is empty; restore the text")
    found = hashlib.sha256(content).hexdigest()
    if found != sha256.strip().lower():
        fault = f"its sha256 is {found[:12]}…, documents.csv says {sha256[:12]}…"
        advice = "restore the file, or put the new sum there if the change is meant"
        plain = content.replace(b"\r\n", b"\n")
        endings = (plain, plain.replace(b"\n", b"\r\n"))
        if sha256.strip().lower() in [hashlib.sha256(text).hexdigest() for text in endings]:
            advice = "only its line endings differ, so some program changed them on the way here; "
            advice += "delete it, and restore it with git config core.autocrlf false"
        raise ProjectError(f"{name}: {fault}; {advice}")
    return files.decoded(content, name, "utf-8")
