"""Word lists, codebook and indicators in data/reference, each with its schema; hand-coded samples,
and how the coding fared on reports it was not made on."""

import re

import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import files

UNCODED = "uncoded"  # the codebook's last entry: what no theme matches
STOP_WORD_KINDS = {"none": (), "function": ("function",), "genre": ("function", "genre")}
INDICATOR_COLUMNS = ("id", "label_en", "label_zh", "pattern", "percent", "headline")
PAIRS = {  # lists of which one column is looked up by the other
    "lexicon.csv": ("term", "gloss"),
    "glossary.csv": ("term", "gloss"),
    "heading_glosses.csv": ("heading", "gloss"),
    "heading_themes.csv": ("heading", "theme"),  # no theme: the heading names no single one
}
STRENGTHS = ("ensure", "strive", "encourage", "explore")  # of words of commitment, firmest first
UNCOMMITTED = "none"  # of phrases that hold such a word and commit to nothing: 支持政策, 保证金
COUNTS = {"n_gold": int, "n_found": int, "correct": int}
RATIOS = {"precision": float, "recall": float, "f1": float}
HELD = {"held": float, "held_within": float}
DESIGN = {"design": float, "governments": int, "pairs": int, **HELD}
SAMPLE = {"sample": str, "n_sentences": int}
ERRORS = dict.fromkeys(["sensitivity", "n", "false_rate", "n_other"], float)
TABLES = {  # tables with their columns and the types of these; units.csv holds the measure words
    "units.csv": {"unit": str, "normal": str, "factor": float, "gloss": str},
    # How the coding fared on reports it was not made on, as `make bench` computed last: the
    # codebook on provincial reports of 2025, its errors in hand-coded sentences (as from
    # coding_error.error_rates), how its themes spread over paragraphs (`design`, see read_design)
    # and how often the interval of a difference held zero where one government reported in two
    # consecutive years, quantities on other places' reports.
    "validation_provinces_2025.csv": {"theme": str, "n": int, **RATIOS},
    "theme_coding_error.csv": {"theme": str, **ERRORS},
    "theme_design.csv": {"theme": str, **DESIGN},
    # Words of commitment in hand-coded sentences (as from commitment.scores).
    # Words of the codebook, and candidates for it: how many places of each were read, how many
    # were wrong, and what became of it.
    "validation_terms.csv": {
        "theme": str,
        "term": str,
        "listed": str,
        "read": int,
        "wrong": int,
        "outcome": str,
    },
    "validation_commitment.csv": {"sample": str, "strength": str, **COUNTS, **RATIOS},
    "validation_quantities_elsewhere.csv": {"field": str, **SAMPLE, **COUNTS, **RATIOS},
}


class Theme(BaseModel):
    """One entry of the codebook; `cap` is the major topic of the Comparative Agendas Project, None
    where it has none."""

    model_config = ConfigDict(extra="forbid")
    theme: str
    label_en: str
    label_zh: str
    cap: int | None
    note: str
    terms: list[str]


def read_pairs(name):
    """term → English, heading → English or heading → theme, of one of the PAIRS; headings that name
    no single theme are left out."""
    key, value = PAIRS[name]
    filled = [key] if value == "theme" else [key, value]
    table = files.csv_table(paths.REFERENCE / name, [key, value], filled=filled)
    pairs = table.set_index(key)[value].to_dict()
    return {named: meaning for named, meaning in pairs.items() if meaning}


def read_table(name):
    """One of the TABLES, by the name of its file."""
    return files.csv_table(paths.REFERENCE / name, TABLES[name]).astype(TABLES[name])


def read_stop_words(kept="genre"):
    """The stop words that a value of the parameter `stop_words` leaves out: none, function, or
    genre (function words and the genre's set verbs)."""
    columns = ["word", "kind"]
    table = files.csv_table(paths.REFERENCE / "stop_words.csv", columns, filled=columns)
    for kind in table.loc[~table["kind"].isin(STOP_WORD_KINDS["genre"]), "kind"]:
        raise ProjectError(f"stop_words.csv: kind {kind!r}: takes function or genre")
    return set(table.loc[table["kind"].isin(STOP_WORD_KINDS[kept]), "word"])


def read_commitment(path=None):
    """The words of commitment.csv: word, strength (one of STRENGTHS, or UNCOMMITTED), gloss. Raises
    ProjectError for another strength and for a word that stands twice."""
    columns = ["word", "strength", "gloss"]
    path = path or paths.REFERENCE / "commitment.csv"
    table = files.csv_table(path, columns, filled=columns)
    for strength in table.loc[~table["strength"].isin([*STRENGTHS, UNCOMMITTED]), "strength"]:
        takes = ", ".join([*STRENGTHS, UNCOMMITTED])
        raise ProjectError(f"commitment.csv: strength {strength!r}: takes {takes}")
    for word in table.loc[table["word"].duplicated(), "word"]:
        raise ProjectError(f"commitment.csv: word {word!r} stands twice; a word has one strength")
    return table


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
    table = files.csv_table(paths.REFERENCE / "places.csv", columns, filled=columns[:4])
    for place in table["place"]:
        paths.slug(place, "places.csv: place")
    for place in table.loc[table["place"].duplicated(), "place"]:
        raise ProjectError(f"places.csv: place {place!r} stands twice; a place has one row")
    return table


def read_indicators(path=None):
    """The common indicators of indicators.csv: id, label_en, label_zh, pattern, percent, headline.

    Raises ProjectError for a missing file or a pattern that is no regular expression.
    """
    table = files.csv_table(path or paths.REFERENCE / "indicators.csv", INDICATOR_COLUMNS)
    for indicator, pattern in zip(table["id"], table["pattern"], strict=True):
        try:
            re.compile(pattern)
        except re.error as error:
            raise ProjectError(f"indicators.csv: pattern of {indicator}: {error}") from None
    return table


def read_codebook(path=None):
    """The codebook: theme, label_en, label_zh, cap, note, terms (a list). Raises ProjectError for a
    faulty file."""
    path = path or paths.REFERENCE / "codebook.yaml"
    text = files.decoded(files.content_of(path), path.name)
    try:
        entries = TypeAdapter(list[Theme]).validate_python(yaml.safe_load(text))
    except yaml.YAMLError as error:
        fault = files.brief(error)
        raise ProjectError(f"{path.name}: cannot be read ({fault}); mend the file") from None
    except ValidationError as error:
        fault = error.errors()[0]
        entry = ".".join(map(str, fault["loc"])) or "list"
        takes = f"an entry takes {', '.join(Theme.model_fields)}"
        raise ProjectError(f"{path.name}: entry {entry}: {fault['msg']}; {takes}") from None
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
    theme_of = {}
    for entry in entries:
        paths.slug(entry.theme, f"{where}: theme")
        for term in entry.terms:
            if not term.strip() or term in theme_of:
                raise ProjectError(
                    f"{where}: term {term!r} of {entry.theme} is empty "
                    f"or stands in {theme_of.get(term)} too; a term has one theme"
                )
            theme_of[term] = entry.theme
