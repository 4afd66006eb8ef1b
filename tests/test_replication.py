"""From every published number, table and chart to its program and line: nothing is left out, and
each line is what it is said to be."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from policy_emphasis import paths
from policy_emphasis.build import replication

FOLDER = paths.REPORTS / "default"
PLACE = re.compile(r"`(\S+):(\d+)`")
built = pytest.mark.skipif(
    not (FOLDER / "index.html").exists(), reason="reports/default is not built: run make all"
)


def _names(table):
    return [line[0].strip("`") for line in table[1:]]


def _lines(table):
    """What stands at the place that each row of a table names."""
    for *_, place in table[1:]:
        name, number = PLACE.fullmatch(place).groups()
        yield (paths.ROOT / name).read_text("utf-8").splitlines()[int(number) - 1]


@built
def test_every_published_table_has_its_program_and_line():
    published = {path.name for path in (FOLDER / "tables").glob("*.csv")}
    assert published <= set(_names(replication.tables()))
    for line in _lines(replication.tables()):
        assert re.match(r"\s*(def \w+\(|\w+: )", line), line


@built
def test_every_chart_has_its_program_and_line():
    drawn = set()
    for path in FOLDER.glob("*.html"):
        figures = BeautifulSoup(path.read_text("utf-8"), "lxml").select("figure.chart[id]")
        drawn |= {figure["id"] for figure in figures}
    known = _names(replication.charts())
    unknown = [name for name in drawn if not name.startswith(tuple(known))]
    assert drawn and unknown == []
    assert all(line.lstrip().startswith("def ") for line in _lines(replication.charts()))


@built
def test_every_number_in_a_sentence_has_its_program_and_line():
    found = pd.read_csv(FOLDER / "tables/findings.csv", encoding="utf-8-sig")["finding"]
    known = [re.escape(name).replace(r"\{…\}", ".+") for name in _names(replication.findings())]
    unknown = [name for name in found if not any(re.fullmatch(one, name) for one in known)]
    assert len(found) > 30 and unknown == []
    assert all("Finding(" in line for line in _lines(replication.findings()))


def test_the_page_holds_the_tables_as_they_are_now():
    text = replication.PAGE.read_text("utf-8")
    parts = (replication.data, replication.tables, replication.charts, replication.findings)
    for part in parts:
        assert replication._lines(part()) in text, "run make notebooks"
