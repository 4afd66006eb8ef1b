"""The lines of a text: those that a printed page broke are joined, those that hold several
paragraphs are split, and the spaces of typesetting go.

Whether a text is hard-wrapped is told by its lines that end without a stop: on a page they are of
nearly one length, in paragraphs they are few and of any. Each step takes a text and returns the
stretches to replace: start, end, instead, reason.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pkgutil import get_data

import yaml

from policy_emphasis.quantities.numerals import read_numeral
from policy_emphasis.text import PATTERNS as TEXT

PATTERNS = yaml.safe_load(get_data(__package__, "cleaning.yaml"))
SPACE = PATTERNS["space"]
POST = PATTERNS["post"]
HAN = "[〇㐀-鿿\U00020000-\U0003ffff]"
ENDED = re.compile(r"[。！？!?…；;：:][”’」』》)）\"]*$")  # what can end a paragraph
STOPPED = re.compile(r"[。！？!?…][”’」』》)）\"]*$")  # what ends a sentence
OUTER = re.compile("|".join(TEXT["markers"][:3]))  # numbered headings of the outer ranks
OPENS = re.compile(rf"{OUTER.pattern}|各位代表|[—–―─-]{{2}}")  # what can only open a line
HEADED = re.compile(rf"{OUTER.pattern}|[—–―─-]")  # a heading or meeting line, with commas or not
CLOSES = re.compile(r"[，。、；：！？）”’》,.;:!?)]")  # what can open no line
MEETING = re.compile(r"会议上[）)]?$")  # the end of the line that names the meeting
LONGEST_HEADING = 45  # characters, as in text.outline
PAGE_NUMBER = re.compile("".join(PATTERNS["page_number"].split()), re.I)
BARE_NUMBER = re.compile(r"\d{1,3}")
FEWEST_PAGES = 3  # bare numbers that count up by one, and repeated headers, are a document's pages
LONGEST_HEADER = 40  # characters of a running header
SLACK = 4  # characters by which the lines of one width differ: no line opens with a comma
NARROWEST, WIDEST = 14, 120  # characters in a printed line
FEWEST_FULL = 4  # lines that show the width
SHARE_FULL = 0.5  # of the lines without a stop that have the width, on a printed page
SHARE_SHORT = 0.8  # of a full line: a line so much shorter ends its paragraph
SHARE_WRAPPED = 0.35  # of a hard-wrapped text's characters that stand in such lines
TELLING = (0.01, 0.6)  # the share of lines with an indent or a blank line that marks paragraphs
LONG = 1000  # characters in a line that no single paragraph has
LETTER_SPACED = 0.3  # of the neighbouring characters with a space in between


@dataclass(frozen=True)
class Line:
    """A line that is not blank: `start` and `end` without the white space around it, of which
    `indent` characters stand before."""

    start: int
    end: int
    text: str
    indent: int
    after_blank: bool


def lines_of(text):
    """The lines that are not blank."""
    found, blank, last = [], False, 0
    for end in [*(match.start() for match in re.finditer("\n", text)), len(text)]:
        whole = text[last:end]
        stripped = whole.strip()
        if stripped:
            start = last + len(whole) - len(whole.lstrip())
            found.append(Line(start, start + len(stripped), stripped, start - last, blank))
        blank = not stripped
        last = end + 1
    return found


# --- Paragraphs that stand in one line, apart by wide gaps or by the spaces of broken lines ---


def wide_gaps(text):
    """A gap of two spaces or an ideographic one between stretches of a line ends a paragraph, but
    not in a title set wide (政　府　工　作) or before a name (市长　李强)."""
    gap = re.compile(rf"(?<=\S)(?:\u3000{SPACE}*|(?!\u3000){SPACE}(?:{SPACE}+))(?=\S)")
    spans = []
    for line in lines_of(text):
        gaps = list(gap.finditer(text, line.start, line.end))
        edges = [line.start, *(edge for match in gaps for edge in match.span()), line.end]
        pieces = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        for match, (before, after) in zip(gaps, pairwise(pieces), strict=True):
            stopped = STOPPED.search(before[-3:]) and len(after) > 1
            both = len(before) > 3 and len(after) > 3 and not re.search(POST, before)
            if stopped or (both and not re.search(r"\d$|日$", before) and re.search(HAN, after)):
                spans.append((*match.span(), "\n", "gap between paragraphs"))
    return spans


def one_line(text):
    """The single spaces of a file that is one line: where they come at the distances of a printed
    page's lines they were line breaks, else those after a sentence or a heading were."""
    spans, found = [], lines_of(text)
    for line in found:
        if len(line.text) < LONG or len(text) < LONG * len(found):
            continue
        gaps = list(
            re.finditer(
                rf"(?<=[^\x00-\x7f]){SPACE}(?=\S)|(?<=[\d%]){SPACE}(?=[^\x00-\x7f])", line.text
            )
        )
        if len(gaps) > LETTER_SPACED * len(line.text):
            continue
        printed = _printed([match.start() for match in gaps])
        edges = [0, *(edge for match in gaps for edge in match.span()), len(line.text)]
        pieces = [line.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        stopped = [bool(ENDED.search(piece[-3:])) for piece in pieces[:-1]]
        apart = sum(stopped) >= SHARE_FULL * len(stopped)
        for i, match in enumerate(gaps):
            before, after = pieces[i], pieces[i + 1]
            heading = OUTER.match(before) and not OUTER.fullmatch(before) and len(before) < LONG
            broken = printed and not before[-1:].isdigit()
            both = apart and min(len(before), len(after)) > 3 and not re.search(POST, before)
            if stopped[i] or broken or both or (heading and len(before) <= LONGEST_HEADING):
                place = line.start + match.start()
                spans.append((place, place + 1, "\n", "space for a line break"))
    return spans


def _printed(places):
    """Whether places stand at the distances of a printed page's line breaks."""
    steps = Counter(b - a for a, b in pairwise(places))
    width = _width(steps)
    return bool(width) and _near(steps, width) >= SHARE_FULL * len(places)


# --- Printed pages ---


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


# --- Lines broken by the width of a page ---


def wrapped(text):
    """The line breaks inside the paragraphs of a hard-wrapped text."""
    found = lines_of(text)
    sizes, full = _full(found)
    if not full:
        return []
    indents = _tells(line.indent > 0 for line in found)
    blanks = _tells(line.after_blank for line in found)
    spans, first = [], ""
    for i, (line, after) in enumerate(pairwise(found)):
        first += line.text if len(first) <= LONGEST_HEADING else ""
        heading = len(first) <= LONGEST_HEADING and not re.search("[。！？；]", first)
        if (
            (blanks
            and after.after_blank)
            or _ends(
                (line, after),
                sizes[i : i + 2],
                first=first if heading else "",
                full=full,
                indents=indents,
            )
        ):
            first = ""
        else:
            spans.append((line.end, after.start, _between(line, after), "line break of a page"))
    return spans


def _ends(lines, sizes, *, first, full, indents):
    """Whether a paragraph or heading ends with the first of two lines. sizes: of both; first: how
    its own first line begins, "" where it is too long for a heading; full: the size of a full line;
    indents: whether paragraphs are indented."""
    line, after = lines
    short = sizes[0] < full
    if CLOSES.match(after.text):
        return False
    if (indents and after.indent) or MEETING.search(line.text):
        return True
    if not ENDED.search(line.text):
        heading = (
            first
            and not re.search("[，、]$", line.text)
            and (HEADED.match(first) or "，" not in first)
        )
        return bool(heading) and (short or bool(OUTER.match(first) and OUTER.match(after.text)))
    if OPENS.match(after.text) or (sizes[1] < full and not ENDED.search(after.text)):
        return True
    return sizes[0] < SHARE_SHORT * full if indents else short


def _between(line, after):
    """What stands for a line break: a space between two Latin words."""
    return " " if re.search("[A-Za-z,.]$", line.text) and re.match("[A-Za-z]", after.text) else ""


def _full(found):
    """The size of each line, and from which on it is full; 0 where the text is not hard-wrapped."""
    characters = sum(len(line.text) for line in found)
    best = ([], 0, 0)
    for measure in (len, _wide):
        sizes = [measure(INDENT * line.indent + line.text) for line in found]
        unstopped = Counter(
            size
            for size, line in zip(sizes, found, strict=True)
            if len(line.text) > SLACK and not ENDED.search(line.text)
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
    unstopped = sorted(sizes[i] for i in within if not ENDED.search(found[i].text))
    return sizes, unstopped[len(unstopped) // 10]


INDENT = "\u3000"


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


# --- The spaces of typesetting ---


def spaces(text):
    """Spaces at the ends of lines, and those next to Chinese characters and digits, but not the
    one that sets apart two halves of a title or a name."""
    spaced = len(re.findall(rf"(?<={HAN}){SPACE}+(?={HAN})", text))
    everywhere = spaced > LETTER_SPACED * len(re.findall(HAN, text))
    spans = []
    for line in lines_of(text):
        alone = len(line.text) <= LONGEST_HEADING and not STOPPED.search(line.text)
        kept = alone and not everywhere and not _letter_spaced(line.text)
        for match in re.finditer(rf"{SPACE}+", line.text):
            before, after = line.text[match.start() - 1], line.text[match.end()]
            instead = _space(before, after, line.text, match, kept=kept, everywhere=everywhere)
            if instead != match[0]:
                place = (line.start + match.start(), line.start + match.end())
                spans.append((*place, instead, "space of typesetting"))
    return spans


def _letter_spaced(line):
    """Whether a line has its characters set apart: 政 府 工 作 报 告."""
    pieces = re.split(f"{SPACE}+", line)
    return len(pieces) > 3 and sum(len(piece) == 1 for piece in pieces) > len(pieces) / 2


def _space(before, after, line, gap, *, kept, everywhere):
    """What stands for a gap between two characters: nothing or one space."""
    if not (before.isascii() and after.isascii()):
        both = re.match(HAN, before) and re.match(HAN, after)
        return " " if kept and both else ""
    left = re.search(r"[0-9A-Za-z]*$", line[max(0, gap.start() - 4) : gap.start()])[0]
    right = re.match(r"[0-9A-Za-z]*", line[gap.end() : gap.end() + 4])[0]
    if everywhere and len(left) <= 1 and len(right) <= 1:
        return ""
    if left.isdigit() and right.isdigit():
        grouped = len(right) == 3 and len(left) < 4
        return "" if grouped or len(left) == len(right) == 1 else " "
    return "" if after in "%.,;:!?)" or (before == "." and left == right == "") else " "


# --- Headings and addresses inside a line ---

RANK = re.compile("|".join(f"({marker})" for marker in TEXT["markers"][:3]))
NUMERAL = re.compile("[一二三四五六七八九十]+")
ADDRESS = re.compile(
    r"(?<=[。！？”])(?=各位代表[，！：,!:])|(?<=。)(?=[—–―─]{2})|(?<=各位代表[：:])(?=.)"
)
OPENING = re.compile(r"(?<=.)(?=各位代表[：:])|(?<=政府工作报告)(?=[—–―（(]|\d{4}年)")
OPENING_WITHIN = 200  # characters in which title, meeting and address stand
LAST_HEADING = re.compile(r"(?<=[。！？])(?=[一二三四五六七八九十]{1,2}、[^。，；：！？]{2,40}$)")
HEADING_END = re.compile(
    rf"(?:{OUTER.pattern}|\d{{4}}年)[^。，；：！？,;:!?\n]{{2,{LONGEST_HEADING}}}?"
    rf"(?:{''.join(PATTERNS['heading_ends'].split())})"
    rf"(?={SPACE}?(?:{''.join(PATTERNS['text_opens'].split())}))"
)
SHORTEST_TEXT = 20  # characters that follow a heading in its line


def split(text):
    """A heading or an address to the deputies that stands inside a line opens a line: in a line
    that no paragraph has the numbered headings that count up, in any the heading at its end."""
    spans = []
    for line in lines_of(text):
        inside = {match.start() for match in LAST_HEADING.finditer(line.text)}
        if len(line.text) >= LONG:
            inside |= {match.start() for match in ADDRESS.finditer(line.text)}
            inside |= {match.start() for match in OPENING.finditer(line.text, 0, OPENING_WITHIN)}
            inside |= _in_order(line.text)
            inside |= {
                edge
                for match in re.finditer("(?<=[。！？])", line.text)
                for heading in [HEADING_END.match(line.text, match.start())]
                if heading
                for edge in heading.span()
            }
        places = sorted(line.start + place for place in inside - {0})
        spans += [(place, place, "\n", "heading or address split off") for place in places]
    return spans


def _in_order(line):
    """Where the numbered headings begin that follow a sentence or a heading and count up."""
    reached, cut, places = [0, 0, 0], 0, set()
    for match in RANK.finditer(line):
        rank, place = match.lastindex - 1, match.start()
        number = read_numeral(NUMERAL.search(match[0])[0])
        piece = line[cut:place] if place - cut <= LONGEST_HEADING else "。"
        under = OUTER.match(piece) and not re.search("[。！？，；：]", piece)
        follows = not place or under or STOPPED.search(line[max(0, place - 3) : place])
        if follows and number in (1, reached[rank] + 1):
            reached[rank:] = [number, *(0 for _ in reached[rank + 1 :])]
            cut = place
            places.add(place)
    return places


def heading_ends(text):
    """The heading to which its text is joined (一、2005年工作回顾过去的一年，…) ends its line."""
    spans = []
    for line in lines_of(text):
        match = HEADING_END.match(line.text)
        if match and match.end() + SHORTEST_TEXT < len(line.text):
            place = line.start + match.end()
            spans.append((place, place, "\n", "heading or address split off"))
    return spans


def tidy(text):
    """Blank lines, and white space around the lines, are dropped."""
    found, spans, last = lines_of(text), [], 0
    for line in found:
        kept = text.find("\n", last, line.start) if last else -1
        cuts = [(last, kept), (kept + 1, line.start)] if kept >= 0 else [(last, line.start)]
        spans += [(a, b, "", "blank line or indent") for a, b in cuts if b > a]
        last = line.end
    return [*spans, (last, len(text), "", "blank line or indent")] if last < len(text) else spans


STEPS = (wide_gaps, page_numbers_within, one_line, pages, wrapped, spaces, split, heading_ends)
LAST = (tidy,)
