"""Notebooks to pages: execute, render, and only then move into place what is whole: reports/RUN/
with its *.html, a page for each source text and one that searches all among them, its tables/ and
tables.zip."""

import json
import os
import re
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from policy_emphasis import cache, disk, fanout, parameters, paths
from policy_emphasis.build import closing
from policy_emphasis.build.compare import renew_comparisons
from policy_emphasis.build.kernels import execute
from policy_emphasis.build.manifest import inputs_of, write_manifest
from policy_emphasis.build.publish import forget_printed, tell
from policy_emphasis.disk import write_whole
from policy_emphasis.page import methods, render, share, source
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import brief
from policy_emphasis.run import open_run

TEXTS = "01_corpus"  # the notebook whose page leads to those of the source texts
PARAMETERS = "parameters.json"  # of the run, for the list of runs and for comparisons
MENDED = 9  # folders of data/processed that are damaged
INDEX = "index"  # the notebook whose answer is on the card that a run is shared with


@dataclass(frozen=True)
class Job:
    """A page to build: its run, its notebook, the parameters that it is given and, for its limits,
    those of the run; where it is to lie beside the run's own page, what its name adds to the
    notebook's."""

    run: str
    notebook: str
    values: dict
    limits: dict
    label: str = ""

    @property
    def name(self):
        return self.notebook + self.label

    @property
    def page(self):
        return paths.REPORTS / self.run / f"{self.name}.html"


def build_pages(run, asked, workers=2):
    """Execute and render notebooks, `workers` at a time. asked: notebook → values, as from
    parameters.of_notebook. Raises ProjectError if any fails; the others are in place then."""
    began = time.time()
    values_of_run = _place(run, workers)
    jobs = [Job(run, name, values, values_of_run) for name, values in asked.items()]
    folder = paths.REPORTS / run
    tell(f"preparing the texts of the run {run}, where that was not done before")
    jobs = _mended(_of_this_run, jobs)
    forget_printed(folder)
    complete = set(asked) == set(paths.PAGES)
    inputs = inputs_of(run) if complete else {}
    if complete:
        (folder / ".made").unlink(missing_ok=True)
    faults = _build(jobs, workers)
    shown = parameters.shown_of(values_of_run)
    if not faults:  # for the list of runs and for comparisons: the run file may change afterwards
        text = json.dumps(shown, ensure_ascii=False, indent=1)
        write_whole(folder / PARAMETERS, f"{text}\n")
    if len(faults) < len(jobs):
        _mended(_finish, jobs[0], shown)
    _close(jobs, faults, began)
    if complete:
        outputs = _outputs(folder, [job.name for job in jobs])
        write_manifest(run, shown, inputs=inputs, outputs=outputs, began=began)


def _finish(job, shown):
    """Write the page of all methods, to which the others lead, with the parameters of the texts,
    and what rests on all pages. job: of any page; shown: those parameters of the run that are."""
    values = parameters.of_notebook(job.run, TEXTS)
    page = render.methods_page(open_run(job.values), job.run, values)
    write_whole(job.page.with_name(f"{methods.NAME}.html"), page)
    renew_comparisons(job.run)
    closing.close(job.run, shown)


def _place(run, workers):
    """Settle where what the build fans out is computed; returns the parameters of the run."""
    values = parameters.of_run(run)
    fanout.use(values["cluster"])
    os.environ.setdefault(fanout.PROCESSES, str(max(1, workers)))
    return values


def _of_this_run(jobs):
    """The jobs without the page that only runs of many texts have, which is taken away where it
    stood; asked for alone, it is refused."""
    shown = render.pages_of(open_run(jobs[0].values))
    for job in jobs:
        if job.notebook not in shown:
            job.page.unlink(missing_ok=True)
    kept = [job for job in jobs if job.notebook in shown]
    if not kept:
        fault = f"{jobs[0].name}: a page of runs of {paths.MANY} documents and more"
        raise ProjectError(f"{fault}; this run has fewer: name more in `places`")
    return kept


def build_report(run, notebook, values, *, changed):
    """One page beside the run's own, with what is `changed`, as from parameters.from_words."""
    began = time.time()
    limits = parameters.of_run(run)
    fanout.use(limits["cluster"])
    jobs = [Job(run, notebook, values, limits, _label(changed))]
    _close(jobs, _build(jobs, 1), began)
    if not (paths.REPORTS / run / "index.html").exists():
        tell(f"its links lead to pages of the run {run} that are not built yet: make all RUN={run}")


def _label(changed):
    """What a page beside the run's own has changed, as part of a file's name."""
    label = ""
    for name, value in sorted(changed.items()):
        label += f"_{name}-{'+'.join(map(str, value)) if isinstance(value, list) else value}"
    if re.fullmatch(r"[\w.+-]{0,80}", label):
        return label
    return f"_{cache.digest(sorted(changed.items()))}"


def _build(jobs, workers):
    """Build pages, `workers` at a time; name → fault, in a line, of those that fail."""
    tell(f"starting, {len(jobs)} page(s) to build: {', '.join(job.name for job in jobs)}")
    jobs[0].page.parent.mkdir(parents=True, exist_ok=True)
    for job in jobs:  # texts are prepared once, and while the kernels' libraries are imported
        _mended(open_run, job.values)
    with ThreadPoolExecutor(max(1, workers)) as pool:
        found = zip(jobs, pool.map(_build_one, jobs), strict=True)
        return {job.name: fault for job, fault in found if fault}


def _mended(call, *given):
    """What call(*given) returns, tried again where it finds kept files damaged: they are removed,
    and so made anew."""
    for _ in range(MENDED):
        try:
            return call(*given)
        except cache.Damaged as damaged:
            cache.forget(damaged)
            tell(f"{damaged} — done")
    return call(*given)


def _build_one(job):
    """Build one page. Returns None, or the fault in one line."""
    began = time.time()
    try:
        with disk.partial(job.page.parent) as folder:
            _mended(_write, job, folder)
            _move_into_place(job, folder)
    except ProjectError as error:
        return str(error)
    except OSError as error:
        return f"{disk.fault(error)}; the page that stood before still stands"
    except Exception as error:  # a fault of the program's: the other pages go on
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}, line {last.lineno}"
        return f"{type(error).__name__}: {brief(error)} ({where}); mend that"
    tell(f"{job.name}: {job.page.relative_to(paths.ROOT)} ({time.time() - began:.1f} s)")
    return None


def _write(job, folder):
    """Write the page, its tables, and the pages of the texts that it leads to."""
    notebook = execute(job.notebook, folder, job.values, limits=job.limits)
    run = open_run(job.values)
    given = {"values": job.values, "language": run.language, "file": job.page.name}
    page = render.page(notebook, job.notebook, job.run, **given)
    write_whole(folder / job.page.name, page)
    if job.name == INDEX:
        write_whole(folder / share.CARD, share.card(run, notebook))
    if job.notebook == TEXTS or job.label:
        for document, text in source.pages(run.everyone, job.run, job.values).items():
            write_whole(folder / f"source-{document}.html", text)


def _move_into_place(job, folder):
    """Tables, the pages of the texts, and then the page itself. A page beside the run's own adds
    only those texts that it alone leads to."""
    target = job.page.parent
    tables = target / (f"{job.name}_tables" if job.label else "tables")
    tables.mkdir(exist_ok=True)
    for table in folder.glob("tables/*.csv"):
        os.replace(table, tables / table.name)
    texts = {target / text.name for text in folder.glob("source-*.html")}
    for text in texts:
        if not job.label or not text.exists():
            os.replace(folder / text.name, text)
    if job.name == TEXTS:
        for text in set(target.glob("source-*.html")) - texts:
            text.unlink(missing_ok=True)
    if job.name == INDEX:
        os.replace(folder / share.CARD, target / share.CARD)
    os.replace(folder / job.page.name, job.page)


def _told_once(faults):
    """Faults by page, as a line for each fault with all its pages."""
    pages = {}
    for name, what in faults.items():
        pages.setdefault(what, []).append(name)
    return [f"{', '.join(names)}: {what}" for what, names in pages.items()]


def _close(jobs, faults, began):
    if faults:
        raise ProjectError("; ".join(_told_once(faults)))
    page = jobs[-1].page.relative_to(paths.ROOT)
    tell(f"done in {time.time() - began:.1f} s: open {page}")


def _outputs(folder, names):
    """What a run consists of: its pages, by these names, its card, tables and parameters."""
    pages = [f"{name}.html" for name in [*names, methods.NAME]]
    files = [folder / name for name in (PARAMETERS, share.CARD, *pages, *closing.MADE)]
    return [*files, *folder.glob("source-*.html"), *folder.glob("tables/*.csv")]
