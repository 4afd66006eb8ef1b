"""Builds of a few pages in a copy of the project, and what is there of them afterwards."""

import json
import time
from pathlib import Path

from policy_emphasis.disk import sha256

CELLS = (
    """from policy_emphasis.analysis import Analysis
from policy_emphasis.build.publish import publish
from policy_emphasis.page import charts""",
    """from policy_emphasis.run import open_run
run = open_run(globals())
publish(terms=run.terms, documents=run.documents)
run.terms.head()""",
    "charts.lengths(Analysis(run))",
)


NAME = "01_corpus"  # whose texts have pages of their own
MADE = (f"{NAME}.html", "methods.html", "source-tianjin-2023.html", "tables/terms.csv")


def reduced(root, name, *cells):
    """Leave of a notebook its title, its parameters and these cells: the third of code and on, for
    what a run gives comes second."""
    path = root / f"notebooks/{name}.ipynb"
    notebook = json.loads(path.read_text())
    title, *others = notebook["cells"]
    kept = [title, *(c for c in others if "parameters" in c["metadata"].get("tags", []))]
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"] = kept + [code | {"id": f"c{i}", "source": s} for i, s in enumerate(cells)]
    path.write_text(json.dumps(notebook))


def alive(mark):
    """The processes that have the mark among their variables: number → folder in /proc."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark["PE_TEST_MARK"].encode() in (process / "environ").read_bytes():
                found[process.name] = process
        except OSError:
            continue  # gone meanwhile, or somebody else's
    return found


def nothing_is_left(mark, seconds=2):
    """Whether no process with the mark is there any more in so many seconds."""
    end = time.monotonic() + seconds
    while (left := alive(mark)) and time.monotonic() < end:
        time.sleep(0.05)
    return not left


def once(there, seconds=60):
    """What there() answers as soon as that is true, or in the end."""
    end = time.monotonic() + seconds
    while not there() and time.monotonic() < end:
        time.sleep(0.05)
    return there()


def pages(root, run="default"):
    """The pages of a run: name → content."""
    folder = root / "reports" / run
    return {path.name: path.read_bytes() for path in folder.glob("*.html")}


def results(root):
    """What is there of results and of what is kept for them, by name: the hash of each file. What
    is made beside, and the locks, are left out."""
    found = [root / "reports", root / "data/processed"]
    files = [path for folder in found for path in folder.rglob("*") if path.is_file()]
    names = {path.relative_to(root).as_posix(): path for path in files}
    return {name: sha256(path) for name, path in names.items() if "/." not in name}


def left_over(root):
    """What is there of what was made beside."""
    return [path for path in root.rglob("*.partial-*") if ".venv" not in path.parts]


def built(warm):
    """What is there once the page NAME is built, as `results`."""
    done = warm.command("pages", "default", NAME, kernels=True)
    assert done.returncode == 0 and not done.stderr, done
    return results(warm.root)
