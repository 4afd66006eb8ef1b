"""What stands around a report: chrome of pages, notices, annexes, explanations of terms, notes.

Chrome is dropped as whole lines. What could be a report's own words (navigation, an annex without
its heading) is dropped only before the opening or after the close.
"""

import re

from policy_emphasis.intake.lines import PATTERNS, STOPPED, TAIL, lines_of, listed
from policy_emphasis.text.inferred import CLOSING

SHORT = 16  # characters of an entry of a menu
LEAST_MENU = 3  # short lines before the title that make a menu
PROSE = 60  # characters of a paragraph that no menu has
ANNEX_AFTER = 0.3  # of the text: no annex begins before
LONGEST_ANNEX_HEADING = 60  # characters
CLOSE_AFTER = 0.3  # of the lines: no report closes before
SHORTEST_APPEAL = 30  # characters of the paragraph with which a report closes
LEAST_NOTES = 2  # lines that explain terms make a list of them


CHROME = {
    reason: re.compile("".join(pattern.split())) for reason, pattern in PATTERNS["chrome"].items()
}
MARGIN, ANNEX, KEPT = (re.compile(listed(name)) for name in ("margin", "annex", "kept_before"))
OPENING, APPEAL, TITLE, OTHER_PAGES, ANNEX_JOINED, ANNEX_AFTER_CLOSE = (
    re.compile(PATTERNS[name])
    for name in ["opening", "appeal", "title", "other_pages", "annex_joined", "annex_after_close"]
)
SOURCE_JOINED, DATELINE, NOTE, NOTE_AT_FOOT, NOTE_MARK, CIRCLED = (
    re.compile(PATTERNS[name])
    for name in ["source_joined", "dateline", "note", "note_at_foot", "note_mark", "circled"]
)


def sources(text):
    """The paper or site that a text was taken from, where it stands in a paragraph's line."""
    return [
        (line.start + match.start(), line.start + match.end(), "", "source")
        for line in lines_of(text)
        for match in (DATELINE.match(line.text), SOURCE_JOINED.search(line.text))
        if match
    ]


def annex(text):
    """What is appended to the report, from its heading to the end."""
    found = lines_of(text)
    close = _close(found)
    addresses = (i for i, line in enumerate(found) if line.text.startswith(CLOSING))
    after = max(addresses, default=-1)
    for i, line in enumerate(found):
        joined = ANNEX_JOINED.search(line.text[-LONGEST_ANNEX_HEADING:])
        if joined and i >= close:
            start = line.end - len(joined[0])
            return [(start, len(text), "", "annex")]
        if line.start >= ANNEX_AFTER * len(text) and i > after and _is_annex(found, i, close):
            return [(line.start, len(text), "", "annex")]
    return []


def _is_annex(found, i, close):
    line = found[i]
    if len(line.text) <= LONGEST_ANNEX_HEADING and ANNEX.fullmatch(re.sub(r"\s", "", line.text)):
        return True
    if i <= close:
        return False
    notes = [NOTE.match(after.text) for after in found[i : i + LEAST_NOTES + 1]]
    return bool(ANNEX_AFTER_CLOSE.fullmatch(line.text)) or (
        bool(notes[0]) and sum(map(bool, notes)) >= LEAST_NOTES
    )


def marks(text):
    """The marks of notes in the text, and the notes at the foot of a page."""
    spans = [(*match.span(), "", "mark of a note") for match in NOTE_MARK.finditer(text)]
    feet = [line for line in lines_of(text) if NOTE_AT_FOOT.fullmatch(line.text)]
    spans += [(line.start, line.end, "", "note at the foot of a page") for line in feet]
    noted = {line.text[0] for line in feet}
    for match in CIRCLED.finditer(text):
        if match[0] in noted or text[match.end() : match.end() + 1] in "，。；、！）”":
            spans.append((*match.span(), "", "mark of a note"))
    return sorted(_apart(spans))


def _apart(spans):
    """The spans without those that lie in another."""
    last = 0
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if span[0] >= last:
            yield span
            last = span[1]


def chrome(text):
    """Lines of page chrome: what can be nothing else anywhere; before the opening and after the
    close also menus, tables of index numbers, imprints and links to other pages."""
    found = lines_of(text)
    reasons = [_reason(line.text) for line in found]
    opening, close = _opening(found, reasons), _close(found)
    for i in range(opening, close + 1):
        if STOPPED.search(found[i].text[-TAIL:]):
            reasons[i] = ""  # a sentence inside the report is its own
    for i in [*range(opening), *range(close + 1, len(found))]:
        if (
            not reasons[i]
            and MARGIN.fullmatch(found[i].text)
            and not TITLE.fullmatch(found[i].text)
        ):
            reasons[i] = "imprint or index of the page"
    for i in _menu(found, reasons, opening):
        reasons[i] = "menu"
    _after(found, reasons, close)
    return [
        (line.start, line.end, "", reason)
        for line, reason in zip(found, reasons, strict=True)
        if reason
    ]


def _reason(line):
    """Why a line is chrome wherever it stands, "" where it is not."""
    if len(line) > 200:
        return ""
    return next((reason for reason, pattern in CHROME.items() if pattern.fullmatch(line)), "")


def _opening(found, reasons):
    """The line with which the report opens: an address to the deputies, else prose."""
    for i, line in enumerate(found):
        prose = len(line.text) >= PROSE and STOPPED.search(line.text[-TAIL:])
        if OPENING.match(line.text) or (
            prose and not reasons[i] and not MARGIN.fullmatch(line.text)
        ):
            return i
    return 0


def _close(found):
    """The last line of the report's closing appeal; else the last that ends a sentence."""
    least, stopped = CLOSE_AFTER * len(found), []
    for i in range(len(found) - 1, -1, -1):
        line = found[i].text
        end = ANNEX_JOINED.sub("", line[-LONGEST_ANNEX_HEADING:])
        if i < least or not STOPPED.search(end[-TAIL:]):
            continue
        if len(line) >= SHORTEST_APPEAL and APPEAL.search(line):
            return i
        if not MARGIN.fullmatch(line):
            stopped.append(i)
    return stopped[0] if stopped else len(found) - 1


def _menu(found, reasons, opening):
    """Short lines before the last title, where they are many or chrome stands among them."""
    title = max((i for i in range(opening) if TITLE.fullmatch(found[i].text)), default=0)
    short = [
        i
        for i in range(title)
        if not reasons[i]
        and len(found[i].text) <= SHORT
        and not TITLE.fullmatch(found[i].text)
        and not STOPPED.search(found[i].text)
    ]
    short = [i for i in short if not KEPT.fullmatch(found[i].text)]
    return short if len(short) >= LEAST_MENU or any(reasons[:title]) else []


def _after(found, reasons, close):
    """Name the lines after the close that stand below other chrome."""
    below = False
    for i in range(close + 1, len(found)):
        below = below or bool(OTHER_PAGES.match(found[i].text))
        if below and not reasons[i]:
            reasons[i] = "other pages"
        elif reasons[i] in ("buttons", "neighbour", "imprint or index of the page"):
            below = below or reasons[i] != "buttons"


STEPS = (sources, annex, marks, chrome)
