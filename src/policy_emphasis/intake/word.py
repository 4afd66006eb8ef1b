"""The text of a Word document (docx): paragraphs and tables in the order in which they stand.

Read from its XML: python-docx passes over what was inserted in review mode, over content controls,
and stops at documents that Word opens.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from policy_emphasis.intake.encodings import chinese
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
    body = next((files[name] for name in sorted(files) if re.fullmatch(BODY, name)), None)
    if body is None:
        raise ProjectError("a zip archive that holds no Word document; save it as docx again")
    dropped = []
    for name in sorted(files):
        reason = APART.get(re.sub(r"word/|\d*\.xml", "", name))
        if reason and (text := "\n".join(_lines(files[name])).strip()):
            dropped.append((reason, text))
    return "\n".join(_lines(body)), _properties(files.get("docProps/core.xml")), dropped


def _xml(content):
    """The root of an XML part; entities are never resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ProjectError(f"damaged ({str(error)[:80]}); save it again") from None


def _properties(content):
    """Title and author, where they are in Chinese: others are of the program's templates."""
    names = {"title": "title", "creator": "author"}
    if content is None:
        return {}
    found = {names.get(etree.QName(e).localname): e.text for e in _elements(_xml(content))}
    return {name: text.strip() for name, text in found.items() if name and chinese(text or "")}


def _elements(root):
    return (element for element in root.iter() if isinstance(element.tag, str))


@dataclass
class _Page:
    """What is being read: the lines so far, of the whole and of each open cell; the open rows'
    cells; the pieces of each open paragraph."""

    lines: list = field(default_factory=lambda: [[]])
    cells: list = field(default_factory=list)
    pieces: list = field(default_factory=list)


def _lines(content):
    """The lines of a part, without recursion: a paragraph in a text box ends before the paragraph
    that it is anchored in, and a table may stand in a cell."""
    page = _Page()
    walk = etree.iterwalk(_xml(content), events=("start", "end"))
    for event, element in walk:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
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
        page.lines[-1] += "".join(page.pieces.pop()).split("\n")
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
