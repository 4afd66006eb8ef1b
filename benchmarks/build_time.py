"""What a cold `make all` costs against the stock commands, in one run on one machine, as ratios.

Stock: `papermill` and then `jupyter nbconvert --to html`, one notebook after another, as a user without this Makefile would. Both start from nothing but
the environment: no prepared data, no caches of fonts or of the segmenter.

    python benchmarks/build_time.py [repetitions]
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    "01_corpus",
    "02_terms",
    "03_topics",
    "04_emphasis",
    "05_targets",
    "06_robustness",
    "index",
]
LIMITS = {"cold / stock": 0.40, "second / cold": 0.02}


def main(repetitions=1):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        shutil.copytree(
            ROOT,
            root,
            ignore=shutil.ignore_patterns(
                ".git", ".venv", ".cache", "reports", "processed", "__pycache__"
            ),
        )
        (root / ".venv").symlink_to(ROOT / ".venv")
        for repetition in range(repetitions):
            stock = _stock(root)
            cold = _timed(root, ["make", "-o", ".venv/.installed", "all"], fresh=True)
            second = _timed(root, ["make", "-o", ".venv/.installed", "all"])
            print(
                f"stock {stock:6.2f} s   cold make all {cold:6.2f} s   second make all {second:6.3f} s"
            )
            for name, ratio in (("cold / stock", cold / stock), ("second / cold", second / cold)):
                print(
                    f"  {name:14} {ratio:.4f}  (at most {LIMITS[name]}: {'met' if ratio <= LIMITS[name] else 'NOT MET'})"
                )


def _stock(root):
    _from_nothing(root)
    started = time.monotonic()
    for name in PAGES:
        out = root / f"{name}.out.ipynb"
        for words in (
            ["papermill", "--no-progress-bar", str(root / "notebooks" / f"{name}.ipynb"), str(out)],
            ["jupyter", "nbconvert", "--to", "html", str(out)],
        ):
            _run(root, [str(ROOT / ".venv" / "bin" / words[0]), *words[1:]])
    return time.monotonic() - started


def _timed(root, words, fresh=False):
    if fresh:
        _from_nothing(root)
    started = time.monotonic()
    _run(root, words)
    return time.monotonic() - started


def _from_nothing(root):
    for path in (".cache", "reports", "data/processed"):
        shutil.rmtree(root / path, ignore_errors=True)


def _run(root, words):
    # PYTHONPATH, so that the copy is measured and not the project that the environment was made for
    done = subprocess.run(
        words,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stderr.strip().splitlines()[-1]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
