"""What the runs in reports/ have published, as their comparison and the list of runs need it.

built_runs()  → run → the parameters that it was built with
built_run(run) → its parameters, and the published tables that are compared
"""

import json

import pandas as pd

from policy_emphasis import paths
from policy_emphasis.page.compare import BuiltRun
from policy_emphasis.paths import ProjectError


def built_runs():
    """The runs that are built, the default first: run → the parameters that it was built with."""
    built = [
        page.parent.name
        for page in paths.REPORTS.glob("*/index.html")
        if (page.parent / "parameters.json").exists()
    ]
    return {run: _parameters(run) for run in sorted(built, key=lambda run: (run != "default", run))}


def built_run(run):
    """A BuiltRun. Raises ProjectError where it is not built, or what it published is damaged."""
    values = _parameters(run)
    names = ("findings", "themes", "terms", "topics")
    return BuiltRun(run, values, **{name: _table(run, name) for name in names})


def _parameters(run):
    path = paths.REPORTS / run / "parameters.json"
    return _read(path, lambda: json.loads(path.read_text(encoding="utf-8")))


def _table(run, name):
    path = paths.REPORTS / run / "tables" / f"{name}.csv"
    return _read(path, lambda: pd.read_csv(path, encoding="utf-8-sig"))


def _read(path, read):
    try:
        return read()
    except (OSError, ValueError):
        run = path.relative_to(paths.REPORTS).parts[0]
        raise ProjectError(
            f"{path.relative_to(paths.ROOT)}: not there, or damaged; build it with make all "
            f"RUN={run}"
        ) from None
