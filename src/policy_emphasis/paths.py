"""Where things lie, and the one kind of error that a user sees.

Every path is found from this package, never from the working directory: papermill runs a notebook
where the caller stands, nbval and JupyterLab where the notebook lies.
"""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
CORPORA = ROOT / "data" / "corpora"
REFERENCE = ROOT / "data" / "reference"
DICTIONARY = REFERENCE / "data_dictionary.csv"  # of the published tables: nothing rests on it
PROCESSED = ROOT / "data" / "processed"
NOTEBOOKS = ROOT / "notebooks"
PARAMS = ROOT / "params"
REPORTS = ROOT / "reports"
CACHE = ROOT / ".cache"
LOCK = ROOT / "requirements.lock"
GOLD = ROOT / "tests" / "gold"  # coded by hand
SOURCE = ROOT / "src" / "policy_emphasis"

# The notebooks in the order in which they are read; the index speaks of all others and comes last.
PAGES = ("01_corpus", "02_terms", "03_topics", "04_emphasis", "05_targets", "06_robustness")
PAGES += ("07_concordance", "08_all_texts", "09_norms", "10_codebook", "index")
ALL_TEXTS, MANY = "08_all_texts", 4  # a page that only runs of so many documents and more have
NORMS = "09_norms"
CODEBOOK = "10_codebook"  # where every theme is explained


UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")  # ends a line, or moves the cursor


class ProjectError(Exception):
    """What is wrong, where, and what to do, in one line, whatever is quoted in it."""

    def __init__(self, message):
        super().__init__(UNSHOWN.sub(" ", str(message)))

    def _render_traceback_(self):
        # IPython calls this in place of its own traceback: a notebook shows the line and no more.
        return [f"{type(self).__name__}: {self}"]


def slug(name, what):
    """`name` if it is a plain name that can stand in a path, else ProjectError."""
    plain = re.fullmatch(r"[^\W_][\w-]{0,60}", str(name)) and str(name) == str(name).lower()
    if not plain:
        raise ProjectError(
            f"{what} {str(name)[:80]!r}: a name takes lower-case letters, digits, - and _ only"
        )
    return str(name)


def settle_environment():
    """Pin what would make two machines, or two users of one machine, get different results.

    Core count changes results through BLAS (scikit-learn #18790); jieba and matplotlib trust caches
    in shared temporary folders. Called before numpy is imported; values that the user has set
    stand.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("MPLCONFIGDIR", str(CACHE / "matplotlib"))
    os.environ.setdefault("MPLBACKEND", "agg")
