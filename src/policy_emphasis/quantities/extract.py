"""Quantities: every number of a report, what it measures, when, and whether result or target.

    quantities(sentences, documents, …) → one row a quantity
    extract(text, units, common, …)     → the quantities of one sentence

A quantity is a value with its unit, indicator, comparator, kind, period and aim, as
data/reference/README.md defines them.
"""

import re
from types import SimpleNamespace

import pandas as pd

from policy_emphasis.quantities import aspects, naming
from policy_emphasis.quantities.numerals import plain
from policy_emphasis.quantities.values import values
from policy_emphasis.quantities.vocabulary import MEASURED, TIMES, listed
from policy_emphasis.quantities.worded import without_thresholds, worded

COLUMNS = listed("""
    document place stage indicator indicator_id value_low value_high unit normal_low normal_high
    normal_unit comparator kind aim period text sentence file start end
""")
PART = SimpleNamespace(normal="%", factor=100.0)  # 三分之二
EXPECTED = re.compile("(?:预期|主要|发展|工作)[^,，。;；]{0,8}目标[^,，。;；]{0,6}[是为:：]")


def quantities(sentences, documents, *, units, indicators):
    """All quantities of the sentences, one a row with the columns COLUMNS.

    sentences: sentence, document, place, stage, is_heading, file, start, text; documents: document,
    year; units: unit, normal, factor; indicators: as from lists.read_indicators. Values are
    unsigned and as written, empty where a predicate stands for the number; normal_*: the same in a
    common unit (亿元, 万人, % …); start, end: half-open offsets in the raw file.
    """
    year = documents.set_index("document")["year"].astype(int)
    known, common = normal_units(units), naming.patterns(indicators)
    found = []
    for s in sentences[~sentences["is_heading"]].itertuples():
        where = {"document": s.document, "place": s.place, "stage": s.stage, "file": s.file}
        for row in extract(s.text, known, common, stage=s.stage, year=year[s.document]):
            offsets = {"start": s.start + row["start"], "end": s.start + row["end"]}
            found.append(row | where | offsets | {"sentence": s.sentence})
    return pd.DataFrame(found, columns=COLUMNS)


def normal_units(units):
    """unit → its row of the table: normal (the unit it is shown in), factor (how many of those)."""
    return {row.unit: row for row in units.astype({"factor": float}).itertuples()}


def extract(text, units, common, *, stage, year):
    """The quantities of one sentence as dicts; start and end are offsets in it.

    units: as from normal_units; common: as from naming.patterns; stage: review, plan, governance or
    other; year: of the document. Time grows with the text's length.
    """
    raw, text = text, plain(text)
    expected = EXPECTED.search(text)
    numbers = values(text, tuple(units))
    found = without_thresholds(text, numbers) + worded(
        text, numbers, expected=expected, common=common
    )
    if not found:
        return []
    found.sort(key=lambda value: value.start)
    times = list(TIMES.finditer(text))
    read = []
    for named in naming.name(text, found, common):
        value, known = named.value, naming.canonical(named.indicator, common)
        said_of = known.id or MEASURED.search(named.indicator) if value.worded else named.indicator
        if not said_of:
            continue
        announced = expected[0] if expected and expected.end() <= value.start else ""
        described = {
            "indicator": named.indicator,
            "indicator_id": known.id,
            "kind": aspects.kind(named, text, known.percent),
            "aim": aspects.aim(value, text, stage=stage, year=year, announced=announced),
            "period": aspects.period(named, text, times),
            "text": raw[value.start : value.end],
        }
        read.append(_amount(value, units) | described)
    return read


def _amount(value, units):
    """The columns that the value alone decides, and where it stands."""
    part = value.measure == "分之"
    other = PART if part else SimpleNamespace(normal=value.unit, factor=1.0)
    normal = units.get(value.measure, other)
    return {
        "value_low": value.low,
        "value_high": value.high,
        "unit": "" if part else value.unit,
        "normal_low": round(value.low * value.factor * normal.factor, 6),
        "normal_high": round(value.high * value.factor * normal.factor, 6),
        "normal_unit": normal.normal,
        "comparator": value.comparator,
        "start": value.start,
        "end": value.end,
    }
