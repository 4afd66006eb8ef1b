"""What stands in one of the two columns of a printed page, and what goes across both.

A chart comes in two forms; the one for narrow columns takes a column where it is low, or where the
next chart can stand beside it. A table's width is reckoned from its words. Type and columns are
those of whole.css.
"""

from lxml.html import Element

from policy_emphasis.page.elements import HEADING, drop, words

COLUMN = 62  # characters of a table's type that a column takes
CELL, GAP = 26, 1  # from how many characters on a cell breaks its lines; between two cells
LONG_CELL = 3  # lines over which a long cell is spread at most
SHORT = 450  # characters of prose that go across with the table or chart that they lead to
ALONE, ABREAST = 1.3, 2  # how high, in its widths, a chart in a column may be: alone, beside one


def lay_out(main):
    """Choose the form of each chart of a page, and mark what goes across, in place."""
    for figure in main.xpath("child::figure[descendant::*[@class='narrow']]"):
        _choose_form(figure)
    for table in main.iter("table"):
        if _width(table) > COLUMN:
            _go_across(table)
    for wide in main.xpath("descendant::*[@class='panels' or @class='multiples']"):
        _go_across(wide)


def gather(main):
    """Put a heading, and short prose under it, together with what goes across after it, in place:
    they would part where the columns end."""
    for wide in main.xpath("child::*[contains(@class, 'across')]"):
        above, element = [], wide.getprevious()
        while element is not None and element.tag == "p":
            above, element = [element, *above], element.getprevious()
        headed = element is not None and HEADING.match(element.tag) and element.tag != "h1"
        if headed and sum(len(words(prose)) for prose in above) <= SHORT:
            block = Element("div", {"class": "across"})
            element.addprevious(block)
            block.extend([element, *above, wide])


def _choose_form(figure):
    wide, narrow = (figure.xpath(f"descendant::*[@class='{c}']")[0] for c in ("wide", "narrow"))
    beside = [
        element for element in (figure.getprevious(), figure.getnext()) if element is not None
    ]
    charts = "self::figure//svg[not(ancestor::*[@class='panels'])]"
    paired = any(element.xpath(charts) for element in beside)
    _, _, width, height = map(float, narrow.find("svg").get("viewbox").split())
    if height / width <= (ABREAST if paired else ALONE):
        drop(wide)
    else:
        drop(narrow)
        _go_across(figure)


def _go_across(element):
    """Mark the block of a page that an element stands in."""
    while element.getparent().tag != "main":
        element = element.getparent()
    element.classes.add("across")


def _width(table):
    """How wide a table is, in characters of its type."""
    columns = {}
    for row in table.iter("tr"):
        for number, cell in enumerate(row):
            columns[number] = max(columns.get(number, 0), _breadth(cell))
    return sum(columns.values()) + GAP * len(columns)


def _breadth(cell):
    """How many characters wide a cell is: a heading as its longest word, a figure as it is."""
    parts = words(cell).split()
    whole = sum(map(_letters, parts)) + max(0, len(parts) - 1)
    if cell.tag == "td" and "number" in cell.classes:
        return whole
    if cell.getparent().getparent().tag == "thead":
        whole = max(map(_letters, parts), default=0)
    return min(whole, max(CELL, whole // LONG_CELL))


def _letters(word):
    """The width of a word in Latin letters; a Chinese one takes two."""
    return sum(2 if letter > "\u2e80" else 1 for letter in word)
