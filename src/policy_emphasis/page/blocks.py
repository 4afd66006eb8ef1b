"""The old names, in the language in use: until charts, figure and compare take theirs from grid,
boxes and markup."""

from policy_emphasis import language
from policy_emphasis.page import boxes, grid, markup

PAGE_TITLES = boxes.PAGE_TITLES
MEASURES = {name: (m.label, m.scale, m.shape) for name, m in boxes.MEASURES.items()}


def table(frame, caption, headings, formats=None, gloss=None, name=""):
    columns = [
        grid.Column(key, heading, (formats or {}).get(key, "")) for key, heading in headings.items()
    ]
    return grid.table(frame, caption, columns, language._current, gloss=gloss, name=name)


def html_table(caption, headings, rows, figures=()):
    rows = [[grid.Markup(cell) for cell in row] for row in rows]
    return str(grid.grid(caption, list(headings), rows, language._current, figures=list(figures)))


def download(frame, name):
    return str(grid.download(frame, name, language._current))


def amount(row, value):
    return boxes.MEASURES[row.measure].shown(value)


def escape(text):
    return str(markup.escape(text))


def mixed(text, written_in=None):
    return str(markup.mixed(text, _language(written_in)))


def term(word, gloss):
    return str(markup.term(word, gloss, language._current))


def spoken(text):
    return markup.spoken(text, language._current)


def _language(code):
    return language.Language(code) if code else language._current
