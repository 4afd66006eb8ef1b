"""Tables for people: CSV files that a spreadsheet opens, written where the build asks for them."""

import os
from pathlib import Path

from policy_emphasis import paths
from policy_emphasis.page.grid import as_csv

FOLDER = "POLICY_EMPHASIS_TABLES"  # the environment variable by which the build says where


def publish(**tables):
    """Hand tables to the build, which puts them beside the page; in any other way of running,
    nothing is written. UTF-8 with a byte order mark so that spreadsheets show Chinese."""
    target = os.environ.get(FOLDER)
    for name, table in tables.items() if target else ():
        path = Path(target) / f"{paths.slug(name, 'table')}.csv"
        path.write_text(as_csv(table), encoding="utf-8-sig", newline="")
