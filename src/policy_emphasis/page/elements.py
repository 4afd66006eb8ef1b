"""Pages that are rendered, read again as elements (lxml), and elements as HTML."""

import re

from lxml.html import HTMLParser, document_fromstring, tostring
from markupsafe import Markup

HEADING = re.compile("h[1-6]$")


def parsed(page):
    """The root element of a page."""
    return document_fromstring(page, parser=HTMLParser(encoding="utf-8", remove_comments=True))


def main_of(page):
    """The main element of a page."""
    return parsed(page).get_element_by_id("main")


def having(name):
    """An XPath of all elements below one that are of a name, a .class or an [attribute]."""
    if name.startswith("."):
        return f"descendant::*[contains(concat(' ', @class, ' '), ' {name[1:]} ')]"
    return f"descendant::*[@{name[1:-1]}]" if name.startswith("[") else f"descendant::{name}"


def words(element):
    """The words of an element, one space between two."""
    return " ".join(element.text_content().split())


def section(head):
    """The elements from a heading to the next of its level or above."""
    found = []
    for element in head.itersiblings():
        if HEADING.match(element.tag) and element.tag <= head.tag:
            break
        found.append(element)
    return found


def drop(element):
    """Take an element out of where it stands; what is out already stays so."""
    if element.getparent() is not None:
        element.drop_tree()


def outer(element):
    """An element as HTML."""
    return Markup(tostring(element, encoding="unicode", with_tail=False))


def inner(element):
    """What stands within an element, as HTML."""
    children = "".join(tostring(child, encoding="unicode") for child in element)
    return Markup.escape(element.text or "") + Markup(children)
