"""How a table is set: its columns, its cells, and the link that saves it."""

from dataclasses import dataclass
from functools import cache
from pkgutil import get_data
from urllib.parse import quote

import pandas as pd
import yaml
from IPython.display import HTML
from markupsafe import Markup

from policy_emphasis.page.markup import as_cards, link, mixed, render, term, themed

PLACES = ("place", "place_a", "place_b")
TERMS = ("term", "terms", "phrase", "indicator", "period")
GLOSSED = {"heading": "heading_gloss", "unit": "unit_gloss"}  # of the run
LEAST_Q = 0.0005  # a smaller q would read 0.000
LONG = 15  # a table of more rows is folded on a phone


@dataclass(frozen=True)
class Column:
    """A column as it is shown.

    key: of the DataFrame; it also says what is shown as a place, as terms, as a heading, as a unit
    or as the link to a paragraph; heading: a message; shape: a format such as "{:.1%}", which sets
    figures.
    """

    key: str
    heading: str
    shape: str = ""


@cache
def declared(kind):
    """The "tables" or "charts" of that file of templates/: name → what it says there, with its
    columns as Columns."""
    found = yaml.safe_load(get_data(__package__, f"templates/{kind}.yaml"))
    return {name: spec | {"columns": columns(spec["columns"])} for name, spec in found.items()}


def columns(shown_as):
    """Columns from key → heading, format, or both: {"share": "Share of the text {:.1%}"}."""
    found = []
    for key, words in shown_as.items():
        heading, brace, shape = words.partition("{")
        found.append(Column(key, heading.strip(), brace + shape))
    return found


def shown(run, name, frame, *, more=()):
    """A DataFrame as the table of this name in templates/tables.yaml; more: Columns that only the
    run knows."""
    spec = declared("tables")[name]
    of_run = {"columns": [*spec["columns"], *more], "folds": len(frame) > LONG}
    return table(run, frame, **spec | of_run)


def table(run, frame, caption, *, columns, id="", saved=False, filtered="", **looks):
    """A DataFrame as a table for reading, in the language of the run.

    caption: a message, as the headings of the columns are; id: what links lead to; saved: whether
    the table can be saved as CSV, under its id; filtered: a message, by what it can be filtered in
    a page with templates/filter.js: by the words of a row and by what the frame's column `also`
    holds. looks: sorts, whether it can be sorted in a page with templates/sort.js; cards, whether
    each row becomes a card on a phone; folds, whether it is folded there. A cell that is HTML
    already stays as it is; the first that names a theme leads to the codebook.
    """
    language, cells = run.language, frame[[column.key for column in columns]]
    seen = set()
    body = [
        [_cell(value, column, run, seen=seen) for value, column in zip(row, columns, strict=True)]
        for row in cells.itertuples(index=False)
    ]
    values = {"caption": language.say(caption), "columns": columns, "rows": body, "id": id}
    values |= {"filtered": language.say(filtered), "sorts": False, "cards": False, "folds": False}
    values["also"] = frame["also"].tolist() if filtered else []
    values["download"] = download(cells, id, language) if saved else ""
    values |= looks
    headings = [language.say(column.heading) for column in columns]
    values["cards"] = as_cards(headings) if values["cards"] else ""
    return HTML(render(language, "table.html.j2", **values))


def others(message, n, run):
    """A line that says where the other `n` rows of a table stand; none where it has all of them."""
    return render(run.language, "others.html.j2", message=message, n=n)


def download(frame, name, language):
    """A link that saves the table as CSV, UTF-8 with a byte order mark, from the page itself."""
    return render(language, "download.html.j2", name=name, content=quote(as_csv(frame)))


def as_csv(frame):
    """The table as CSV text: numbers to six digits; a leading ' on every text that a spreadsheet
    would run as a formula."""
    safe = frame.infer_objects()
    for column in safe.select_dtypes(include=["object", "string"]):
        risky = safe[column].astype("string").str.match(r"[=+\-@\t\r]").fillna(False)
        safe.loc[risky, column] = "'" + safe.loc[risky, column].astype("string")
    return safe.to_csv(index=False, float_format="%.6g", lineterminator="\n")


def _cell(value, column, run, *, seen):
    """A value as its column shows it: text, or HTML already. seen: the words shown before, of which
    a theme's name leads to the codebook once in a table: hundreds of links would weigh too much."""
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
    if column.key in GLOSSED:
        return term(str(value), getattr(run, GLOSSED[column.key]), language)
    if column.key == "paragraph":
        document, _, number = str(value).rpartition("-p")
        return link(f"source-{document}.html#p{number}", value)
    shown = language.say(str(value))
    if shown in seen:
        return mixed(shown, language)
    seen.add(shown)
    return themed(shown, language)


def _figure(value, column, language):
    if pd.isna(value):
        return ""
    if column.key == "q" and value < LEAST_Q:
        return "< 0.001"
    return mixed(column.shape.format(value), language)
