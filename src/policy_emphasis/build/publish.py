"""What the build leaves behind: tables for people; and what it says meanwhile."""

import os
from pathlib import Path

from policy_emphasis import disk, paths
from policy_emphasis.page.grid import as_csv
from policy_emphasis.paths import ProjectError

FOLDER = "POLICY_EMPHASIS_TABLES"  # the environment variable by which the build says where to


def publish(**tables):
    """Hand tables to the build, as CSV files, which it puts beside the page; in any other way of
    running, nothing is written. UTF-8 with a byte order mark so that spreadsheets show Chinese."""
    target = os.environ.get(FOLDER)
    for name, table in tables.items() if target else ():
        path = Path(target) / f"{paths.slug(name, 'table')}.csv"
        try:
            disk.write_whole(path, f"\ufeff{as_csv(table)}")
        except OSError as error:
            raise ProjectError(disk.fault(error)) from None


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
