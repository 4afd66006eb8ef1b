"""What the runs in reports/ have published, set side by side: reports/RUN/compare.html, and
reports/index.html, which lists the runs."""

import json

import pandas as pd

from policy_emphasis import parameters, paths
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import write_whole
from policy_emphasis.page import compare
from policy_emphasis.paths import ProjectError


def compare_run(run):
    """Write the page that sets a run beside the default, and the list of runs that leads to it.
    Raises ProjectError where one of the two is not built, or what it published is damaged."""
    page = paths.REPORTS / run / "compare.html"
    write_whole(page, _comparison(run))
    _list_runs()
    tell(f"compared: open {page.relative_to(paths.ROOT)}")


def renew_comparisons(run):
    """Write again the comparisons that rest on `run` where they stood, and the list of runs."""
    for page in paths.REPORTS.glob("*/compare.html"):
        if run not in ("default", page.parent.name):
            continue
        try:
            write_whole(page, _comparison(page.parent.name))
        except ProjectError as error:  # the old claims would rest on what is no longer there
            page.unlink()
            tell(f"{page.relative_to(paths.ROOT)} is gone: {error}")
    _list_runs()


def _comparison(run):
    if run == "default":
        raise ProjectError(
            "RUN default is what a run is compared with; name another: make compare RUN=fine-topics"
        )
    return compare.page(_built(run), _built("default"))


def _built(run):
    """What a run was built with, and the tables that are compared: a BuiltRun."""
    values = _published(run, "parameters.json")
    names = ("findings", "themes", "terms", "topics")
    tables = {name: _published(run, f"tables/{name}.csv") for name in names}
    return compare.BuiltRun(run, values, **tables)


def _published(run, name):
    """A file of a run's folder: a table, or the parameters that the run was built with."""
    path = paths.REPORTS / run / name
    try:
        if path.suffix == ".csv":
            return pd.read_csv(path, encoding="utf-8-sig")
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        fault = f"{path.relative_to(paths.ROOT)}: not there, or damaged"
        raise ProjectError(f"{fault}; build it with make all RUN={run}") from None


def _list_runs():
    """Write the list of the runs, the default first, which leads to those that are built and says
    how the others are."""
    names = {path.stem for path in paths.PARAMS.glob("*.yaml")}
    names |= {path.parent.name for path in paths.REPORTS.glob("*/parameters.json")}
    ordered = sorted(names, key=lambda run: (run != "default", run))
    runs = [listed for name in ordered if (listed := _listed(name))]
    if page := compare.runs_page(runs):
        write_whole(paths.REPORTS / "index.html", page)


def _listed(run):
    """A run for the list, or None where it cannot be built."""
    folder = paths.REPORTS / run
    pages = tuple(sorted(path.stem for path in folder.glob("*.html")))
    if "index" in pages and (folder / "parameters.json").exists():
        return compare.ListedRun(run, _published(run, "parameters.json"), pages)
    try:
        values = parameters.of_run(run)
    except ProjectError:  # its texts are not here, say
        return None
    shown = parameters.shown_of(values)
    return compare.ListedRun(run, shown)
