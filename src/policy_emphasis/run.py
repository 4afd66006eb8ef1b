"""One run's data, opened with one line from a notebook: `run = open_run(globals())`.

What is prepared (text → counts) lies in data/processed/ under a name that is a hash of all that went into it, so it is never
stale and safe to delete; opening a run prepares what is missing.
"""

import csv
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from zipfile import BadZipFile

import pandas as pd
from scipy import sparse

from policy_emphasis import language, parameters, paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.text import corpus, counts, outline, segment

TABLES = ("documents", "ledger", "headings", "paragraphs", "sentences", "tokens", "terms")
TEXT_PARAMETERS = ("places", "lexicon", "stop_words", "min_paragraphs")
TEXT_SOURCES = ("text/corpus.py", "text/outline.py", "text/segment.py", "text/counts.py", "run.py")


@dataclass(frozen=True)
class Run:
    """The parameters that the notebook declares, as attributes of `parameters`, and the prepared tables.

    documents … terms: as the modules in text/ describe them, for the chosen places (the ledger: for all); counts:
    paragraphs × terms, CSR.
    """

    parameters: SimpleNamespace
    folder: Path
    places: dict = field(
        default_factory=dict
    )  # place → its Chinese name, in the order of the parameter

    def __getattr__(self, name):
        if name not in TABLES:
            raise AttributeError(name)
        with _damage_named(self.folder):
            table = pd.read_parquet(self.folder / f"{name}.parquet")
        self.__dict__[name] = table
        return table

    @cached_property
    def counts(self):
        with _damage_named(self.folder):
            return sparse.load_npz(self.folder / "counts.npz")

    @cached_property
    def gloss(self):
        """term → English, from data/reference/lexicon.csv and glossary.csv."""
        return {**read_terms("glossary.csv"), **read_terms("lexicon.csv")}

    @cached_property
    def lexicon(self):
        """term → English, of the policy lexicon alone."""
        return read_terms("lexicon.csv")

    @cached_property
    def heading_gloss(self):
        """heading → English, from data/reference/heading_glosses.csv."""
        return {
            row["heading"]: row["gloss"]
            for row in _reference("heading_glosses.csv", ["heading", "gloss"])
        }

    def raw(self, file):
        """A raw file as decoded, in which all offsets count."""
        return (paths.RAW / file).read_bytes().decode("utf-8")

    @cached_property
    def texts(self):
        """The words of each paragraph, in order: a list of lists, in the order of the paragraphs."""
        words = (
            self.tokens[self.tokens["kind"].isin(["word", "latin"])]
            .groupby("paragraph")["token"]
            .agg(list)
        )
        return (
            words.reindex(self.paragraphs["paragraph"])
            .map(lambda w: w if isinstance(w, list) else [])
            .tolist()
        )

    @cached_property
    def stop_words(self):
        """Every stop word of data/reference/stop_words.csv, whichever of them the parameters leave out of the counts."""
        return read_stop_words(["function", "genre"])

    def publish(self, **tables):
        """Hand tables to the build, which writes them as CSV beside the page; in any other way of running, nothing is written.

        UTF-8 with a byte order mark so that spreadsheets show Chinese.
        """
        target = os.environ.get("POLICY_EMPHASIS_TABLES")
        for name, table in tables.items() if target else ():
            safe_for_spreadsheets(table).to_csv(
                Path(target) / f"{paths.slug(name, 'table')}.csv",
                index=False,
                encoding="utf-8-sig",
                float_format="%.6g",
                lineterminator="\n",
            )


def open_run(namespace):
    """The run that a notebook's parameters describe. namespace: the notebook's `globals()`, or a plain dict of parameters.

    Raises ProjectError, in one line, for an unknown or impossible parameter and for faulty data.
    """
    values = {
        name: (default := parameters.of_run("default"))[name] for name in ("places", "language")
    } | parameters.in_namespace(namespace)
    text = {name: values.get(name, default[name]) for name in TEXT_PARAMETERS}
    folder = prepare(**text)
    with _damage_named(folder):
        documents = pd.read_parquet(folder / "documents.parquet")
    places = dict(zip(documents["place"], documents["place_zh"]))
    language.use(values["language"], places)
    return Run(SimpleNamespace(**values), folder, places)


def safe_for_spreadsheets(table):
    """The table with a leading ' on every text that a spreadsheet would run as a formula."""
    safe = table.copy()
    for column in safe.select_dtypes(include=["object", "string"]):
        risky = safe[column].astype("string").str.match(r"[=+\-@\t\r]").fillna(False)
        safe.loc[risky, column] = "'" + safe.loc[risky, column].astype("string")
    return safe


@contextmanager
def _damage_named(folder):
    try:
        yield
    except (
        OSError,
        ValueError,
        EOFError,
        BadZipFile,
    ) as error:  # pyarrow's own errors are ValueErrors
        raise ProjectError(
            f"{folder.relative_to(paths.ROOT)}: damaged ({type(error).__name__}); delete that folder and run again"
        ) from None


def prepare(places, lexicon, stop_words, min_paragraphs):
    """Build the prepared tables for these text parameters if they are missing; returns their folder."""
    sources = [Path(__file__).parent / name for name in TEXT_SOURCES]
    reference = [paths.REFERENCE / name for name in ("lexicon.csv", "stop_words.csv")]
    raw = sorted(path for path in paths.RAW.iterdir() if path.is_file())
    key = paths.digest(
        places,
        lexicon,
        stop_words,
        min_paragraphs,
        *(p.name for p in raw),
        *raw,
        *reference,
        *sources,
    )
    folder = paths.PROCESSED / key
    if folder.is_dir():
        return folder
    documents = corpus.read_documents()
    documents = documents.assign(
        order=documents["place"].map({p: i for i, p in enumerate(places)}).fillna(len(places))
    )
    documents = documents.sort_values("order", kind="stable", ignore_index=True).drop(
        columns="order"
    )
    dropped = corpus.chrome(documents)
    headings, paragraphs, sentences = outline.outline(documents, dropped)
    kept = pd.concat([paragraphs.assign(reason="paragraph"), headings.assign(reason="heading")])
    ledger = corpus.ledger(documents, dropped, kept)
    chosen = [
        table[
            table["document"].isin(documents["document"][documents["place"].isin(places)])
        ].reset_index(drop=True)
        for table in (documents, headings, paragraphs, sentences)
    ]
    documents, headings, paragraphs, sentences = chosen
    bare = documents.loc[~documents["document"].isin(paragraphs["document"]), "document"]
    if len(bare):
        raise ProjectError(
            f"documents.csv: {bare.iloc[0]} holds no paragraph once chrome and dropped.csv are taken out; mend its anchors or dropped.csv"
        )
    terms_kept = read_terms("lexicon.csv") if lexicon else {}
    tokens = segment.tokenize(sentences, terms_kept)
    left_out = {"none": [], "function": ["function"], "genre": ["function", "genre"]}[stop_words]
    matrix, terms = counts.count_terms(
        tokens, paragraphs, read_stop_words(left_out), min_paragraphs
    )
    if terms.empty:
        raise ProjectError(
            f"min_paragraphs got {min_paragraphs}, but no term stands in so many paragraphs of these texts; lower it"
        )
    documents = documents.drop(columns=["text", "starts_with", "ends_with"]).assign(
        characters=_per_document(documents, paragraphs, "characters", "sum"),
        paragraphs=_per_document(documents, paragraphs, "paragraph", "size"),
        sentences=_per_document(documents, sentences, "sentence", "size"),
        tokens=_per_document(documents, tokens, "token", "size"),
    )
    tables = dict(
        documents=documents,
        ledger=ledger,
        headings=headings,
        paragraphs=paragraphs,
        sentences=sentences,
        tokens=tokens,
        terms=terms,
    )
    return _keep(folder, tables, lambda partial: sparse.save_npz(partial / "counts.npz", matrix))


def kept(name, compute):
    """The tables (name → DataFrame) that `compute` returns, from data/processed/ where they were computed before. name: says by a hash what went into them."""
    folder = paths.PROCESSED / name
    if not folder.is_dir():
        _keep(folder, compute())
    with _damage_named(folder):
        return {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


def _keep(folder, tables, also=lambda partial: None):
    """Write tables as parquet into a new folder, which is there whole or not at all; returns it."""
    paths.PROCESSED.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=paths.PROCESSED))
    try:
        for name, table in tables.items():
            table.to_parquet(partial / f"{name}.parquet", index=False)
        also(partial)
        partial.rename(folder)
    except OSError as error:
        if not folder.is_dir():  # else another process prepared the same meanwhile
            raise ProjectError(
                f"data/processed: cannot be written ({error.strerror}); free space or mend the rights"
            ) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def read_terms(name):
    """term → gloss of lexicon.csv or glossary.csv in data/reference/."""
    return {row["term"]: row["gloss"] for row in _reference(name, ["term", "gloss"])}


def read_headings():
    """heading → theme of data/reference/heading_themes.csv; headings that name no single theme are left out."""
    return {
        row["heading"]: row["theme"]
        for row in _reference("heading_themes.csv", ["heading", "theme"], may_be_empty="theme")
        if row["theme"]
    }


def read_elsewhere():
    """How the codebook fares on reports it was not made on: theme, n, precision, recall, f1, as `make bench` last computed them."""
    path = paths.REFERENCE / "validation_provinces_2025.csv"
    if not path.is_file():
        raise ProjectError(f"{path.name}: not in data/reference/; restore it")
    return pd.read_csv(path)


def read_units():
    """The measure words of data/reference/units.csv: unit, normal, factor, gloss."""
    return _table("units.csv").astype({"factor": float})


def read_coded_quantities():
    """The quantities of sampled sentences, coded by hand (tests/gold/quantities.csv); rows without `start` are sentences that hold none."""
    return (
        _table("quantities.csv", paths.ROOT / "tests" / "gold")
        .replace("", pd.NA)
        .astype({c: "Int64" for c in ("sentence_start", "sentence_end", "start", "end")})
    )


def read_quantity_scores_elsewhere():
    """How well quantities are read on other places' reports: sample, field, n_gold, n_found, correct, precision, recall, f1, as `make bench` last computed them."""
    return _table("validation_quantities_elsewhere.csv").astype(
        {c: int for c in ("n_gold", "n_found", "correct")}
        | {c: float for c in ("precision", "recall", "f1")}
    )


def _table(name, folder=paths.REFERENCE):
    try:
        return pd.read_csv(folder / name, dtype=str, keep_default_na=False)
    except (OSError, ValueError):
        raise ProjectError(
            f"{name}: not in {folder.relative_to(paths.ROOT)}/, or damaged; restore it"
        ) from None


def read_stop_words(kinds):
    """The words of data/reference/stop_words.csv of the given kinds."""
    rows = _reference("stop_words.csv", ["word", "kind"])
    odd = [row["kind"] for row in rows if row["kind"] not in ("function", "genre")]
    if odd:
        raise ProjectError(f"stop_words.csv: kind {odd[0]!r}: takes function or genre")
    return {row["word"] for row in rows if row["kind"] in kinds}


def _reference(name, columns, may_be_empty=""):
    """The rows of a word list in data/reference/. Raises ProjectError for a list that is missing, empty, not UTF-8 or lacks a column or a cell."""
    try:
        with open(paths.REFERENCE / name, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError:
        raise ProjectError(f"{name}: not in data/reference/; restore it") from None
    except UnicodeDecodeError as error:
        raise ProjectError(
            f"{name}: not valid UTF-8 at byte {error.start}; save it as UTF-8"
        ) from None
    if not rows:
        raise ProjectError(
            f"{name}: holds no row; restore it, or switch it off by a parameter (lexicon: false, stop_words: none)"
        )
    for number, row in enumerate(rows, 2):
        for column in columns:
            if not (row.get(column) or "").strip() and column != may_be_empty:
                raise ProjectError(
                    f"{name}: line {number} has no {column}; it takes the columns {', '.join(columns)}"
                )
    return rows


def _per_document(documents, table, column, how):
    return (
        table.groupby("document")[column]
        .agg(how)
        .reindex(documents["document"])
        .fillna(0)
        .astype(int)
        .to_numpy()
    )
