"""Blocks of a page: boxes of computed sentences, tables, the answers of the index. Every text is escaped here.

    bottom_line(sentences), caveat(sentences) → boxes
    table(...)                                → a table with caption, for reading
    answers(...)                              → the questions of the index with their findings
"""

import html
import re

import pandas as pd
from IPython.display import HTML

PAGE_TITLES = {"index": "Findings", "01_corpus": "The texts", "02_terms": "Distinctive terms", "03_topics": "Topics", "04_emphasis": "Themes", "05_targets": "Targets in numbers", "06_robustness": "Robustness"}
HAN = re.compile(r"[㐀-鿿豈-﫿][㐀-鿿豈-﫿、，。；：！？·“”‘’《》]*")


def han(text):
    """`text` escaped for HTML, every run of Chinese marked as such, so that a screen reader changes voice."""
    return HAN.sub(lambda run: f'<span lang="zh-Hans">{run.group()}</span>', html.escape(str(text)))


def glossed(term, gloss):
    """A Chinese term with its English gloss; the term alone where there is none."""
    english = gloss.get(term)
    return han(term) + (f' <span class="gloss">{html.escape(english)}</span>' if english else "")


def bottom_line(sentences):
    """The box that opens a page: what it finds, in computed sentences (plain text)."""
    return HTML(f'<div class="bottom-line">{"".join(f"<p>{han(s)}</p>" for s in sentences)}</div>')


def caveat(sentences):
    """The box that says how far the comparison may be trusted."""
    return HTML(f'<div class="caveat" role="note">{"".join(f"<p>{han(s)}</p>" for s in sentences)}</div>')


def table(frame, caption, headings, formats=None, gloss=None):
    """A DataFrame as a table for reading.

    headings: column → heading, which also chooses and orders the columns. formats: column → a format string such as "{:.1%}" (such columns
    are set as numbers). gloss: term → English, for the columns whose heading ends in "term" or "terms".
    """
    formats, gloss = formats or {}, gloss or {}
    number = [' class="number"' if name in formats else "" for name in headings]
    head = "".join(f'<th scope="col"{cls}>{han(text)}</th>' for cls, text in zip(number, headings.values()))
    rows = []
    for record in frame[list(headings)].to_dict("records"):
        cells = []
        for i, (name, value) in enumerate(record.items()):
            if name in formats:
                text = "" if pd.isna(value) else html.escape(formats[name].format(value))
            elif name in ("place", "place_a", "place_b"):
                text = html.escape(str(value).capitalize())
            elif headings[name].lower().endswith(("term", "terms", "phrase")):
                text = ", ".join(glossed(term, gloss) for term in str(value).split())
            else:
                text = han(value)
            cells.append(f'<th scope="row"{number[i]}>{text}</th>' if i == 0 else f"<td{number[i]}>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return HTML(f'<div class="scroll" tabindex="0" role="region" aria-label="{html.escape(caption)}"><table><caption>{han(caption)}</caption>'
                f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>")


def answers(findings, questions):
    """The index's questions in order, each with its findings, how robust they are, and a link to the working. findings: with `robustness`; questions: (question, notebook, finding-name prefixes)."""
    items = []
    for question, notebook, prefixes in questions:
        rows = findings[findings["finding"].str.startswith(prefixes)]
        if len(rows):
            said = "".join(f"<p>{han(row.statement)}{f' <small>{html.escape(row.robustness)}</small>' if row.robustness else ''}</p>" for row in rows.itertuples())
            items.append(f'<li><h3>{html.escape(question)}</h3>{said}<p><a href="{notebook}.html">The working: {html.escape(PAGE_TITLES[notebook])}</a></p></li>')
    return HTML(f'<ol class="answers">{"".join(items)}</ol>')
