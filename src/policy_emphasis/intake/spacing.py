"""The spaces of typesetting: gaps that set paragraphs apart, and spaces that mean nothing."""

import re
from itertools import pairwise

from policy_emphasis.intake.lines import (
    HAN,
    LONGEST_HEADING,
    PATTERNS,
    SPACE,
    STOPPED,
    lines_of,
)

LETTER_SPACED = 0.3  # of the neighbouring characters with a space in between


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
            both = len(before) > 3 and len(after) > 3 and not re.search(PATTERNS["post"], before)
            if stopped or (both and not re.search(r"\d$|日$", before) and re.search(HAN, after)):
                spans.append((*match.span(), "\n", "gap between paragraphs"))
    return spans


def spaces(text):
    """Spaces at the ends of lines, and those next to Chinese characters and digits, but not the
    one that sets apart two halves of a title or a name."""
    spaced = len(re.findall(rf"(?<={HAN}){SPACE}+(?={HAN})", text))
    everywhere = spaced > max(LONGEST_HEADING, LETTER_SPACED * len(re.findall(HAN, text)))
    spans = []
    for line in lines_of(text):
        alone = len(line.text) <= LONGEST_HEADING and not STOPPED.search(line.text)
        kept = alone and not everywhere and not _letter_spaced(line.text)
        for match in re.finditer(rf"{SPACE}+", line.text):
            instead = _space(line.text, match, kept=kept, everywhere=everywhere)
            if instead != match[0]:
                place = (line.start + match.start(), line.start + match.end())
                spans.append((*place, instead, "space of typesetting"))
    return spans


def _letter_spaced(line):
    """Whether a line has its characters set apart: 政 府 工 作 报 告."""
    pieces = re.split(f"{SPACE}+", line)
    return len(pieces) > 3 and sum(len(piece) == 1 for piece in pieces) > len(pieces) / 2


def _space(line, gap, *, kept, everywhere):
    """What stands for a gap in a line: nothing or one space."""
    before, after = line[gap.start() - 1], line[gap.end()]
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
    if left.isdigit() and len(right) == 1:
        return ""  # 5 G
    return "" if after in "%.,;:!?)" or (before == "." and left == right == "") else " "
