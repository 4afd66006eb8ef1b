"""What is wrong with a text as it stands: its characters, its lines, its length, its parts.

Each check takes a report (audit.Audited) and yields (fault, evidence). Patterns, thresholds and the
sentences of the faults: audit.yaml.
"""

import re

from policy_emphasis.text import PATTERNS, RULES

LIMITS, FORMULAS, NUMBERS = RULES["thresholds"], RULES["formulas"], RULES["numbers"]
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
SHARES = {fault: re.compile(rule["characters"]) for fault, rule in RULES["shares"].items()}
REPORT = re.compile(FORMULAS["report"])
OPENING = re.compile(FORMULAS["opening"])
CLOSING = re.compile(FORMULAS["closing"], re.VERBOSE)
APPEAL = re.compile(FORMULAS["appeal"])
SENTENCE_END = re.compile(FORMULAS["sentence end"])
PARAGRAPH_END = re.compile(FORMULAS["paragraph end"])
MARKER = re.compile(NUMBERS["marker"], re.MULTILINE)
ANNEX = re.compile(PATTERNS["annex"])
LOST = re.compile(RULES["damage"]["lost"])
GARBLED = re.compile(RULES["damage"]["garbled"])
MARKUP = re.compile(RULES["damage"]["markup"], re.VERBOSE | re.MULTILINE)
CHROME = re.compile(RULES["damage"]["chrome"], re.VERBOSE)
NUMERALS = ["", *"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]
LONGEST_CHROME = 80  # characters of a line that may be chrome
FARTHEST = 5  # a longer jump is no numbering
SHOWN = 4  # examples in a piece of evidence


def chinese(text):
    """How many Chinese characters a text has."""
    return sum(map(len, CHINESE.findall(text)))


def garbled(report):
    """The traces of a text that was read in another encoding than it is written in; "" for none."""
    found = GARBLED.findall(report.text)
    return f"{_examples(found)} ({len(found)})" if len(found) >= LIMITS["garbled"] else ""


def characters(report):
    """Characters that cannot be read, or are none of the text's."""
    lost = [match[0] for match in LOST.finditer(report.text)]
    if lost:
        many = len("".join(lost)) > LIMITS["lost"] * len(report.text)
        codes = ", ".join(f"U+{ord(mark[0]):04X}" for mark in list(dict.fromkeys(lost))[:SHOWN])
        yield "many characters lost" if many else "characters lost", f"{codes} ({len(lost)})"
    for fault, rule in RULES["shares"].items():
        share = len(SHARES[fault].findall(report.text)) / max(1, report.chinese)
        if share > rule["over"] or share < rule["under"]:
            yield fault, f"{share:.1%}"
    marks = [match[0] for match in MARKUP.finditer(report.text)]
    if len(marks) >= LIMITS["markup"]:
        yield "markup left", f"{_examples(marks)} ({len(marks)})"
    accounted = 1 - report.lost / max(1, report.chinese)
    if accounted < LIMITS["accounted"]:
        yield "lost on the way", f"{accounted:.0%} < {LIMITS['accounted']:.0%}"


def lines(report):
    """Lines that are no paragraphs, or no part of the text."""
    yield from breaks(report.lines)
    chrome = [line for line in report.lines if _is_chrome(line)]
    if len(chrome) >= LIMITS["chrome"]:
        yield "page chrome", f"{_examples(chrome)} ({len(chrome)})"


def breaks(lines):
    """Whether the lines of a text (without blank ones) are no paragraphs."""
    size, count = sum(map(len, lines)), len(lines)
    if size > LIMITS["line"] * max(2, count):
        yield "one line", f"{size} / {count}"
    full = sorted(map(len, lines))[count * 9 // 10] if lines else 0
    if count >= LIMITS["wrapped lines"] and full <= LIMITS["wrapped width"]:
        broken = [line for line in lines if len(line) >= 0.8 * full]
        broken = [line for line in broken if not PARAGRAPH_END.search(line)]
        if len(broken) > LIMITS["wrapped"] * count:
            yield "hard-wrapped", f"{len(broken)} / {count}, {full}"


def length(report):
    """Texts that no work report is as short or as long as."""
    if report.chinese < LIMITS["shortest"]:
        yield "too short", f"{report.chinese} < {LIMITS['shortest']}"
    elif report.chinese > LIMITS["longest"]:
        yield "too long", f"{report.chinese} > {LIMITS['longest']}"


def parts(report):
    """Parts that a report has: opening, review, plan, closing, headings without gaps."""
    if not OPENING.search(report.text[: LIMITS["opening"]]):
        yield "no opening", report.text.strip()[:40]
    *_, again = [0, *(match.start() for match in REPORT.finditer(report.text))]
    if again > LIMITS["shortest"] and len(report.text) - again > LIMITS["shortest"]:
        yield "two reports", f"{report.text[again:][:40]} ({again})"
    yield from _ending(report)
    for stage in ("review", "plan"):
        if stage not in report.stages:
            yield f"no {stage}", ""
    inferred = [stage for stage in ("review", "plan") if report.stages.get(stage)]
    if inferred:
        yield "stages inferred", ", ".join(inferred)
    missing = list(_missing_numbers(report.text))
    if missing:
        many = len(missing) >= LIMITS["gaps"]
        yield "numbers missing" if many else "a number missing", _examples(missing)


def _ending(report):
    """Whether the text closes as reports do, or breaks off. Annexes may follow the closing."""
    line = next((line for line in reversed(report.lines) if not _is_chrome(line)), "")
    whole = SENTENCE_END.search(line[-10:]) or any(map(ANNEX.match, report.lines))
    unfinished = "broken" if len(line) >= LIMITS["long"] else "short"
    part = LIMITS["closing" if whole else unfinished]
    closing = CLOSING.search(report.text, int(len(report.text) * (1 - part)))
    if not closing and not APPEAL.search(line[-10:]):
        yield "no closing" if whole else "truncated", f"…{line[-40:]}"


def _is_chrome(line):
    return len(line) <= LONGEST_CHROME and CHROME.fullmatch(line)


def _missing_numbers(text):
    """The numbers that the numbering of the headings skips, where they stand nowhere between."""
    last, since = {"outer": 0, "inner": 0}, {"outer": 0, "inner": 0}
    for match in MARKER.finditer(text):
        rank = match.lastgroup
        if match[rank] not in NUMERALS:
            continue
        number = NUMERALS.index(match[rank])
        if number - last[rank] <= FARTHEST:
            between = text[since[rank] : match.start()]
            for skipped in NUMERALS[last[rank] + 1 : number]:
                if not re.search(NUMBERS[rank].format(skipped), between):
                    yield f"{skipped} … {match[0]}"
        last[rank], since[rank] = number, match.end()
        if rank == "outer":
            last["inner"], since["inner"] = 0, match.end()


def _examples(found):
    return " ".join(dict.fromkeys(" ".join(words.split())[:30] for words in found[:SHOWN]))
