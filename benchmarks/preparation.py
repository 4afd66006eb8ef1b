"""What it costs to prepare an imported corpus from nothing (outline, counts, themes, numbers), to
prepare it again with one report more, and to open it when nothing changed.

    python benchmarks/preparation.py [corpus] [processes]

corpus: one of data/corpora, made by `make import`; the largest where none is named.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import results

TITLE = "The whole preparation of a corpus (`preparation.py`)"
ROOT = Path(__file__).resolve().parents[1]
NOT_COPIED = (".git", ".venv", ".cache", "reports", "processed", "corpora", "__pycache__")
STEPS = """
import json, resource, sys, time
from types import SimpleNamespace
from policy_emphasis import readings
from policy_emphasis.parameters import of_run
from policy_emphasis.reference import documents
from policy_emphasis.text.prepare import prepared

corpus, some = sys.argv[1], json.loads(sys.argv[2])
names = ("lexicon", "segmenter", "stop_words", "min_paragraphs")
given = {name: value for name, value in of_run("default").items() if name in names}
named = documents.chosen(documents.declared(corpus))["document"]
named = tuple(named[1:] if some else named)
begun = time.monotonic()
run = SimpleNamespace(prepared=prepared(corpus=corpus, among=named, only=named, **given))
counts = run.prepared.table("counts")
found = readings.coded(run, "shared"), readings.quantities(run)
took = time.monotonic() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
sizes = [len(named), *counts.shape, *map(len, found)]
print(json.dumps({"seconds": took, "peak": peak, "sizes": sizes}))
"""


def main(corpus="", processes="2"):
    corpus = corpus or _largest()
    if not corpus:
        print("preparation of a corpus: skipped, none is imported (make import)")
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*NOT_COPIED))
        shutil.copytree(ROOT / "data" / "corpora" / corpus, root / "data" / "corpora" / corpus)
        lines = ["| | seconds | GB |", "| --- | ---: | ---: |"]
        for step, some in (("from nothing", True), ("one report more", False), ("again", False)):
            found = _steps(root, corpus, some, processes=processes)
            lines.append(f"| {step} | {found['seconds']:.1f} | {found['peak']:.2f} |")
        reports, paragraphs, terms, coded, numbers = found["sizes"]
        lines = [
            f"{reports:,} reports, {paragraphs:,} paragraphs × {terms:,} terms, {coded:,} themes "
            f"of sentences, {numbers:,} numbers; processes: {processes}. Memory: the most that the "
            "process held which puts the parts together.",
            "",
            *lines,
        ]
    print("\n".join(lines))
    results.renew(TITLE, lines)


def _largest():
    """The corpus with most files, "" where there is none."""
    corpora = [path.parent for path in ROOT.glob("data/corpora/*/texts")]
    return max(corpora, key=lambda path: len([*path.glob("texts/*")])).name if corpora else ""


def _steps(root, corpus, some, *, processes):
    # PYTHONPATH, so that the copy is measured and not the project that the environment was made for
    environment = os.environ | {"PYTHONPATH": str(root / "src")}
    environment["POLICY_EMPHASIS_PROCESSES"] = processes
    words = [sys.executable, "-c", STEPS, corpus, json.dumps(some)]
    done = subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main(*sys.argv[1:])
