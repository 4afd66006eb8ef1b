"""Word lists, codebook and indicators in data/reference, each with its schema; hand-coded samples,
and how the coding fared on reports it was not made on."""

from typing import Annotated, Literal

import pandas as pd
import regex
from pydantic import BaseModel, ConfigDict, Field

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import files
from policy_emphasis.reference.documents import OWN

LEAST_THEMES = 2
UNCODED = "uncoded"  # the codebook's last entry: what no theme matches
STOP_WORD_KINDS = {"none": (), "function": ("function",), "genre": ("function", "genre")}
INDICATOR_COLUMNS = {
    **dict.fromkeys(["id", "label_en", "label_zh", "pattern"], str),
    "percent": Literal["growth", "level", "share", "change"],  # what a per cent of it is
    "headline": Literal["yes", "no"],
}
PAIRS = {  # lists of which one column is looked up by the other
    "lexicon.csv": ("term", "gloss"),
    "glossary.csv": ("term", "gloss"),
    "heading_glosses.csv": ("heading", "gloss"),
    "heading_themes.csv": ("heading", "theme"),  # no theme: the heading names no single one
}
STRENGTHS = ("ensure", "strive", "encourage", "explore")  # of words of commitment, firmest first
UNCOMMITTED = "none"  # of phrases that hold such a word and commit to nothing: 支持政策, 保证金
Words = Annotated[str, Field(pattern=r"\S")]
Count = Annotated[int, Field(ge=0, le=10**9)]
Ratio = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(ge=1e-12, le=1e12)]
COUNTS = {"n_gold": Count, "n_found": Count, "correct": Count}
RATIOS = {"precision": Ratio, "recall": Ratio, "f1": Ratio}
HELD = {"held": Ratio, "held_within": Ratio}
DESIGN = {"design": Factor, "governments": Count, "pairs": Count, **HELD}
SAMPLE = {"sample": Words, "n_sentences": Count}
ERRORS = {"sensitivity": Ratio, "n": Factor, "false_rate": Ratio, "n_other": Factor}
# Tables with their columns and the kinds of these, and the columns where a value stands once;
# units.csv holds the measure words.
TABLES = {
    "units.csv": {"unit": Words, "normal": Words, "factor": Factor, "gloss": Words},
    # How the coding fared on reports it was not made on, as `make bench` computed last: the
    # codebook on provincial reports of 2025, its errors in hand-coded sentences (as from
    # coding_error.error_rates), how its themes spread over paragraphs (`design`, see read_design)
    # and how often the interval of a difference held zero where one government reported in two
    # consecutive years, quantities on other places' reports.
    "validation_provinces_2025.csv": {"theme": Words, "n": Count, **RATIOS},
    "theme_coding_error.csv": {"theme": Words, **ERRORS},
    "theme_design.csv": {"theme": Words, **DESIGN},
    # Words of commitment in hand-coded sentences (as from commitment.scores).
    # Words of the codebook, and candidates for it: how many places of each were read, how many
    # were wrong, and what became of it.
    "validation_terms.csv": {
        "theme": Words,
        "term": Words,
        "listed": Literal["before", "candidate"],
        "read": Count,
        "wrong": Count,
        "outcome": Literal["kept", "dropped", "moved"],
    },
    "validation_commitment.csv": {"sample": Words, "strength": Words, **COUNTS, **RATIOS},
    "validation_quantities_elsewhere.csv": {"field": Words, **SAMPLE, **COUNTS, **RATIOS},
}


SUMS = (
    "all",
    "own heading",
    "section's heading only",
)  # what scores are summed over instead of a theme
HOLDS = {  # what stands in a column of the held-out rows in any case
    "validation_provinces_2025.csv": ("theme", SUMS),
    "validation_commitment.csv": ("strength", (*STRENGTHS, "all")),
    "validation_quantities_elsewhere.csv": (
        *("field", ("value with unit", "comparator", "kind", "aim", "indicator")),
    ),
    "validation_terms.csv": ("listed", ("before", "candidate")),
}
ONCE = ("units.csv", "validation_provinces_2025.csv", "theme_coding_error.csv", "theme_design.csv")


class Theme(BaseModel):
    """One entry of the codebook; `cap` is the major topic of the Comparative Agendas Project, None
    where it has none."""

    model_config = ConfigDict(extra="forbid")
    theme: str
    label_en: Words
    label_zh: Words
    cap: Annotated[int, Field(ge=0, le=99)] | None
    note: str
    terms: list[Words]


def read_pairs(name):
    """term → English, heading → English or heading → theme, of one of the PAIRS; headings that name
    no single theme are left out."""
    key, value = PAIRS[name]
    filled = [key] if value == "theme" else [key, value]
    table = files.csv_table(paths.REFERENCE / name, [key, value], filled=filled, once=[key])
    table = of_codebook(table) if value == "theme" else table
    pairs = table.set_index(key)[value].to_dict()
    return {named: meaning for named, meaning in pairs.items() if meaning}


def read_table(name):
    """One of the TABLES, by the name of its file; of those with a row a theme, the codebook's."""
    columns = TABLES[name]
    once = [column for column in list(columns)[:1] if name in ONCE]
    table = files.csv_table(paths.REFERENCE / name, columns, filled=columns, once=once)
    column, values = HOLDS.get(name, ("", ()))
    held = table[table["sample"] == "held out"] if "sample" in table else table
    for value in values:
        if value not in held[column].tolist():
            raise ProjectError(f"{name}: no row has {column} {value!r}; restore it")
    return of_codebook(table) if "theme" in once else table


def of_codebook(table):
    """The rows of a table whose `theme` the codebook has, or that speak of no single one: others
    are of a codebook before it."""
    known = ["", *SUMS, *read_codebook()["theme"]]
    named = table["theme"].isin(known) | table["theme"].isna()
    return table[named].reset_index(drop=True)


def read_stop_words(kept="genre"):
    """The stop words that a value of the parameter `stop_words` leaves out: none, function, or
    genre (function words and the genre's set verbs)."""
    columns = {"word": str, "kind": Literal[STOP_WORD_KINDS["genre"]]}
    table = files.csv_table(paths.REFERENCE / "stop_words.csv", columns, filled=columns)
    return set(table.loc[table["kind"].isin(STOP_WORD_KINDS[kept]), "word"])


def read_commitment(path=None):
    """The words of commitment.csv: word, strength (one of STRENGTHS, or UNCOMMITTED), gloss. Raises
    ProjectError for another strength and for a word that stands twice."""
    columns = {"word": str, "strength": Literal[(*STRENGTHS, UNCOMMITTED)], "gloss": str}
    path = path or paths.REFERENCE / "commitment.csv"
    return files.csv_table(path, columns, filled=columns, once=["word"])


def read_coded_commitment():
    """The words of commitment in sampled plan sentences, coded by hand from the text alone: sample
    (development, known when the list was written; held out), stratum (any sentence, or those that
    may hold such a word), corpus, file, sentence_start, sentence_end, start, end, strength. Rows
    without `start` are sentences that hold none."""
    return files.csv_table(paths.ROOT / "tests/gold/commitment.csv")


def read_places():
    """The places of places.csv: place (slug), place_zh and full_zh (short and full name), level,
    province (the slug of its province), also (other ways to write its name, between blanks).
    Raises ProjectError for a slug that is none or stands twice."""
    columns = ["place", "place_zh", "full_zh", "level", "province", "also"]
    given = {"filled": columns[:4], "once": columns[:1]}
    table = files.csv_table(paths.REFERENCE / "places.csv", columns, **given)
    for place in table["place"]:
        paths.slug(place, "places.csv: place")
    for province in set(table["province"]) - {"", *table["place"]}:
        fault = f"province {province[:60]!r} is no place of the list"
        raise ProjectError(f"places.csv: {fault}; add its row, or mend it")
    return table


def read_indicators(path=None):
    """The common indicators of indicators.csv: id, label_en, label_zh, pattern, percent, headline.

    Raises ProjectError for a missing file, a cell that is empty or no possible value, and a pattern
    that is no regular expression or finds what is empty.
    """
    path = path or paths.REFERENCE / "indicators.csv"
    table = files.csv_table(path, INDICATOR_COLUMNS, filled=INDICATOR_COLUMNS, once=["id"])
    for indicator, pattern in zip(table["id"], table["pattern"], strict=True):
        where = f"indicators.csv: pattern of {indicator}"
        try:
            finds_all = regex.compile(pattern).search("", timeout=1)
        except (regex.error, OverflowError, RecursionError, TimeoutError) as error:
            fault = files.brief(error)
            raise ProjectError(f"{where}: no regular expression ({fault}); mend it") from None
        if finds_all:
            raise ProjectError(f"{where}: finds any name; leave it no way to find nothing")
    return table


def read_codebook(path=None):
    """The codebook: theme, label_en, label_zh, cap, note, terms (a list). Raises ProjectError for a
    faulty file."""
    path = path or paths.REFERENCE / "codebook.yaml"
    entries = files.validated(list[Theme], files.yaml_of(path), path.name)
    _check_themes(entries, path.name)
    return pd.DataFrame([entry.model_dump() for entry in entries]).astype({"cap": "Int64"})


def read_design(themes):
    """How themes spread over the paragraphs of other reports: a Series theme → how many times as
    many paragraphs as the average theme's the variance of its share amounts to; 1 where that is not
    known."""
    known = read_table("theme_design.csv").set_index("theme")["design"]
    return known.reindex(themes).fillna(1.0)


def read_coded_quantities():
    """The quantities of sampled sentences, coded by hand from the text alone; rows without `start`
    are sentences that hold none."""
    table = files.csv_table(paths.ROOT / "tests/gold/quantities.csv").replace("", pd.NA)
    return table.astype(dict.fromkeys(["sentence_start", "sentence_end", "start", "end"], "Int64"))


def coded_quantities_of(documents, corpus):
    """Those of some documents of a corpus, with their files: none of another than data/raw, which
    may call other texts alike."""
    coded = documents if corpus == OWN else documents.head(0)
    return read_coded_quantities().merge(coded[["document", "file"]])


def read_coded_themes():
    """The themes of sampled sentences, coded by hand from the text alone: corpus, file, start, end,
    theme and second_theme; theme_a and theme_b, the theme in two passes that were settled by it."""
    return files.csv_table(paths.ROOT / "tests/gold/themes.csv")


def read_coded_headings():
    """The theme that headings of reports of the public collection name, coded by hand from the
    headings alone: document, start (of the heading, or of the paragraph under it), own (whether it
    is the paragraph's own), theme ("" where it names none or several), second ("-" where nobody
    coded it a second time)."""
    table = files.csv_table(paths.ROOT / "tests/gold/collection_heading_themes.csv")
    return table.astype({"start": int})


def _check_themes(entries, where):
    if not entries or entries[-1].theme != UNCODED:
        raise ProjectError(f"{where}: the last entry has to be {UNCODED!r}; put it back")
    if len(entries) <= LEAST_THEMES:
        takes = f"takes {LEAST_THEMES} themes at least, and {UNCODED}"
        raise ProjectError(f"{where}: {takes}; themes are compared with each other")
    theme_of, names = {}, [paths.slug(entry.theme, f"{where}: theme") for entry in entries]
    for entry in entries:
        if names.count(entry.theme) > 1:
            raise ProjectError(f"{where}: theme {entry.theme!r} stands twice; keep one")
        if not entry.terms and entry.theme != UNCODED:
            raise ProjectError(f"{where}: theme {entry.theme!r} has no term; list some")
        for term in entry.terms:
            if not term.strip() or term in theme_of:
                raise ProjectError(
                    f"{where}: term {term!r} of {entry.theme} is empty "
                    f"or stands in {theme_of.get(term)} too; a term has one theme"
                )
            theme_of[term] = entry.theme
