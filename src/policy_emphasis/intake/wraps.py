"""Lines that a printed page broke are joined; its page numbers and running headers go.

Whether a text is hard-wrapped is told by its lines that end without a stop: on a page they are of
nearly one length, in paragraphs they are few and of any.
"""

import re
from collections import Counter
from itertools import pairwise

from policy_emphasis.intake.lines import (
    ENDED,
    LONG,
    LONGEST_HEADING,
    OUTER,
    PATTERNS,
    SPACE,
    TAIL,
    lines_of,
    listed,
)
from policy_emphasis.intake.spacing import LETTER_SPACED

OPENS = re.compile(rf"{OUTER.pattern}|各位代表|[—–―─-]{{2}}")  # what can only open a line
HEADED = re.compile(rf"{OUTER.pattern}|[—–―─-]+ ?[\d二]")  # a heading or meeting line, whose comma
# does not make it a sentence
CLOSES = re.compile(r"[，。、；：！？）”’》,.;:!?)]")  # what can open no line
MEETING = re.compile(r"会议上[）)]?$")  # the end of the line that names the meeting
PAGE_NUMBER = re.compile(listed("page_number"), re.I)
BARE_NUMBER = re.compile(r"\d{1,3}")
FEWEST_PAGES = 3  # bare numbers that count up by one, and repeated headers, are a document's pages
LONGEST_HEADER = 40  # characters of a running header
SLACK = 4  # characters by which the lines of one width differ: no line opens with a comma
NARROWEST, WIDEST = 14, 120  # characters in a printed line
FEWEST_FULL = 4  # lines that show the width
SHARE_FULL = 0.5  # of the lines without a stop that have the width, on a printed page
SHARE_SHORT = 0.8  # of a full line: a line so much shorter ends its paragraph
SHARE_UNINDENTED = 0.92  # of a full line: what is left of one whose indent a converter has lost
SHARE_WRAPPED = 0.35  # of a hard-wrapped text's characters that stand in such lines
TELLING = (0.01, 0.6)  # the share of lines with an indent or a blank line that marks paragraphs
GAP = re.compile(rf"(?<=[^\x00-\x7f]){SPACE}(?=\S)|(?<=[\d%]){SPACE}(?=[^\x00-\x7f])")


def one_line(text):
    """The single spaces of a file that is one line: where they come at the distances of a printed
    page's lines they were line breaks, else those after a sentence or a heading were."""
    found = lines_of(text)
    if len(text) < LONG * len(found):
        return []
    return [
        (line.start + place, line.start + place + 1, "\n", "space for a line break")
        for line in found
        if len(line.text) >= LONG
        for place in _breaks(line.text)
    ]


def _breaks(line):
    """The places of the spaces in a line that were line breaks."""
    gaps = [match.start() for match in GAP.finditer(line)]
    if len(gaps) > LETTER_SPACED * len(line):
        return
    printed = _printed(gaps)
    pieces = [line[a + 1 : b] for a, b in pairwise([-1, *gaps, len(line)])]
    ended = [bool(ENDED.search(piece[-TAIL:])) for piece in pieces[:-1]]
    apart = sum(ended) >= SHARE_FULL * len(ended)
    for i, place in enumerate(gaps):
        before, after = pieces[i], pieces[i + 1]
        heading = OUTER.match(before) and not OUTER.fullmatch(before)
        broken = printed and not before[-1:].isdigit()
        both = apart and min(len(before), len(after)) > 3
        both = both and not re.search(PATTERNS["post"], before[-TAIL:])
        both = both or (apart and len(after) > 3 and OUTER.match(after))
        if ended[i] or broken or both or (heading and len(before) <= LONGEST_HEADING):
            yield place


def _printed(places):
    """Whether places stand at the distances of a printed page's line breaks."""
    steps = Counter(b - a for a, b in pairwise(places))
    width = _width(steps)
    return bool(width) and _near(steps, width) >= SHARE_FULL * len(places)


def page_numbers_within(text):
    """The page numbers between the words of one line."""
    found = re.finditer(PATTERNS["page_number_within"], text)
    return [(*match.span(), " ", "page number") for match in found]


def pages(text):
    """Page numbers and running headers, with the blank lines around them: each break of a page is
    an ordinary break of lines."""
    found = lines_of(text)
    numbers = {i for i, line in enumerate(found) if PAGE_NUMBER.fullmatch(line.text)}
    numbers |= _counting(found)
    dropped = dict.fromkeys(sorted(numbers), "page number")
    dropped |= dict.fromkeys(_headers(found, numbers), "running header")
    spans = []
    for i in sorted(dropped):
        start = found[i - 1].end if i else 0
        start = max(start, spans[-1][1] if spans else 0)
        spans.append((start, found[i].end, "", dropped[i]))
        if i + 1 < len(found) and i + 1 not in dropped and found[i + 1].after_blank:
            follows = text.rfind("\n", found[i].end, found[i + 1].start)
            spans.append((found[i].end, follows, "", dropped[i]))
    return spans


def _counting(found):
    """The lines that are bare numbers and count up by one from page to page."""
    bare = [i for i, line in enumerate(found) if BARE_NUMBER.fullmatch(line.text)]
    counted = set()
    for a, b in pairwise(bare):
        if int(found[b].text) == int(found[a].text) + 1:
            counted |= {a, b}
    return counted if len(counted) >= FEWEST_PAGES else set()


def _headers(found, numbers):
    """Short lines next to page numbers that come again and again; the first stays if it is the
    title."""
    beside = [
        j for i in numbers for j in (i - 1, i + 1) if 0 <= j < len(found) and j not in numbers
    ]
    times = Counter(found[j].text for j in beside)
    again = {
        text
        for text, n in times.items()
        if n >= FEWEST_PAGES and len(text) <= LONGEST_HEADER and not ENDED.search(text)
    }
    first = {text: next(j for j, line in enumerate(found) if line.text == text) for text in again}
    return [j for j, line in enumerate(found) if line.text in again and j != first[line.text]]


def wrapped(text):
    """The line breaks inside the paragraphs of a hard-wrapped text."""
    found = lines_of(text)
    sizes, full = _full(found)
    if not full:
        return []
    indents = _tells(_indented(line) for line in found)
    blanks = _tells(line.after_blank for line in found)
    opening = full if indents else _opening(found, sizes, full)
    alone = full if opening < full else SHARE_UNINDENTED * full
    spans, first = [], ""
    for i, (line, after) in enumerate(pairwise(found)):
        least = full if first else opening
        first += line.text if len(first) <= LONGEST_HEADING else ""
        heading = len(first) <= LONGEST_HEADING and not re.search("[。！？；]", first)
        if (blanks and after.after_blank) or _ends(
            (line, after),
            sizes[i : i + 2],
            first=first if heading else "",
            full=(least, alone),
            indents=indents,
        ):
            first = ""
        else:
            spans.append((line.end, after.start, _between(line, after), "line break of a page"))
    return spans


def _ends(lines, sizes, *, first, full, indents):
    """Whether a paragraph or heading ends with the first of two lines.

    sizes: of both; first: how its own first line begins, "" where it is too long for a heading;
    full: the size from which on the first is full, and below which the second, without a stop,
    stands inside no paragraph; indents: whether paragraphs are indented.
    """
    line, after = lines
    short = sizes[0] < full[0]
    if CLOSES.match(after.text):
        return False
    if (indents and _indented(after)) or MEETING.search(line.text):
        return True
    if not ENDED.search(line.text[-TAIL:]):
        heading = (
            first
            and not re.search("[，、]$", line.text)
            and (HEADED.match(first) or "，" not in first)
        )
        return bool(heading) and (short or bool(OUTER.match(first) and OUTER.match(after.text)))
    if OPENS.match(after.text) or (sizes[1] < full[1] and not ENDED.search(after.text[-TAIL:])):
        return True
    return sizes[0] < SHARE_SHORT * full[0] if indents else short


def _opening(found, sizes, full):
    """From which size on the first line of a paragraph is full: a converter may have lost its
    indent."""
    first = [
        sizes[i]
        for i in range(1, len(found))
        if ENDED.search(found[i - 1].text[-TAIL:])
        and sizes[i - 1] < SHARE_SHORT * full <= sizes[i]
        and not ENDED.search(found[i].text[-TAIL:])
    ]
    lost = sum(size < full for size in first)
    return SHARE_UNINDENTED * full if lost > SHARE_FULL * len(first) else full


def _indented(line):
    """Whether a line begins with the white space of two characters; one may be typesetting."""
    return len(line.indent) > 1 or line.indent in ("\t", "\u3000", "\u2003")


def _between(line, after):
    """What stands for a line break: a space between two Latin words."""
    return " " if re.search("[A-Za-z,.]$", line.text) and re.match("[A-Za-z]", after.text) else ""


def _full(found):
    """The size of each line, and from which on it is full; 0 where the text is not hard-wrapped."""
    characters = sum(len(line.text) for line in found)
    best = ([], 0, 0)
    for measure in (len, _wide):
        sizes = [measure(line.indent + line.text) for line in found]
        unstopped = Counter(
            size
            for size, line in zip(sizes, found, strict=True)
            if len(line.text) > SLACK and not ENDED.search(line.text[-TAIL:])
        )
        width = _width(unstopped)
        near = _near(unstopped, width)
        if width and near > best[2] and near >= SHARE_FULL * unstopped.total():
            best = (sizes, width, near)
    sizes, width, _ = best
    within = [i for i, size in enumerate(sizes) if width - 2 * SLACK < size <= width]
    share = sum(len(found[i].text) for i in within)
    if len(within) < FEWEST_FULL or share < SHARE_WRAPPED * characters:
        return sizes, 0
    ended = [bool(ENDED.search(line.text[-TAIL:])) for line in found]
    inner = sorted(sizes[i] for i in within if i and not ended[i] and not ended[i - 1])
    return sizes, inner[len(inner) // 10] if inner else width


def _wide(text):
    """The width of a text in half characters: a Latin letter takes half the place of a Chinese."""
    return 2 * len(text) - sum(map(str.isascii, text))


def _width(sizes):
    """The size that most lines have, a little less allowed; 0 where none is that of a line."""
    fits = [size for size in sizes if NARROWEST <= size <= 2 * WIDEST]
    return max(fits, key=lambda size: (_near(sizes, size), size), default=0)


def _near(sizes, width):
    """How many lines are as wide, or less by the slack."""
    return sum(sizes[size] for size in range(width - SLACK + 1, width + 1))


def _tells(marks):
    """Whether a mark of some lines, but not of most, marks the paragraphs."""
    marks = list(marks)
    low, high = TELLING
    return sum(marks) >= 2 and low * len(marks) <= sum(marks) <= high * len(marks)
