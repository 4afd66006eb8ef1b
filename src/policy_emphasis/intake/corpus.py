"""A corpus from a folder of files: data/corpora/NAME with texts/, documents.csv (for a person to
edit), imported.csv (the same as it was found), refused.csv, left_out.csv (what of the originals is
no text, and why) and ledger.parquet (every change to them).

All of it is written beside and moved into place whole.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from policy_emphasis import paths
from policy_emphasis.disk import in_place_of, write_whole
from policy_emphasis.intake import entries, formats, metadata, sources
from policy_emphasis.intake.cleaning import clean
from policy_emphasis.intake.gazetteer import known_places
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents, files
from policy_emphasis.text.audit import faults_of_original

FOUND = "imported.csv"
SPANS = ["document", "start", "end", "instead", "reason"]
LEFT_OUT = ["document", "reason", "characters", "opens"]
OPENS = 60  # characters shown of what was left out
DISAGREE, DOUBT = "labels disagree", " says "  # as text/audit.yaml and metadata have them
WITH_WORDS = r"[㐀-鿿]{2}"  # what was left out is listed where it held words


@dataclass
class Found:
    """What an import has read so far: entries of documents.csv, the clean texts in the same order,
    the spans that were changed in each, what the formats left out, what was wrong with each file,
    and what was refused."""

    entries: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    spans: list = field(default_factory=list)
    dropped: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@dataclass(frozen=True)
class Imported:
    """What an import did. kept: entries.Kept; refused: name, reason; run: whether a run file was
    made."""

    kept: entries.Kept
    refused: pd.DataFrame
    run: bool


def import_corpus(origin, name):
    """Read the files under `origin` (a folder, a file or an archive) into data/corpora/NAME:
    Imported. Raises ProjectError where nothing can be read, or where NAME holds something else."""
    if paths.slug(name, "INTO") == documents.OWN:
        raise ProjectError("INTO=raw: that is the name of data/raw; choose another")
    folder, origin = paths.CORPORA / name, Path(os.path.expanduser(origin))
    before = _before(folder)
    found = _read(origin, folder)
    known = dict(zip(before["original"], before["document"], strict=True))
    originals = {values["original"] for values in found.entries}
    if known and not known.keys() & originals:
        advice = "choose another name, or delete that folder"
        raise ProjectError(f"data/corpora/{name}: holds an import of other files; {advice}")
    if not found.entries:
        reasons = "; ".join(f"{one.name}: {one.reason}" for one in found.refused[:3])
        raise ProjectError(f"{_shown(origin)}: no text could be read ({reasons or 'it is empty'})")
    table = pd.DataFrame(entries.named(found.entries, known), columns=entries.WRITTEN)
    edited = files.csv_table(folder / documents.WHERE) if len(before) else before
    kept = entries.with_edits(table, before, edited)
    _write(folder, found, table=table, kept=kept)
    refused = pd.DataFrame([(r.name, r.reason) for r in found.refused], columns=["name", "reason"])
    return Imported(kept, refused, _run_file(name))


def _before(folder):
    """imported.csv of an earlier import into the folder; empty where there is none."""
    if not folder.exists():
        return pd.DataFrame(columns=entries.WRITTEN)
    if not (folder / FOUND).is_file():
        raise ProjectError(f"data/corpora/{folder.name}: is no import; choose another name")
    return files.csv_table(folder / FOUND, entries.WRITTEN)


def _read(origin, folder):
    found, places = Found(), known_places()
    watched = tqdm(sources.found(origin, folder), desc="reading", disable=None, leave=False)
    for source in watched:
        if isinstance(source, sources.Refused):
            found.refused.append(source)
            continue
        try:
            texts = formats.texts(source)
        except ProjectError as error:
            reason = str(error).removeprefix(f"{source.name}: ")
            found.refused.append(sources.Refused(source.name, reason))
            continue
        sha256 = hashlib.sha256(source.content).hexdigest()
        found.refused += [text for text in texts if isinstance(text, sources.Refused)]
        for text in [text for text in texts if isinstance(text, formats.Text)]:
            _take(found, text, sha256=sha256, places=places)
    return found


def _take(found, text, *, sha256, places):
    """Clean one text and describe it."""
    cleaned = clean(text.text)
    if not cleaned.text.strip():
        found.refused.append(sources.Refused(text.name, "holds no text; nothing to import"))
        return
    described = metadata.described(text.name, cleaned.text, text.given, places=places)
    content = f"{cleaned.text.strip()}\n"
    sums = {"sha256": hashlib.sha256(content.encode()).hexdigest(), "original_sha256": sha256}
    found.entries.append(entries.entry(text, described, {"original": text.name, **sums}))
    found.texts.append(content)
    found.spans.append([(*span, text.text[span[0] : span[1]]) for span in cleaned.spans])
    found.dropped.append(text.dropped)
    faults = [("in the file", fault) for fault in text.faults]
    ways = {name: described[name].where for name in ("place", "year")}
    faults += [(DISAGREE, f"{name}: {way}") for name, way in ways.items() if DOUBT in way]
    found.faults.append([*faults, *faults_of_original(text.text)])


def _write(folder, found, *, table, kept):
    """The corpus's folder, beside and then into place. A text that a person has changed stays."""
    with in_place_of(folder) as new:
        (new / "texts").mkdir()
        own = dict(zip(kept.table["document"], kept.table["sha256"], strict=True))
        for row, content in zip(table.itertuples(), found.texts, strict=True):
            stands = folder / row.file
            changed = own.get(row.document, row.sha256) != row.sha256 and stands.is_file()
            content = stands.read_bytes() if changed else content.encode()
            (new / row.file).write_bytes(content)
        _write_tables(new, found, table=table, kept=kept)
        if (folder / "dropped.csv").is_file():  # a person's own
            shutil.copy(folder / "dropped.csv", new)


def _write_tables(new, found, *, table, kept):
    names = table["document"].tolist()
    spans = [(name, *span) for name, own in zip(names, found.spans, strict=True) for span in own]
    spans = pd.DataFrame(spans, columns=[*SPANS, "text"])
    words = spans[spans["text"].str.contains(WITH_WORDS) & (spans["instead"].str.len() == 0)]
    left = [(row.document, row.reason, row.text) for row in words.itertuples()]
    left += [(name, *one) for name, own in zip(names, found.dropped, strict=True) for one in own]
    left = [(name, why, len(text), " ".join(text.split())[:OPENS]) for name, why, text in left]
    refused = pd.DataFrame([(r.name, r.reason) for r in found.refused], columns=["name", "reason"])
    tables = {"documents.csv": kept.table, FOUND: table, "refused.csv": refused}
    tables["left_out.csv"] = pd.DataFrame(left, columns=LEFT_OUT)
    wrong = [(name, *one) for name, own in zip(names, found.faults, strict=True) for one in own]
    tables["originals.csv"] = pd.DataFrame(wrong, columns=["document", "fault", "evidence"])
    for name, content in tables.items():
        content.to_csv(new / name, index=False, encoding="utf-8-sig", lineterminator="\n")
    spans[SPANS].to_parquet(new / "ledger.parquet")


def _run_file(name):
    """Write params/NAME.yaml, a run of the corpus, unless there is one. Whether it was written."""
    path = paths.PARAMS / f"{name}.yaml"
    if path.exists():
        return False
    write_whole(path, f"# The reports of data/corpora/{name}.\ncorpus: {name}\n")
    return True


def _shown(path):
    return str(path).encode("utf-8", "replace").decode()
