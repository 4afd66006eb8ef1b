"""A text as a file gave it, made the report's own words: one paragraph or heading a line.

Each step finds stretches to replace; edits.py puts them together and keeps their offsets. What is
looked for stands in cleaning.yaml. Every step is linear in the text.
"""

import html
import re
import unicodedata

from policy_emphasis.intake import chrome, edits, lines, spacing, wraps
from policy_emphasis.intake.lines import PATTERNS, SPACE

MARKUP, MARKS = (
    [
        (rule["reason"], re.compile(rule["pattern"], re.M | re.I), rule.get("instead", ""))
        for rule in rules
    ]
    for rules in (PATTERNS["markup"], PATTERNS["marks"])
)
ENTITY = re.compile(PATTERNS["entity"])
INVISIBLE = re.compile("".join(PATTERNS["invisible"].split()))
LOOK_ALIKE = re.compile("".join(PATTERNS["look_alike"].split()))
RADICALS = {pair[0]: pair[1] for pair in PATTERNS["radicals"].split()}
ZERO = re.compile(PATTERNS["zero"])
ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.M)
BAR = re.compile(r"(?<=[^\s|])[ \t]*\|(?:[ \t]*\|)*[ \t]*(?=[^\s|])")


def clean(text, names=()):
    """The report's own words in a text, as edits.Cleaned.

    text: as decoded. names: persons and places that stay whole when spaces stand in them (李 强).
    """
    steps = [
        _entities,
        *(_rule(*rule) for rule in MARKUP),
        _characters,
        _rule("zero of a year", ZERO, "〇"),
        _bars,
        *(_rule(*rule) for rule in MARKS),
        spacing.wide_gaps,
        wraps.page_numbers_within,
        wraps.one_line,
        wraps.pages,
        wraps.wrapped,
        spacing.spaces,
        lines.split,
        lines.heading_ends,
        *(_rule("space in a name", *_name(name)) for name in names if len(name) > 1),
        *chrome.STEPS,
        lines.tidy,
    ]
    draft = edits.draft(text)
    for step in steps:
        draft = edits.edited(draft, step(draft.text))
    return edits.cleaned(draft)


def _rule(reason, pattern, instead):
    """The step that replaces every match of a pattern."""
    return lambda text: [(*match.span(), instead, reason) for match in pattern.finditer(text)]


def _name(name):
    """A name with spaces between its characters, and without."""
    return re.compile(f"{SPACE}+".join(map(re.escape, name))), name


def _entities(text):
    found = [(match, html.unescape(f"&{match[1] or match[2]};")) for match in ENTITY.finditer(text)]
    return [
        (*match.span(), instead, "HTML entity")
        for match, instead in found
        if not instead.startswith("&") or instead == "&"
    ]


def _characters(text):
    """Characters that nobody sees are dropped, those that only look like others made ordinary."""
    dropped = [(*match.span(), "", "invisible character") for match in INVISIBLE.finditer(text)]
    ordinary = [
        (*match.span(), RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0]))
        for match in LOOK_ALIKE.finditer(text)
    ]
    changed = [
        (start, end, instead, "look-alike character")
        for start, end, instead in ordinary
        if text[start:end] != instead
    ]
    return sorted(dropped + changed)


def _bars(text):
    """The bars between the cells of a table's row, which would run together without."""
    return [
        (row.start() + bar.start(), row.start() + bar.end(), "，", "bar of a table")
        for row in ROW.finditer(text)
        for bar in BAR.finditer(row[0])
    ]
