"""Notebooks to pages: execute with papermill, render, and only then move into place what is whole.

build_pages(run, given)  → reports/RUN/*.html, a page for each source text, and reports/RUN/tables/*.csv
build_report(run, …)     → one page under other parameters, beside the others
compare_run(run)         → reports/RUN/compare.html, and reports/index.html, which lists the runs
refresh_notebooks(names) → the committed notebooks with the outputs of the default run, and the README's findings
"""

import json
import logging
import os
import re
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# jsonschema would load a grammar of IRIs (0.8 s) to check a format that notebooks do not use; without it, it skips that check.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat  # noqa: E402
import papermill  # noqa: E402

from policy_emphasis import language, parameters, paths  # noqa: E402
from policy_emphasis.build import kernels
from policy_emphasis.build.warm import PRELOAD  # noqa: E402
from policy_emphasis.page import render  # noqa: E402
from policy_emphasis.paths import ProjectError  # noqa: E402

logging.getLogger("papermill").setLevel(logging.ERROR)  # it warns of what is checked here already


def build_pages(run, given, jobs=2):
    """Execute and render notebooks, `jobs` at a time. given: notebook → values, as from parameters.of_notebook. Raises ProjectError if any fails; the
    others are in place then, and the pages that stood before still stand."""
    values_of_run = parameters.of_run(run)
    faults = _build(
        [(name, values, paths.REPORTS / run, name, run) for name, values in given.items()], jobs
    )
    if not faults:  # for the list of runs and for comparisons: the run file may change afterwards
        render.write_whole(
            paths.REPORTS / run / "parameters.json",
            json.dumps(values_of_run, ensure_ascii=False, indent=1) + "\n",
        )
    if len(faults) < len(given):
        _renew_comparisons(run)
    _refuse(faults)
    if set(given) == set(paths.PAGES):
        _list_made(paths.REPORTS / run)


def build_report(run, notebook, values, changed):
    """One page under changed parameters, beside the run's own; values, changed: as from parameters.of_notebook."""
    label = "".join(
        f"_{k}-{'+'.join(map(str, v)) if isinstance(v, list) else v}"
        for k, v in sorted(changed.items())
    )
    if not re.fullmatch(r"[\w.+-]{0,80}", label):
        label = f"_{paths.digest(sorted(changed.items()))}"
    _refuse(_build([(notebook, values, paths.REPORTS / run, notebook + label, run)], 1))
    if not (paths.REPORTS / run / "index.html").exists():
        _say(f"its links lead to pages of the run {run} that are not built yet: make all RUN={run}")


def refresh_notebooks(names):
    """Execute the committed notebooks in place, with the parameters that stand in them; the README's findings and picture with them."""
    from policy_emphasis.build import readme

    for name in names:
        with tempfile.TemporaryDirectory(prefix="pe-") as scratch:
            notebook = _execute(_path(name), Path(scratch), {})
            render.write_whole(_path(name), nbformat.writes(_without_traces(notebook)) + "\n")
            if name == "index":
                readme.renew(Path(scratch) / "tables" / "findings.csv")
            elif name == "04_emphasis":
                readme.renew_picture(notebook)
        _say(f"{name}: outputs renewed")


def _build(asked, jobs):
    """Build what is asked, `jobs` at a time; returns the faults, a line each."""
    started = time.monotonic()
    _say(
        f"starting, {len(asked)} page(s) to build: {', '.join(name for _, _, _, name, _ in asked)}"
    )
    _sweep({target for _, _, target, _, _ in asked})
    language.use(asked[0][1]["language"])  # all pages of a build belong to one run
    _prepare_all([values for _, values, _, _, _ in asked])
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        faults = [fault for fault in pool.map(lambda one: _build_one(*one), asked) if fault]
    if not faults:
        _say(f"done in {time.monotonic() - started:.1f} s")
    return faults


def _list_made(folder):
    """Write .made, the run's pages and tables one a line: what `make` looks for, and when it was made."""
    pages = [folder / f"{name}.html" for name in paths.PAGES]
    made = [*pages, *folder.glob("source-*.html"), *folder.glob("tables/*.csv")]
    lines = sorted(str(path.relative_to(paths.ROOT)) for path in made)
    render.write_whole(folder / ".made", "\n".join(lines) + "\n")


def _refuse(faults):
    if faults:
        raise ProjectError("; ".join(faults))


def _build_one(notebook, values, target, name, run):
    """One page and its tables, moved into place when all is whole. Returns None or the fault in one line."""
    started = time.monotonic()
    target.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".partial-{os.getpid()}-", dir=target))
    try:
        executed = _execute(_path(notebook), scratch, values)
        page = render.page(executed, notebook, run, values)
        render.write_whole(scratch / "page.html", page)
        texts = (
            _source_pages(run, values, scratch) if name == "01_corpus" or name != notebook else []
        )
        tables = target / ("tables" if name == notebook else f"{name}_tables")
        tables.mkdir(exist_ok=True)
        for table in sorted((scratch / "tables").glob("*.csv")):
            os.replace(table, tables / table.name)
        for text in texts:
            if (
                name == "01_corpus" or not (target / text.name).exists()
            ):  # a page beside the run's own adds only what it alone leads to
                os.replace(text, target / text.name)
        for gone in (
            set(target.glob("source-*.html")) - {target / text.name for text in texts}
            if name == "01_corpus"
            else ()
        ):
            gone.unlink()
        os.replace(scratch / "page.html", target / f"{name}.html")
        _say(
            f"{name}: {(target / f'{name}.html').relative_to(paths.ROOT)} ({time.monotonic() - started:.1f} s)"
        )
        return None
    except ProjectError as error:
        return f"{name}: {error}"
    except OSError as error:
        return f"{name}: {error.strerror or error}; the page that stood before still stands"
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def compare_run(run):
    """The page that sets a run beside the default."""
    from policy_emphasis.page import compare

    compare.compare(run)
    compare.runs()
    _say(f"compare: {(paths.REPORTS / run / 'compare.html').relative_to(paths.ROOT)}")


def _renew_comparisons(run):
    """The comparisons that rest on `run`, written again where they stood before, and the list of runs."""
    from policy_emphasis.page import compare

    for page in paths.REPORTS.glob("*/compare.html"):
        if run in ("default", page.parent.name):
            try:
                compare.compare(page.parent.name)
            except ProjectError as error:
                page.unlink()  # a comparison with what is no longer there would be an old claim left standing
                _say(f"{page.relative_to(paths.ROOT)} is gone: {error}")
    compare.runs()


def _source_pages(run, values, scratch):
    """The pages of the texts that the corpus page speaks of: source-DOCUMENT.html."""
    from policy_emphasis.page import source
    from policy_emphasis.run import open_run

    written = []
    for document, (title, body) in source.pages(open_run(values)).items():
        written.append(scratch / f"source-{document}.html")
        render.write_whole(
            written[-1], render.plain(title, body, run, values, f"make all RUN={run}")
        )
    return written


def _execute(path, scratch, values):
    """The executed notebook. Raises ProjectError with the one line that a failed cell ended with."""
    tables = scratch / "tables"
    tables.mkdir()
    try:
        with kernels.settings({"POLICY_EMPHASIS_TABLES": str(tables)}) as options:
            return papermill.execute_notebook(
                path, None, values, kernel_name="python3", progress_bar=False, **options
            )
    except (EOFError, ConnectionError):
        raise ProjectError(
            "the process that kernels are forked from is gone; a module of src/ that cannot be imported ends it, so run make again or "
            f"python -c 'import {', '.join(PRELOAD)}' to see why"
        ) from None
    except papermill.PapermillExecutionError as error:
        if error.ename == "ProjectError":
            raise ProjectError(error.evalue) from None
        where = f"{path.name}, cell {error.exec_count}"
        raise ProjectError(
            f"{where}: {error.ename}: {' '.join(str(error.evalue).split())[:200]}"
        ) from None


def _sweep(targets):
    """Remove what killed builds left behind: folders named by the number of a process that is gone."""
    for folder in [
        *(f for target in targets for f in target.glob(".partial-*")),
        *Path(tempfile.gettempdir()).glob("pe-*-*"),
    ]:
        number = re.match(r"(?:\.partial|pe)-(\d+)-", folder.name)
        if number and not _alive(int(number.group(1))):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _prepare_all(all_values):
    """Prepare the texts once, before several kernels would want them at the same time, and while those are still importing."""
    from policy_emphasis.run import TEXT_PARAMETERS
    from policy_emphasis.text.prepare import prepared

    default = parameters.of_run("default")
    for text in {
        json.dumps({k: values.get(k, default[k]) for k in TEXT_PARAMETERS}): None
        for values in all_values
    }:
        prepared(**json.loads(text))


def _without_traces(notebook):
    """The notebook without what differs from one execution to the next: times, injected cells, versions of the kernel."""
    notebook.cells = [
        cell
        for cell in notebook.cells
        if "injected-parameters" not in cell.metadata.get("tags", [])
    ]
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for i, cell in enumerate(notebook.cells):
        cell.id = f"cell-{i:02d}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k == "tags" and v}
    return notebook


def _path(name):
    return paths.NOTEBOOKS / f"{name}.ipynb"


def _say(line):
    print(f"  {line}", flush=True)
