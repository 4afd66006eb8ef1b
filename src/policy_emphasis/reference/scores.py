"""Hand-coded samples, and how the coding fared on reports it was not made on.

The figures are those that `make bench` computed last; the samples were coded from the text alone.
"""

import pandas as pd

from policy_emphasis import paths
from policy_emphasis.reference import files

GOLD = paths.ROOT / "tests" / "gold"


def read_theme_scores_elsewhere():
    """The codebook on provincial reports of 2025: theme, n, precision, recall, f1."""
    table = files.csv_table(paths.REFERENCE / "validation_provinces_2025.csv")
    return table.astype({"n": int, "precision": float, "recall": float, "f1": float})


def read_quantity_scores_elsewhere():
    """Quantities on other places' reports: sample, field, n_gold, n_found, correct, precision,
    recall, f1."""
    table = files.csv_table(paths.REFERENCE / "validation_quantities_elsewhere.csv")
    counts = dict.fromkeys(["n_gold", "n_found", "correct"], int)
    return table.astype(counts | dict.fromkeys(["precision", "recall", "f1"], float))


def read_coded_quantities():
    """The quantities of sampled sentences, coded by hand (tests/gold/quantities.csv); rows without
    `start` are sentences that hold none."""
    table = files.csv_table(GOLD / "quantities.csv").replace("", pd.NA)
    return table.astype(dict.fromkeys(["sentence_start", "sentence_end", "start", "end"], "Int64"))
