"""The text of a Word document (docx): paragraphs and tables in the order in which they stand.

Read from its XML: python-docx passes over what was inserted in review mode, over content controls,
and stops at documents that Word opens.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from policy_emphasis.intake.encodings import chinese
from policy_emphasis.intake.numbering import numbering
from policy_emphasis.intake.sources import parts
from policy_emphasis.paths import ProjectError

BODY = r"word/document\d*\.xml"
APART = {
    "header": "the page header of a Word document",
    "footer": "the page footer of a Word document",
    "footnotes": "footnotes of a Word document",
    "endnotes": "endnotes of a Word document",
    "comments": "comments of a Word document",
}
WANTED = rf"{BODY}|word/(?:{'|'.join(APART)})\d*\.xml|word/(?:numbering|styles)\.xml"
WANTED += r"|docProps/core\.xml"
# Not shown: what was deleted or moved away in review mode, the reading of ruby, and the copy of a
# text box for Word 2007.
HIDDEN = {"del", "moveFrom", "rt", "Fallback"}
INSTEAD = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def word(content):
    """A docx: its text, one paragraph or row of a table a line; its title and author; what was
    dropped, as (reason, text). Raises ProjectError for one that is damaged or locked."""
    files = parts(content, WANTED)
    body = next((name for name in sorted(files) if re.fullmatch(BODY, name)), None)
    if body is None:
        raise ProjectError("a zip archive that holds no Word document; save it as docx again")
    body = _xml(files.pop(body))
    beside = {name: root for name in sorted(files) if (root := _beside(files[name])) is not None}
    before = numbering(*(beside.get(f"word/{name}.xml", ()) for name in ("numbering", "styles")))
    dropped = []
    for name, root in beside.items():
        reason = APART.get(re.sub(r"word/|\d*\.xml", "", name))
        if reason and (text := "\n".join(_lines(root)).strip()):
            dropped.append((reason, text))
    return (
        "\n".join(_lines(body, before)),
        _properties(beside.get("docProps/core.xml", ())),
        dropped,
    )


def _beside(content):
    """A part beside the text, or nothing: that it is damaged takes nothing from the text."""
    try:
        return _xml(content)
    except ProjectError:
        return None


def _xml(content):
    """The root of an XML part; entities are never resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ProjectError(f"damaged ({str(error)[:80]}); save it again") from None


def _properties(properties):
    """Title and author, where they are in Chinese: others are of the program's templates."""
    names = {"title": "title", "creator": "author"}
    found = {names.get(_local(element)): element.text for element in properties}
    return {name: text.strip() for name, text in found.items() if name and chinese(text or "")}


def _local(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass
class _Page:
    """What is being read: the lines so far, of the whole and of each open cell; the open rows'
    cells; the pieces of each open paragraph. before: a paragraph's number."""

    before: Callable
    lines: list = field(default_factory=lambda: [[]])
    cells: list = field(default_factory=list)
    pieces: list = field(default_factory=list)


def _lines(root, before=lambda paragraph: ""):
    """The lines of a part, each paragraph after the number that stands before it. There is no
    recursion: a paragraph in a text box ends before the one that it is anchored in, and a table may
    stand in a cell."""
    page = _Page(before)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = _local(element)
        if event == "end":
            _end(page, name, element)
        elif name in HIDDEN:
            walk.skip_subtree()
        elif name == "p":
            page.pieces.append([])
        elif name == "tr":
            page.cells.append([])
        elif name == "tc":
            page.lines.append([])
    return page.lines[0]


def _end(page, name, element):
    if name == "p" and page.pieces:
        text = "".join(page.pieces.pop())
        number = page.before(element) if text.strip() else ""
        page.lines[-1] += (number + text).split("\n")
    elif name == "t" and page.pieces:
        page.pieces[-1].append(element.text or "")
    elif name in INSTEAD and page.pieces and element.getparent().tag.endswith("}r"):
        page.pieces[-1].append(INSTEAD[name])
    elif name == "tc":
        cell, open_row = page.lines.pop(), page.cells or [[]]
        open_row[-1].append(cell)
    elif name == "tr":
        page.lines[-1] += _row(page.cells.pop())


def _row(cells):
    """A row of a table is a line; a table that only sets out paragraphs is those paragraphs."""
    filled = [[line for line in cell if line.strip()] for cell in cells]
    if all(len(cell) <= 1 for cell in filled):
        return ["\t".join(line for cell in filled for line in cell)]
    return [line for cell in cells for line in cell]
