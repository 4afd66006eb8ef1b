"""Blocks of a page: boxes of computed sentences, tables, the answers of the index. Every text is escaped on the way.

bottom_line(sentences), caveat(sentences) → boxes
table(...)                                → a table with caption, that scrolls inside itself
texts(...), answers(...)                  → what the index opens with, and its questions with their findings
download(frame, name)                     → a link that saves a table as CSV
"""

import math
from urllib.parse import quote

import pandas as pd
from IPython.display import HTML

from policy_emphasis import language
from policy_emphasis.language import say
from policy_emphasis.page.csv import as_csv
from policy_emphasis.page.markup import escape, mixed, place, spoken, term

PAGE_TITLES = {
    "index": "Findings",
    "01_corpus": "The texts",
    "02_terms": "Distinctive terms",
    "03_topics": "Topics",
    "04_emphasis": "Themes",
    "05_targets": "Targets in numbers",
    "06_robustness": "Robustness",
    "07_concordance": "Concordance",
}
MEASURES = {
    "share": ("share", lambda v: 100 * v, "{:.1f} %"),
    "difference": ("percentage points", lambda v: 100 * v, "{:+.1f}"),
    "log-odds": ("odds of the first word there, over those elsewhere", math.exp, "{:.1f}"),
    "density": ("numbers in 1,000 characters of plan", float, "{:.1f}"),
    "percent": ("GDP growth target", float, "{:g} %"),
    "count": ("count", float, "{:,.0f}"),
    "ratio": ("times", float, "{:.1f}"),
}
"""How a finding's estimate is shown: what it counts in, from what is published to what is shown, and its format."""


def bottom_line(sentences):
    """The box that opens a page: what it finds, in computed sentences (plain text)."""
    return HTML(
        f'<div class="bottom-line">{"".join(f"<p>{mixed(s)}</p>" for s in sentences)}</div>'
    )


def caveat(sentences):
    """The box that says how far the comparison may be trusted."""
    return HTML(
        f'<div class="caveat" role="note">{"".join(f"<p>{mixed(s)}</p>" for s in sentences)}</div>'
    )


def table(frame, caption, headings, formats=None, gloss=None, name=None):
    """A DataFrame as a table for reading.

    headings: column → heading, which also chooses and orders the columns. formats: column → a format string such as "{:.1%}" (such columns
    are set as numbers). gloss: term → English, for the columns term, terms, phrase and heading; a paragraph is linked to its text. name: the id that links lead to; with it the table can be saved as CSV.
    """
    formats, gloss, caption = formats or {}, gloss or {}, say(caption)
    shown = [
        [_cell(column, value, formats, gloss) for column, value in record.items()]
        for record in frame[list(headings)].to_dict("records")
    ]
    said = html_table(
        caption,
        [say(h) for h in headings.values()],
        shown,
        [column in formats for column in headings],
    )
    return HTML(
        f'<div id="{name}">{said}<p class="save">{download(frame[list(headings)], name)}</p></div>'
        if name
        else said
    )


def html_table(caption, headings, rows, numbers=()):
    """A table of cells that are HTML already; numbers: which columns are set as numbers."""
    cls = [' class="number"' if number else "" for number in numbers] or [""] * len(headings)
    head = "".join(f'<th scope="col"{c}>{mixed(h)}</th>' for c, h in zip(cls, headings))
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row"{cls[i]}>{cell}</th>' if i == 0 else f"<td{cls[i]}>{cell}</td>"
            for i, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(spoken(caption))}"><table><caption>{mixed(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def download(frame, name):
    """A link that saves the table as CSV, UTF-8 with a byte order mark, from the page itself."""
    content = as_csv(frame)
    return f'<a class="download" download="{escape(name)}.csv" href="data:text/csv;charset=utf-8,%EF%BB%BF{quote(content)}">{escape(say("Save as CSV"))}</a>'


def texts(documents, said):
    """What is compared: a card for each text, and what has to be kept in mind (computed sentences)."""
    cards = []
    for d in documents.itertuples():
        kind = "article" if d.genre != "work report" else "report"
        about = f'<span lang="en">{mixed(d.source, "en")}</span>' if kind == "article" else ""
        cards.append(
            f'<li class="{kind}"><b>{place(d.place, documents)}</b> <span>{escape(say(d.genre))}, {d.year}</span><span>{escape(say(d.level))}</span><span>{escape(say("{n:,} characters", n=d.characters))}</span>{about}'
            f'<a href="source-{escape(d.document)}.html">{escape(say("Read the text"))}</a></li>'
        )
    return HTML(f'<ul class="texts">{"".join(cards)}</ul>{caveat(said).data}')


def answers(findings, questions):
    """The index's questions in order, each with its findings: the sentence, its estimate with interval, how robust it is, the way to its evidence.

    findings: with `robustness`; questions: (question, notebook, finding-name prefixes).
    """
    items = []
    for question, notebook, prefixes in questions:
        rows = findings[findings["finding"].str.startswith(prefixes)]
        if len(rows):
            said = "".join(_finding(row) for row in rows.itertuples())
            items.append(
                f'<li><h3>{mixed(say(question))}</h3>{said}<p class="working"><a href="{notebook}.html">{escape(say("The working: {page}", page=say(PAGE_TITLES[notebook])))}</a></p></li>'
            )
    return HTML(f'<ol class="answers">{"".join(items)}</ol>')


def amount(row, value):
    """An estimate or an end of its interval as its measure shows it. row: a finding."""
    _, scale, shape = MEASURES[row.measure]
    return shape.format(scale(value))


def _finding(row):
    parts = []
    if pd.notna(
        row.low
    ):  # what is counted off the text, or fitted without an interval, stands in the sentence itself
        parts += [
            f"{escape(say(MEASURES[row.measure][0]))} <b>{mixed(amount(row, row.estimate))}</b>",
            mixed(
                say(
                    "95 % interval {low} to {high}",
                    low=amount(row, row.low),
                    high=amount(row, row.high),
                )
            ),
        ]
    if row.robustness:
        weight = (
            "sure" if row.robust_share >= 0.9 else "fair" if row.robust_share >= 0.5 else "weak"
        )
        parts.append(f'<span class="robust {weight}">{mixed(row.robustness)}</span>')
    parts.append(f'<a href="{escape(row.evidence)}">{escape(say("evidence"))}</a>')
    return f'<div class="finding" id="finding-{escape(row.finding)}"><p>{mixed(row.statement)}</p><p class="grounds">{" · ".join(parts)}</p></div>'


def _cell(column, value, formats, gloss):
    if column in formats:
        return (
            ""
            if pd.isna(value)
            else "&lt; 0.001"
            if column == "q" and value < 0.0005
            else mixed(formats[column].format(value))
        )
    if column in ("place", "place_a", "place_b"):
        return escape(language.place(value))
    if column in ("term", "terms", "phrase"):
        return (", " if language.current() == "en" else "、").join(
            term(word, gloss) for word in str(value).split()
        )
    if column == "heading":
        return term(str(value), gloss)
    if column == "paragraph":
        document, _, number = str(value).rpartition("-p")
        return f'<a href="source-{escape(document)}.html#p{escape(number)}">{escape(value)}</a>'
    return mixed(say(str(value)))
