"""All pages of a run as one document for paper: reports/RUN/print.html and, where there is a
Chromium to make it, print.pdf."""

import os
import shutil
import signal
import subprocess
from functools import partial

import pypdfium2

from policy_emphasis import parameters, paths
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import partial as partial_folder
from policy_emphasis.disk import write_whole
from policy_emphasis.page import whole
from policy_emphasis.page.render import links
from policy_emphasis.paths import ProjectError
from policy_emphasis.run import open_run

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PROGRAMS += ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-extensions"]
QUIET += ["--host-resolver-rules=MAP * ~NOTFOUND"]  # it asks no network for anything
PRINTED = ["--no-pdf-header-footer", "--generate-pdf-document-outline"]
SECONDS = 300  # what one printing may take, also on a busy machine
NO_PROGRAM = (
    "no print.pdf: there is no Chromium here. Print print.html from any browser, or install "
)
NO_PROGRAM += "one (on Debian: apt-get install chromium) and repeat"


def print_run(run):
    """Write the document of a run and, where a Chromium is found, its PDF. Raises ProjectError
    where a page is missing, or the Chromium fails; no part of a file is left then."""
    page, folder = printable(run), paths.REPORTS / run
    write_whole(folder / "print.html", page())
    (folder / "print.pdf").unlink(missing_ok=True)  # of other pages, perhaps
    tell(f"all pages in one: {(folder / 'print.html').relative_to(paths.ROOT)}")
    program = found()
    if program is None:
        return tell(NO_PROGRAM)
    with partial_folder(folder) as beside:
        pdf = numbered(program, page, beside)
        os.replace(pdf, folder / "print.pdf")
    return tell(f"for paper: {(folder / 'print.pdf').relative_to(paths.ROOT)}")


def printable(run):
    """What gives the document of a run as HTML, called with an outline as whole.document is."""
    opened = open_run(parameters.of_run(run))
    names = [name for name in links(opened) if not name.startswith(".")]
    pages = {name: _read(run, name) for name in names}
    pages = {name: page for name, page in pages.items() if whole.printable(page)}
    texts = [f"{whole.TEXT}{document}" for document in opened.documents["document"]]
    pages |= {name: _read(run, name) for name in texts}
    return partial(whole.document, whole.parts(pages, opened.language), opened, run)


def found():
    """The program that prints: a Chromium, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def numbered(program, page, folder):
    """The path, in `folder`, of the PDF whose contents name the pages: it is printed twice, first
    to know them. page: as from `printable`."""
    first = to_pdf(program, page(), folder)
    with pypdfium2.PdfDocument(first) as document:
        outline = [
            (mark.get_title(), mark.get_dest().get_index() + 1)
            for mark in document.get_toc()
            if mark.get_dest()
        ]
    return to_pdf(program, page(outline=outline), folder)


def to_pdf(program, page, folder):
    """The path, in `folder`, of a page (HTML) as PDF. Raises ProjectError."""
    source, target = folder / "whole.html", folder / "whole.pdf"
    source.write_text(page, encoding="utf-8", newline="\n")
    words = [program, *QUIET, *PRINTED, f"--user-data-dir={folder / 'profile'}"]
    words += [f"--print-to-pdf={target}", source.as_uri()]
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        code = process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise ProjectError(f"{program} did not print within {SECONDS} s; {_instead()}") from None
    finally:
        _end(process)
    if code or not target.exists():
        raise ProjectError(f"{program} ended with {code} and printed nothing; {_instead()}")
    return target


def _instead():
    return "print.html is whole: print it from a browser"


def _end(process):
    """End a program with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _read(run, name):
    """A page of a run that is built."""
    path = paths.REPORTS / run / f"{name}.html"
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        fault = f"{path.relative_to(paths.ROOT)}: not there; build it with make all RUN={run}"
        raise ProjectError(fault) from None
