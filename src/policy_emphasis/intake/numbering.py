"""The numbers that Word shows before paragraphs and does not write into them: 一、 （二） 3."""

import re
from collections import defaultdict

from policy_emphasis.intake.fields import KNOWN

CHINESE_COUNTING = frozenset(KNOWN["chinese_counting"].split())
DIGITS = "〇一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LEVELS = 9


def numbering(lists, styles):
    """A function that gives what stands before a paragraph; it is asked of each in their order.

    lists, styles: the roots of the document's parts of these names, or nothing in ().
    """
    levels = _levels(lists)
    of_style = {_own(style, "styleId"): _numbered(style) for style in styles}
    counts = defaultdict(dict)  # list → level → the number that it has come to

    def before(paragraph):
        style = of_style.get(_value(paragraph, "pPr", "pStyle"), {})
        number = {"ilvl": "0", "numId": "", **style, **_numbered(paragraph)}
        if (number["numId"], number["ilvl"]) not in levels:
            return ""
        definition, start, kind, text = levels[number["numId"], number["ilvl"]]
        level, count = int(number["ilvl"]), counts[definition]
        count[level] = count.get(level, start - 1) + 1
        for deeper in range(level + 1, LEVELS):
            count.pop(deeper, None)
        shown = re.sub("%([1-9])", lambda part: _figure(count.get(int(part[1]) - 1, 1), kind), text)
        return shown + " " * shown[-1:].isalnum()

    return before


def _levels(lists):
    """(number of a list, level) → its definition, first number, format and text."""
    definitions = {
        _own(item, "abstractNumId"): item for item in lists if _named(item, "abstractNum")
    }
    levels = {}
    for item in lists:
        definition = _value(item, "abstractNumId")
        for level in definitions.get(definition, ()) if _named(item, "num") else ():
            kind, start = _value(level, "numFmt"), _value(level, "start")
            if _named(level, "lvl") and kind not in ("", "none", "bullet"):
                start = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
                key = _own(item, "numId"), _own(level, "ilvl")
                levels[key] = definition, start, kind, _value(level, "lvlText")
    return {key: level for key, level in levels.items() if re.fullmatch("[0-8]", key[1])}


def _numbered(element):
    """The list and the level that a paragraph or a style states, as far as it does."""
    stated = {name: _value(element, "pPr", "numPr", name) for name in ("numId", "ilvl")}
    return {name: value for name, value in stated.items() if value}


def _value(element, *names):
    found = element.find("/".join(f"{{*}}{name}" for name in names))
    return "" if found is None else _own(found, "val")


def _own(element, name):
    return next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")


def _named(element, name):
    return isinstance(element.tag, str) and element.tag.endswith(f"}}{name}")


def _figure(number, kind):
    if kind in CHINESE_COUNTING and number < 100:
        tens, ones = divmod(number, 10)
        ten = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
        return ten + (DIGITS[ones] if ones else "")
    if kind.startswith("decimalEnclosedCircle") and 0 < number <= len(CIRCLED):
        return CIRCLED[number - 1]
    return str(number)
