"""How a table is set: its columns, its cells, and the link that saves it.

table(frame, caption, columns, language) → a DataFrame as a table that scrolls inside itself
grid(caption, headings, rows, language)  → a table of cells that are HTML or text already
download(frame, name, language)          → a link that saves a table as CSV
"""

from dataclasses import dataclass
from urllib.parse import quote

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from policy_emphasis.page.csv import as_csv
from policy_emphasis.page.markup import link, mixed, render, term

PLACES = ("place", "place_a", "place_b")
TERMS = ("term", "terms", "phrase")
LEAST_Q = 0.0005  # a smaller q would read 0.000


@dataclass(frozen=True)
class Column:
    """A column as it is shown.

    key: of the DataFrame; it also says what is shown as a place, as terms, as a heading or as the
    link to a paragraph; heading: a message; shape: a format such as "{:.1%}", which sets figures.
    """

    key: str
    heading: str
    shape: str = ""


def columns(line):
    """Columns from a line such as "place: Place | share: Share of the text {:.1%}"."""
    found = []
    for column in line.split(" | "):
        key, _, shown = column.partition(": ")
        heading, brace, shape = shown.partition(" {")
        found.append(Column(key, heading, brace.strip() + shape))
    return found


def table(frame, caption, columns, language, *, gloss=None, name=""):
    """A DataFrame as a table for reading.

    caption: a message, as the headings of the columns are; gloss: term or heading → English; name:
    the id that links lead to, with which the table can be saved as CSV.
    """
    keys = [column.key for column in columns]
    rows = [
        [
            _cell(value, column, language, gloss or {})
            for value, column in zip(values, columns, strict=True)
        ]
        for values in frame[keys].itertuples(index=False)
    ]
    headings = [language.say(column.heading) for column in columns]
    figures = [bool(column.shape) for column in columns]
    shown = grid(language.say(caption), headings, rows, language, figures=figures)
    if name:
        saved = download(frame[keys], name, language)
        shown = render(language, "saved_table.html.j2", name=name, table=shown, download=saved)
    return HTML(shown)


def grid(caption, headings, rows, language, *, figures=()):
    """A table of cells that are HTML or text already; figures: which columns are set as figures."""
    return render(
        language,
        "table.html.j2",
        caption=caption,
        headings=headings,
        rows=rows,
        figures=figures or [False] * len(headings),
    )


def download(frame, name, language):
    """A link that saves the table as CSV, UTF-8 with a byte order mark, from the page itself."""
    return render(language, "download.html.j2", name=name, content=quote(as_csv(frame)))


def _cell(value, column, language, gloss):
    """A value as its column shows it: text, or HTML already."""
    if isinstance(value, Markup):
        return value
    if column.shape:
        return _figure(value, column, language)
    if column.key in PLACES:
        return language.place(value)
    if column.key in TERMS:
        comma = Markup("、" if language.code == "zh" else ", ")
        return comma.join(term(word, gloss, language) for word in str(value).split())
    if column.key == "heading":
        return term(str(value), gloss, language)
    if column.key == "paragraph":
        document, _, number = str(value).rpartition("-p")
        return link(f"source-{document}.html#p{number}", value)
    return mixed(language.say(str(value)), language)


def _figure(value, column, language):
    if pd.isna(value):
        return ""
    if column.key == "q" and value < LEAST_Q:
        return "< 0.001"
    return mixed(column.shape.format(value), language)
