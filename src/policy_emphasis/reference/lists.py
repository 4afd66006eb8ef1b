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
    return _pairs(name, ["term", "gloss"])


def read_heading_glosses():
    """heading → English, of heading_glosses.csv."""
    return _pairs("heading_glosses.csv", ["heading", "gloss"])


def read_heading_themes():
    """heading → theme of heading_themes.csv; headings that name no single theme are left out."""
    themes = _pairs("heading_themes.csv", ["heading", "theme"], filled=["heading"])
    return {heading: theme for heading, theme in themes.items() if theme}


def read_stop_words(kept="genre"):
    """The stop words that a value of the parameter `stop_words` leaves out: none, function, or
    genre (function words and the genre's set verbs)."""
    columns = ["word", "kind"]
    table = files.csv_table(paths.REFERENCE / "stop_words.csv", columns, filled=columns)
    for kind in table.loc[~table["kind"].isin(STOP_WORD_KINDS["genre"]), "kind"]:
        raise ProjectError(f"stop_words.csv: kind {kind!r}: takes function or genre")
    return set(table.loc[table["kind"].isin(STOP_WORD_KINDS[kept]), "word"])


def _pairs(name, columns, *, filled=None):
    """The one column of a list by the other."""
    table = files.csv_table(paths.REFERENCE / name, columns, filled=filled or columns)
    return dict(zip(*(table[column] for column in columns), strict=True))


def read_units():
    """The measure words of units.csv: unit, normal, factor, gloss."""
    return files.csv_table(paths.REFERENCE / "units.csv").astype({"factor": float})


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
    try:
        entries = TypeAdapter(list[Theme]).validate_python(yaml.safe_load(files.text_of(path)))
    except yaml.YAMLError as error:
        said = files.brief(error)
        raise ProjectError(f"{path.name}: cannot be read ({said}); mend the file") from None
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
