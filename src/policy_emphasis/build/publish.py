"""What the build leaves behind: tables for people, files that are whole or not there, and nothing
of builds that died; and what it says meanwhile."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from policy_emphasis import paths
from policy_emphasis.page.grid import as_csv

FOLDER = "POLICY_EMPHASIS_TABLES"  # the environment variable by which the build says where to


def publish(**tables):
    """Hand tables to the build, as CSV files, which it puts beside the page; in any other way of
    running, nothing is written. UTF-8 with a byte order mark so that spreadsheets show Chinese."""
    target = os.environ.get(FOLDER)
    for name, table in tables.items() if target else ():
        path = Path(target) / f"{paths.slug(name, 'table')}.csv"
        path.write_text(as_csv(table), encoding="utf-8-sig", newline="")


def write_whole(path, content):
    """Write text or bytes beside, flush to disk, move into place: a reader sees the old file or the
    new one, never a part; nor do two builds that write the same file at once."""
    beside = path.with_name(f".{path.name}.partial-{os.getpid()}")
    with open(beside, "wb") as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def sweep(target):
    """Remove what killed builds left behind: folders named by the number of a process now gone."""
    for folder in [*target.glob(".partial-*"), *Path(tempfile.gettempdir()).glob("pe-*-*")]:
        if number := re.match(r"(?:\.partial|pe)-(\d+)-", folder.name):
            try:
                os.kill(int(number[1]), 0)  # asks whether it is there, and no more
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)
            except PermissionError:
                continue  # it is there, and somebody else's


def tell(line):
    """Say to who watches what is going on; where nobody does any more, go on without a word."""
    try:
        print(f"  {line}", flush=True)
    except BrokenPipeError:  # as in `make all | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def forget_printed(folder):
    """Remove the document and the crate of a run, whose folder this is: its pages are no longer the
    same."""
    for made in (*folder.glob("print.*"), *folder.glob("crate.zip")):
        made.unlink(missing_ok=True)
