"""What paper holds of a page: not what a reader would press, open or search on a screen, and
nothing that stood before."""

import re

from lxml.html import Element

from policy_emphasis.language import N_
from policy_emphasis.page.elements import drop, having, section, words

# Elements, their classes and attributes, that paper does not hold.
UNPRINTED = ("script", "style", "form", "fieldset", "button", "input", "label", "nav", "pre")
UNPRINTED += ("[popover]", "[hidden]", ".search", ".switches", ".status", ".tools", ".around")
UNPRINTED += (".code", ".data", ".download", ".save", ".permalink", ".cite", ".methods", ".texts")
UNPRINTED += (".english", ".reading", ".stage", ".dropped")
CLOSED = "details[not(@open)]"
OUTPUT = "out"  # the class of plain text that a notebook put out: no code
LONG = N_("{caption}: a table of {n} rows, on the page for the screen.")
LOOKED_UP = 30  # rows; a longer table is there to look lines up in, on a screen
REPEATED = 40  # characters; a longer block that stood before is a repetition
BOXES = "@class='bottom-line' or @class='caveat'"
BLOCKS = f"child::*[self::p or self::figure or self::ul or self::dl or self::div[not({BOXES})]]"
BOXED = f"descendant::*[{BOXES} or @class='finding']/p"
MARKS = "descendant::span[contains(@class, 'w-') or @class='q' or starts-with(@id, 'theme-')]"
HOLDERS = "descendant::*[self::p or self::div or self::ul or self::section]"


def strip(main):
    """Leave out of a page, in place, what is no matter of paper."""
    for word in main.xpath("descendant::button[@popovertarget]"):  # which shows what it means
        word.drop_tag()
    for name in UNPRINTED:
        for element in main.xpath(having(name)):
            if OUTPUT not in element.classes:
                drop(element)


def fold(main, language):
    """Leave out of a page, in place, what is folded, and what is there to be searched: numbers keep
    the ¶ of their sentence, a long table its caption; of a section that holds no more then than how
    to open it, nothing stays."""
    for number in main.xpath(f"descendant::td//{CLOSED}"):
        _to_paragraph(number)
    heads = [head for head in main.iterchildren("h2") if _is_folded(head)]
    strip(main)
    for folded in main.xpath(f"descendant::{CLOSED}"):
        _keep_summary(folded)
        drop(folded)
    for table in main.xpath("descendant::table"):
        _name_if_long(table, language)
    for head in heads:
        if not any(_shows(element) for element in section(head)):
            for element in [head, *section(head)]:
                drop(element)


def drop_repeated(main, seen):
    """Leave out of a page, in place, the blocks that stood before in the document; seen: the words
    of these, to which those of this page are added."""
    for block in [*main.xpath(BLOCKS), *main.xpath(BOXED)]:
        told = words(block)
        if len(told) < REPEATED or told not in seen:
            seen.add(told)
            continue
        grounds = block.getnext()
        if grounds is not None and "grounds" in grounds.classes:
            drop(grounds)
        drop(block)


def drop_empty(main):
    """Leave out of a page, in place, headings that nothing stands under, and what holds nothing."""
    for level in ("h4", "h3", "h2"):
        for head in main.xpath(f"descendant::{level}"):
            if not any(words(element) for element in section(head)):
                drop(head)
    for holder in main.xpath(HOLDERS):
        if not words(holder) and not holder.xpath("descendant-or-self::*[@id] | descendant::svg"):
            drop(holder)


def unmark(main):
    """Leave out of the page of a text, in place, the marks of themes and numbers."""
    for mark in main.xpath(MARKS):
        mark.drop_tag()
    for sentence in main.xpath(having(".s")):
        sentence.set("class", "s")


def _to_paragraph(number):
    """Turn a number that opens to its sentence into the number and the ¶ of that sentence."""
    summary = number.find("summary")
    leads = number.xpath("descendant::*[@class='where']/a[contains(@href, '#p')]")
    for rest in list(summary.itersiblings()):
        number.remove(rest)
    summary.tag = number.tag = "span"
    for link in leads[:1]:
        paragraph = re.search(r"#p(\d+)", link.get("href"))
        link.text, link.tail = f"¶ {int(paragraph[1])}", None
        small = Element("small")
        small.append(link)
        summary.tail = " "
        number.append(small)


def _keep_summary(folded):
    """Let a summary that says what is folded stand before it, as a paragraph."""
    if "more" in folded.classes and folded.getparent().tag == "main":
        summary = folded.find("summary")
        summary.tag = "p"
        summary.classes.add("told")
        folded.addprevious(summary)


def _name_if_long(table, language):
    """Put in the place of a table to look lines up in what it holds."""
    lines = len(table.findall("tbody/tr"))
    if lines <= LOOKED_UP and not table.get("data-filter"):
        return
    caption = words(table.find("caption"))
    note = Element("p", {"class": "note"})
    note.text = language.say(LONG, caption=caption, n=lines)
    region = table.xpath("ancestor::*[@class='scroll'][1]")[0]
    region.getparent().replace(region, note)


def _is_folded(head):
    """Whether a section holds sentences, or other matter, that are folded away."""
    folds = [one for e in section(head) for one in e.xpath(f"descendant-or-self::{CLOSED}")]
    return any(one.get("class") not in ("code", "data") for one in folds)


def _shows(element):
    """Whether an element of a section is more than prose and headings."""
    if element.tag in ("h3", "p"):
        return "told" in element.classes
    headed = sum(len(head.text_content()) for head in element.iter("h3"))
    return len(element.text_content()) > headed
