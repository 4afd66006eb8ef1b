"""The texts of tables (csv, xlsx, JSON): one a row, with what the other columns state of it."""

import csv
import datetime
import json
import re
import warnings
from collections import Counter
from io import BytesIO, StringIO

import openpyxl

from policy_emphasis.intake.encodings import chinese
from policy_emphasis.intake.fields import FIELDS, by_field, field_of, plain
from policy_emphasis.intake.sources import parts
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import brief

DELIMITERS = ",;\t|"
SEEN = 20  # rows from which the delimiter and the header are told
BEYOND = "beyond the header"  # the column of a cell that no name stands over
CELLS, COLUMNS = 1_000_000, 1_000
FULL = 32_767  # characters that a cell of a spreadsheet holds
LONG = 100  # Chinese characters in a cell, from which on it is a text and no column's name
SHARE, AHEAD = 0.1, 3  # of the fullest column, for a known name; before the next, for another


def separated(text):
    """The texts of a csv or tsv table.

    Returns (row, text, given, faults) for each; row: its number in the table, as a spreadsheet
    shows it. Raises ProjectError where no column holds texts.
    """
    try:
        lines = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
        return _texts(*_records(enumerate(lines, 1)))
    except csv.Error as error:
        raise ProjectError(f"no csv table ({brief(error)}); save it as csv in UTF-8") from None


def spreadsheet(content):
    """The texts of an xlsx workbook, as `separated` gives them; with several sheets of texts a row
    has its sheet's name before it."""
    parts(content, r"xl/.*\.(?:xml|rels)")  # damage, locks and bombs are told before it is read
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles, which are not read
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
            sheets = {sheet.title: _records(_cells(sheet)) for sheet in book.worksheets}
    except ProjectError:
        raise
    except Exception as error:  # what openpyxl raises on odd workbooks is no closed list
        raise ProjectError(f"a damaged xlsx ({brief(error)}); save it again, or as csv") from None
    found, refused = {}, "an xlsx without a sheet; save it again, or as csv"
    for name, (columns, records) in sheets.items():
        try:
            found[name] = _texts(columns, records)
        except ProjectError as error:
            refused = str(error)
    if not found:
        raise ProjectError(refused)
    if len(found) == 1:
        return next(iter(found.values()))
    return [(f"{name}/{row[0]}", *row[1:]) for name, texts in found.items() for row in texts]


def json_lines(text):
    """The texts of a JSON array, or of one JSON object a line, as `separated` gives them; a line
    that is broken has no text and a fault that says so."""
    try:
        items, broken = _items(json.loads(text)), []
    except (ValueError, RecursionError) as error:
        items, broken = _by_line(text)
        if not items:
            raise ProjectError(f"broken JSON ({brief(error)}); mend it") from None
    records = [(i, item if isinstance(item, dict) else {"text": item}) for i, item in items]
    records = [(i, {name: _value(v) for name, v in item.items()}) for i, item in records]
    columns = list(dict.fromkeys(name for _, item in records for name in item))
    return sorted([*_texts(columns, records), *broken], key=lambda row: int(row[0].split()[1]))


def _by_line(text):
    items, broken = [], []
    for i, line in enumerate(text.split("\n"), 1):
        try:
            if line.strip():
                items.append((i, json.loads(line)))
        except (ValueError, RecursionError) as error:
            broken.append((f"row {i}", "", {}, [f"broken JSON ({brief(error)}); mend the line"]))
    return [(i, item) for i, item in items if isinstance(item, dict)], broken


def _items(whole):
    """The records of a JSON file: an array, or an object that holds one, or is one; an object of
    nothing but texts has their titles as its names."""
    if isinstance(whole, dict) and sum(chinese(_value(v)) >= LONG for v in whole.values()) > 1:
        whole = [{"title": name, "text": value} for name, value in whole.items()]
    if isinstance(whole, dict):
        held = [value for value in whole.values() if isinstance(value, list)]
        held += [list(whole.values())]
        whole = next((v for v in held if v and isinstance(v[0], dict)), [whole])
    return list(enumerate(whole if isinstance(whole, list) else [whole], 1))


def _value(value):
    """A cell as text: whole numbers without a fraction, days without an hour, lists as lines."""
    if isinstance(value, list):
        return "\n".join(map(_value, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, str):  # Excel escapes what XML does not hold
        return re.sub("_x000[dD]_\n?|\r\n?", "\n", value)
    return "" if value is None else str(value)


def _cells(sheet):
    """The rows of a sheet: number, cells. Its stated size, which may be any, is not believed."""
    sheet.reset_dimensions()
    count = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        count += 1 + len(row)
        if count > CELLS:
            raise ProjectError(f"a sheet of more than {CELLS:,} cells; save its texts as csv")
        if any(cell is not None for cell in row):
            yield number, [_value(cell) for cell in row]


def _delimiter(text):
    """The delimiter that gives the most known names, else the most columns alike."""

    def fits(delimiter):
        lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        table = [row for row, _ in zip(lines, range(SEEN), strict=False) if row]
        widths = Counter(map(len, table))
        width, alike = max(widths.items(), key=lambda item: item[1], default=(0, 0))
        known = max((_known(row) for row in table), default=0)
        return known, width if alike > len(table) / 2 else 0

    return max(DELIMITERS, key=fits)


def _known(cells):
    return sum(field_of(cell) in FIELDS for cell in cells[:COLUMNS] if len(cell) < LONG)


def _records(table):
    """The names of the columns and (row, column → cell) of each row that is not empty.

    The header is the row, before the first one with a text in it, that has the most known names,
    then the most cells; a table that begins with a text has none.
    """
    table = [(i, row[:COLUMNS]) for i, row in table if any(map(str.strip, row[:COLUMNS]))]
    texts = (i for i, (_, row) in enumerate(table) if any(chinese(c) >= LONG for c in row))
    heads = range(min(next(texts, SEEN), SEEN, len(table)))
    head = max(heads, key=lambda i: (_known(table[i][1]), _filled(table[i][1])), default=-1)
    names = [name.strip() for name in table[head][1]] if heads else []
    width = max((len(row) for _, row in table), default=0)
    names += [BEYOND if names else ""] * (width - len(names))
    first = {name: i for i, name in reversed([*enumerate(names)])}
    columns = [
        name if name and first[name] == i else f"{name} column {i + 1}".strip()
        for i, name in enumerate(names)
    ]
    return columns, [(i, dict(zip(columns, row, strict=False))) for i, row in table[head + 1 :]]


def _filled(cells):
    return sum(bool(cell.strip()) for cell in cells)


def _texts(columns, records):
    column = _column(columns, records)
    texts = []
    for number, cells in records:
        text = cells.get(column, "")
        given = by_field({name: cell for name, cell in cells.items() if name != column})
        faults = []
        if FULL - 10 <= len(text) <= FULL:
            faults.append("the cell is full: the text may be cut; take it from its source")
        if BEYOND in given:
            faults.append("more cells than the header has: quote texts that hold its delimiter")
        texts.append((f"row {number}", text, given, faults))
    return texts


def _column(columns, records):
    """The column that holds the texts: by its name, else by far the most Chinese characters."""
    sizes = {name: sum(chinese(cells.get(name, "")) for _, cells in records) for name in columns}
    ranked = sorted(columns, key=sizes.get, reverse=True)
    most = sizes[ranked[0]] if ranked else 0
    for known in FIELDS["text"]:
        for name in columns:
            if plain(name) == known and most and sizes[name] >= SHARE * most:
                return name
    second = sizes[ranked[1]] if len(ranked) > 1 else 0
    if most >= max(AHEAD * second, LONG * len(records), 1):
        return ranked[0]
    there = ", ".join(map(str, columns))[:200]
    raise ProjectError(f"no column of texts; name it text (its columns: {there or 'none'})")
