"""The lines of a text, and the headings and addresses to the deputies that stand inside one.

Each step of this and the neighbouring modules takes a text and returns the stretches to replace:
start, end, instead, reason.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pkgutil import get_data

import yaml

from policy_emphasis.quantities.numerals import read_numeral
from policy_emphasis.text import PATTERNS as TEXT

PATTERNS = yaml.safe_load(get_data(__package__, "cleaning.yaml"))


def listed(name):
    """A pattern of cleaning.yaml that is written with blanks."""
    return "".join(PATTERNS[name].split())


SPACE = PATTERNS["space"]
HAN = "[〇㐀-鿿\U00020000-\U0003ffff]"
ENDED = re.compile(r"[。！？!?…；;：:][”’」』》)）\"]*$")  # what can end a paragraph
STOPPED = re.compile(r"[。！？!?…][”’」』》)）\"]*$")  # what ends a sentence
TAIL = 9  # characters in which a line's end is looked for
NUMERALS = "[一二三四五六七八九十]"
PART, ITEM, BRACKETED = TEXT["markers"][:3]  # the outer ranks
MARKERS = [PART, f"(?<!{NUMERALS}){ITEM}", BRACKETED]
OUTER = re.compile("|".join(MARKERS))
LONGEST_HEADING = 45  # characters, as in text.outline
LONG = 1000  # characters in a line that no single paragraph has

RANK = re.compile("|".join(f"({marker})" for marker in MARKERS))
ADDRESS = re.compile(
    r"(?<=[。！？”])(?=各位代表[，！：,!:])|(?<=。)(?=[—–―─]{2})|(?<=各位代表[：:])(?=.)"
)
OPENING = re.compile(r"(?<=.)(?=各位代表[：:])|(?<=政府工作报告)(?=[—–―（(]|\d{4}年)")
OPENING_WITHIN = 200  # characters in which title, meeting and address stand
LAST_HEADING = re.compile(r"(?<=[。！？])(?=[一二三四五六七八九十]{1,2}、[^。，；：！？]{2,40}$)")
HEADING_END = re.compile(
    rf"(?:{OUTER.pattern}|\d{{4}}年)[^。，；：！？,;:!?\n]{{2,{LONGEST_HEADING}}}?"
    rf"(?:{listed('heading_ends')})(?={SPACE}?(?:{listed('text_opens')}))"
    rf"|(?:{'|'.join(MARKERS[:2])})[^。，；：！？,;:!?\n]{{2,{LONGEST_HEADING}}}"
    rf"(?:{listed('heading_surely_ends')})(?!{listed('heading_goes_on')}|{SPACE}|$|[^\w“‘《])"
)
SHORTEST_TEXT = 20  # characters that follow a heading in its line


@dataclass(frozen=True)
class Line:
    """A line that is not blank: `start` and `end` without the white space around it, of which
    `indent` stands before."""

    start: int
    end: int
    text: str
    indent: str
    after_blank: bool


@lru_cache(maxsize=1)  # most steps find the text as the one before has left it
def lines_of(text):
    """The lines that are not blank."""
    found, blank, last = [], False, 0
    for end in [*(match.start() for match in re.finditer("\n", text)), len(text)]:
        whole = text[last:end]
        stripped = whole.strip()
        if stripped:
            start = last + len(whole) - len(whole.lstrip())
            indent = text[last:start]
            found.append(Line(start, start + len(stripped), stripped, indent, blank))
        blank = not stripped
        last = end + 1
    return tuple(found)


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
        number = read_numeral(re.search(f"{NUMERALS}+", match[0])[0])
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
