"""How a table is set: its columns, its cells, and the link that saves it.

columns(*lines)                        → Columns
table(run, frame, caption, columns=…)  → a DataFrame as a table that scrolls inside itself
download(frame, name, language)        → a link that saves a table as CSV
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


def columns(*lines):
    """Columns from lines such as "place: Place | share: Share of the text {:.1%}"."""
    found = []
    for column in " | ".join(lines).split(" | "):
        key, _, shown = column.partition(": ")
        heading, brace, shape = shown.partition(" {")
        found.append(Column(key, heading, brace.strip() + shape))
    return found


def table(run, frame, caption, *, columns, name=""):
    """A DataFrame as a table for reading, in the language of the run.

    caption: a message, as the headings of the columns are; name: the id that links lead to, with
    which the table can be saved as CSV. A cell that is HTML already stays as it is.
    """
    language, shown = run.language, frame[[column.key for column in columns]]
    rows = [
        [_cell(value, column, run) for value, column in zip(row, columns, strict=True)]
        for row in shown.itertuples(index=False)
    ]
    said = render(
        language,
        "table.html.j2",
        caption=language.say(caption),
        headings=[language.say(column.heading) for column in columns],
        figures=[bool(column.shape) for column in columns],
        rows=rows,
        name=name,
        saved=download(shown, name, language) if name else "",
    )
    return HTML(said)


def download(frame, name, language):
    """A link that saves the table as CSV, UTF-8 with a byte order mark, from the page itself."""
    return render(language, "download.html.j2", name=name, content=quote(as_csv(frame)))


def _cell(value, column, run):
    """A value as its column shows it: text, or HTML already."""
    language = run.language
    if isinstance(value, Markup):
        return value
    if column.shape:
        return _figure(value, column, language)
    if column.key in PLACES:
        return language.place(value)
    if column.key in TERMS:
        comma = Markup("、" if language.code == "zh" else ", ")
        return comma.join(term(word, run.gloss, language) for word in str(value).split())
    if column.key == "heading":
        return term(str(value), run.heading_gloss, language)
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
