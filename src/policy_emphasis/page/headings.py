"""Where a page can be entered: its headings, figures and tables, as they stand in its HTML."""

from dataclasses import dataclass

from lxml import html

# What names a place, in the order of the page: headings, the titles of figures, the captions of
# tables (not of those behind a figure, which its title names).
NAMING = """
    //main//*[self::h1 or self::h2 or self::h3 or self::h4][not(ancestor::figure)]
    | //main//figure[@id]/figcaption/b
    | //main//div[@id]//caption[not(ancestor::figure)]
"""
# The nearest element around it, or above it, that a link can lead to.
AROUND = "ancestor-or-self::*[@id][not(self::main)][1]/@id"
ABOVE = "preceding::*[self::h2 or self::h3 or self::h4][@id][1]/@id"
OWN = ".//text()[not(ancestor::*[@class='second'])]"  # without the name in the other language
SHOWN = {"b": "figure", "caption": "table"}  # what else than a heading the element names


@dataclass(frozen=True)
class Place:
    """A place of a page: kind (title, heading, figure, table), its words, and the anchor that links
    lead to, "" for the page itself."""

    kind: str
    words: str
    anchor: str


def places_of(page):
    """The Places of a page (HTML), in order; of several of one name at one anchor the first."""
    tree, found = html.fromstring(page), {}
    for element in tree.xpath(NAMING):
        words = " ".join("".join(element.xpath(OWN)).split())
        kind = "title" if element.tag == "h1" else SHOWN.get(element.tag, "heading")
        anchors = [""] if kind == "title" else element.xpath(AROUND) or element.xpath(ABOVE)
        if words and anchors:
            found.setdefault((words, anchors[0]), Place(kind, words, str(anchors[0])))
    return list(found.values())
