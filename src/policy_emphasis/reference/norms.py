"""The norms: figures of thousands of reports whose texts are not here, in data/reference/norms/.

`make norms` writes them from an imported corpus, with the code of a run; about.yaml says from what.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

import pandas as pd
from pydantic import BaseModel, Field

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import files, lists

FOLDER = paths.REFERENCE / "norms"
DIMENSIONS = [f"d{number:02}" for number in range(1, 51)]  # of the space of words
TABLES = {  # file → its columns
    "reports": [
        *("report", "place", "place_zh", "province", "level", "tier", "year", "characters"),
        *("paragraphs", "tokens", "review", "plan", "inferred", "numbers"),
    ],
    "shares": ["report", "theme", "stage", "share"],
    "retest": ["tier", "theme", "pairs", "effective", "characters", "reliability"],
    "words": ["tier", "year", "term", "texts", "count", "squares", "weighted"],
    "targets": ["report", "indicator_id", "low", "high", "unit", "comparator"],
    "outturns": ["report", "indicator_id", "result", "target", "unit"],
    "vectors": ["report", *DIMENSIONS],
    "loadings": ["term", "idf", "scale", *DIMENSIONS],
    "themes": [  # what is known of each theme, in reports that the codebook was not improved on
        *("theme", "terms", "split_half", "n", "term", "part"),
        *("headed", "precision", "recall", "f1"),
    ],
    "checks": ["check", "theme", "value", "n", "n_others", "other_theme", "other"],
}
RESTS_ON = ("codebook.yaml", "lexicon.csv", "stop_words.csv", "indicators.csv", "units.csv")
RESTS_ON += ("validity.yaml",)
TIERS = {  # level of government → the level at which it is compared
    "province": "province",
    "autonomous region": "province",
    "province-level municipality": "province",
    "prefecture-level city": "city",
    "autonomous prefecture": "city",
}


class About(BaseModel):
    """What about.yaml says of the norms: how many reports of how many places they are made from."""

    source: str
    made: str
    reports: int = Field(ge=1)
    places: int = Field(ge=1)
    first_year: int = Field(ge=1900, lt=2100)
    last_year: int = Field(ge=1900, lt=2100)
    rests_on: dict[str, str]


@dataclass(frozen=True)
class Norms:
    """reports: a row each (TABLES); shares: of their themes, by stage; retest: how far one year's
    are from the next's; words: how each is used in a tier and year; targets: their headline
    targets; outturns: last year's results beside this year's targets; vectors: each report in the
    space of words that loadings span (norm_likeness); themes: how far each theme can be trusted;
    checks: what tells so of some; about: what they were made from; stale: the files of RESTS_ON
    that changed since."""

    reports: pd.DataFrame
    shares: pd.DataFrame
    retest: pd.DataFrame
    words: pd.DataFrame
    targets: pd.DataFrame
    outturns: pd.DataFrame
    vectors: pd.DataFrame
    loadings: pd.DataFrame
    themes: pd.DataFrame
    checks: pd.DataFrame
    about: dict
    stale: tuple


def tier(levels):
    """The level at which each of these levels of government (a Series) is compared."""
    return levels.map(TIERS).fillna(levels)


def hashes():
    """file of RESTS_ON → the first digits of its SHA-256."""
    content = {name: files.content_of(paths.REFERENCE / name) for name in RESTS_ON}
    return {name: hashlib.sha256(found).hexdigest()[:16] for name, found in content.items()}


def read_norms(folder=FOLDER):
    """The Norms as they are shipped; None where there are none. Raises ProjectError for a table
    that is missing or damaged."""
    if not folder.is_dir():
        return None
    path = folder / "about.yaml"
    about = files.yaml_mapping(path)
    files.validated(About, about, f"data/reference/norms/{path.name}")
    tables = {name: _read(folder / f"{name}.parquet", columns) for name, columns in TABLES.items()}
    tables |= {n: lists.of_codebook(table) for n, table in tables.items() if "theme" in table}
    known, now = about["rests_on"], hashes()
    stale = tuple(name for name in RESTS_ON if known.get(name) != now[name])
    return Norms(**tables, about=about, stale=stale)


@cache
def read_themes():
    """How far each theme can be trusted, by the norms as they are shipped: `themes` of Norms, empty
    where there are none."""
    columns = TABLES["themes"]
    if not FOLDER.is_dir():
        return pd.DataFrame(columns=columns)
    return lists.of_codebook(_read(FOLDER / "themes.parquet", columns))


def _read(path, columns):
    try:
        return pd.read_parquet(path, columns=columns)
    except (OSError, ValueError, KeyError) as error:
        where, what = path.relative_to(paths.ROOT), type(error).__name__
        advice = "restore it from git, or make norms FROM=corpus"
        raise ProjectError(f"{where}: cannot be read ({what}); {advice}") from None
