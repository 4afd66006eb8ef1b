"""What a cold `make all` costs against the stock commands, in one run on one machine, as ratios.

Stock: `papermill` and then `jupyter nbconvert --to html`, one notebook after another, as a user
without this Makefile would. Both start from nothing but the environment: no prepared data, no
caches of fonts or of the segmenter.

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
ENVIRONMENT = dict(os.environ)  # as it is before the package settles its own
LIMITS = {"cold / stock": 0.40, "second / cold": 0.02}
NOT_COPIED = (".git", ".venv", ".cache", "reports", "processed", "__pycache__")
MAKE = ("make", "-o", ".venv/.installed", "all")


def main(repetitions=1):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*NOT_COPIED))
        (root / ".venv").symlink_to(ROOT / ".venv")
        for _ in range(repetitions):
            stock = _timed(_stock, root)
            cold = _timed(_cold, root)
            second = _timed(_run, root, *MAKE)
            print(f"stock {stock:.2f} s   cold make all {cold:.2f} s   second {second:.3f} s")
            _judge("cold / stock", cold / stock)
            _judge("second / cold", second / cold)


def _judge(name, ratio):
    met = "met" if ratio <= LIMITS[name] else "NOT MET"
    print(f"  {name:14} {ratio:.4f}  (at most {LIMITS[name]}: {met})")


def _stock(root):
    from policy_emphasis.paths import PAGES

    _from_nothing(root)
    commands = ROOT / ".venv" / "bin"
    for name in PAGES:
        notebook = root / "notebooks" / f"{name}.ipynb"
        out = root / f"{name}.out.ipynb"
        _run(root, commands / "papermill", "--no-progress-bar", notebook, out)
        _run(root, commands / "jupyter", "nbconvert", "--to", "html", out)


def _cold(root):
    _from_nothing(root)
    _run(root, *MAKE)


def _timed(function, *arguments):
    started = time.monotonic()
    function(*arguments)
    return time.monotonic() - started


def _from_nothing(root):
    for path in (".cache", "reports", "data/processed"):
        shutil.rmtree(root / path, ignore_errors=True)


def _run(root, *words):
    # PYTHONPATH, so that the copy is measured and not the project that the environment was made for
    environment = {**ENVIRONMENT, "PYTHONPATH": str(root / "src")}
    done = subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr.strip().splitlines()[-1]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
