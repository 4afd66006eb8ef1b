"""Word lists, codebook and indicators in data/reference, each with its schema.

read_terms(name)      → term → gloss, of lexicon.csv or glossary.csv
read_heading_glosses(), read_heading_themes() → heading → English; heading → theme
read_stop_words(kept) → the words that the parameter `stop_words` leaves out of the counts
read_codebook()       → the themes with their terms
read_units(), read_indicators() → measure words; the common indicators
"""

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


def read_terms(name):
    """term → gloss of lexicon.csv or glossary.csv."""
    rows = files.csv_rows(paths.REFERENCE / name, ("term", "gloss"))
    return {row["term"]: row["gloss"] for row in rows}


def read_heading_glosses():
    """heading → English, of heading_glosses.csv."""
    rows = files.csv_rows(paths.REFERENCE / "heading_glosses.csv", ("heading", "gloss"))
    return {row["heading"]: row["gloss"] for row in rows}


def read_heading_themes():
    """heading → theme of heading_themes.csv; headings that name no single theme are left out."""
    path = paths.REFERENCE / "heading_themes.csv"
    rows = files.csv_rows(path, ("heading", "theme"), may_be_empty=("theme",))
    return {row["heading"]: row["theme"] for row in rows if row["theme"]}


def read_stop_words(kept="genre"):
    """The stop words that a value of the parameter `stop_words` leaves out: none, function, or
    genre (function words and the genre's set verbs)."""
    rows = files.csv_rows(paths.REFERENCE / "stop_words.csv", ("word", "kind"))
    odd = [row["kind"] for row in rows if row["kind"] not in STOP_WORD_KINDS["genre"]]
    if odd:
        raise ProjectError(f"stop_words.csv: kind {odd[0]!r}: takes function or genre")
    return {row["word"] for row in rows if row["kind"] in STOP_WORD_KINDS[kept]}


def read_units():
    """The measure words of units.csv: unit, normal, factor, gloss."""
    return files.csv_table(paths.REFERENCE / "units.csv").astype({"factor": float})


def read_indicators(path=None):
    """The common indicators of indicators.csv: id, label_en, label_zh, pattern, percent, headline.

    Raises ProjectError for a missing file or a pattern that is no regular expression.
    """
    path = path or paths.REFERENCE / "indicators.csv"
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for pattern in table[[*INDICATOR_COLUMNS]]["pattern"]:
            re.compile(pattern)
    except OSError:
        raise ProjectError(f"{path.name}: not in data/reference/; restore it") from None
    except (KeyError, ValueError, re.error) as error:
        raise ProjectError(
            f"{path.name}: {str(error)[:120]}; it takes the columns {', '.join(INDICATOR_COLUMNS)}"
        ) from None
    return table


def read_codebook(path=None):
    """The codebook: theme, label_en, label_zh, cap, note, terms (a list). Raises ProjectError for a
    faulty file."""
    path = path or paths.REFERENCE / "codebook.yaml"
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        entries = TypeAdapter(list[Theme]).validate_python(loaded)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        brief = " ".join(str(error).split())[:120]
        raise ProjectError(f"{path.name}: cannot be read ({brief}); mend the file") from None
    except ValidationError as error:
        fault = error.errors()[0]
        entry = ".".join(map(str, fault["loc"])) or "list"
        raise ProjectError(
            f"{path.name}: entry {entry}: {fault['msg']}; "
            f"an entry takes {', '.join(Theme.model_fields)}"
        ) from None
    _check_themes(entries, path.name)
    return pd.DataFrame([entry.model_dump() for entry in entries]).astype({"cap": "Int64"})


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
