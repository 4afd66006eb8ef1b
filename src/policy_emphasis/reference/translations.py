"""The English of sentences and headings, found by the Chinese itself: a sentence whose Chinese
changes loses its English."""

import hashlib

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import files

COLUMNS = ["sentence", "sha256", "english", "translator", "reviewed"]
DIGITS = 16  # of the hash, in hexadecimal


def digest(chinese):
    """The first DIGITS of the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(chinese.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def read_translations(path=None):
    """The rows of translations.csv: where the sentence or heading stands, the hash of its Chinese,
    its English, who translated it, and whether (yes, no) somebody read it against the Chinese.
    Raises ProjectError for a missing column or value and for a hash that stands twice."""
    path = path or paths.REFERENCE / "translations.csv"
    table = files.csv_table(path, COLUMNS, filled=COLUMNS)
    for row in table[~table["reviewed"].isin(["yes", "no"])].itertuples():
        raise ProjectError(f"{path.name}: {row.sentence}: reviewed is yes or no")
    for row in table[table["sha256"].duplicated()].itertuples():
        raise ProjectError(f"{path.name}: {row.sentence}: its hash stands twice; keep one English")
    return table


def by_digest():
    """The hash of a sentence's Chinese → its English."""
    table = read_translations()
    return dict(zip(table["sha256"], table["english"], strict=True))
