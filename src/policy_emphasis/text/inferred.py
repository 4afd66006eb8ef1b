"""The stages of a report's paragraphs: by the headings above them, and where those leave the review
or the plan unnamed, by what the paragraphs say.

A report turns once from what was done to what is to be done. The turn is sought as a change point:
the place where the running balance of words of promise (力争, 确保, 今年 …) over words of doing (了,
取得, 一年来 …), years before the report's counting as doing and the others as promise, is lowest
(after E. S. Page, Continuous inspection schemes, Biometrika 41, 1954). A place where a heading
stands, where difficulties have just been told or where a paragraph opens with the time ahead is
preferred, as if its balance were so many words lower. On 649 reports whose headings name both
parts, the turn so found lies within 3 % of the report's characters of theirs in 97 of 100.
"""

import re
from itertools import accumulate

from policy_emphasis.text import PATTERNS
from policy_emphasis.text.stages import (
    NUMBERED,
    OUTER,
    UNNUMBERED,
    heading_rank,
    is_annex,
    of_conduct,
    own_year,
    stage_of,
)

WORDS = {name: words.split() for name, words in PATTERNS["content"].items()}
CLAUSE = re.compile(rf"[。;；，,、!！](?:{'|'.join(WORDS['opening clauses'])})")
AHEAD = re.compile(PATTERNS["ahead"], re.VERBOSE)
YEAR = re.compile(r"20\d\d(?=年)")
CLOSING = "各位代表"  # how the closing appeal addresses the deputies
LEAST = {"review": 0.05, "plan": 0.15}  # of the characters: with less, a part is missing
MOST_LOOSE = 0.15  # of the characters under no stage
MOST_CONDUCT = 0.35  # of the characters: with more, a heading of conduct was not the last
# What makes a place likely for the turn, in words of the balance (chosen on the 649 reports).
OUTER_HEADING, INNER_HEADING, AFTER_DIFFICULTIES, LOOKS_AHEAD = 60, 5, 40, 30
CLEAR = 15 / 1000  # words of balance to a character by which what follows exceeds what precedes
OPENING = 12  # paragraphs in which the opening formula ends
FORMULA = 250  # characters of the opening formula at most
DENSE = 6 / 1000  # words of conduct to a character: .5 in a plan, 20 in a section on conduct


def staged(paths, texts, year):
    """The stages of one report's paragraphs.

    paths: the headings above each, outermost first, with the one that opens it; texts: the
    paragraphs; year: of the report, 0 where it is not known. Returns (stage, whether it was
    inferred from the text) of each, and how many of them come before the closing appeal.
    """
    opened = _opened(texts)
    front = {heading for path in paths[:opened] for heading in path}  # the title and its like
    paths = [[heading for heading in path if heading not in front] for path in paths]
    year = own_year({heading for path in paths for heading in path}, year)
    named, before = [], set()
    for path in paths:
        named.append("other" if path and is_annex(path[0]) else stage_of(path, year, before))
        before |= {"review", "plan"} if named[-1] == "both" else {named[-1]}
    end = next((i for i, path in enumerate(paths) if path and is_annex(path[0])), len(paths))
    closing = _closing(texts[:end])
    body = range(opened, closing)
    found = _completed(named, body, paths=paths, texts=texts, year=year)
    for i in _own_conduct(found, body, texts):
        found[i] = "governance"
    for i in (*range(opened), *range(closing, len(found))):
        found[i] = "other"
    inferred = (
        stage not in (heading, "other") for stage, heading in zip(found, named, strict=True)
    )
    return list(zip(found, inferred, strict=True)), closing, end


def _opened(texts):
    """How many paragraphs the opening fills: up to the formula that the report be examined."""
    formula = (
        i
        for i, text in enumerate(texts[:OPENING])
        if len(text) < FORMULA and _words(text, "formula")
    )
    return next(formula, -1) + 1


def _closing(texts):
    """How many paragraphs come before the closing appeal: the last that address the deputies, but
    those on the government's own conduct."""
    first = len(texts)
    while first and _addresses(texts, first - 1) and _appeals(texts[first - 1]):
        first -= 1
    return first


def _appeals(text):
    """Whether a paragraph is none on the government's own conduct, or a short one that ends in an
    appeal."""
    return not _is_of_conduct(text) or (len(text) < FORMULA and _words(text, "appeal"))


def _addresses(texts, i):
    """Whether a paragraph speaks to the deputies, in its own first words or in a line before it."""
    alone = i and texts[i - 1].startswith(CLOSING) and len(texts[i - 1]) <= len(CLOSING) + 1
    return texts[i].startswith(CLOSING) or alone


def _completed(named, body, *, paths, texts, year):
    """The stages with those parts filled from the text that the headings leave out."""
    found = list(named)
    for start, end in _runs(named, "both"):
        turn = _turn(range(start, end), paths, texts=texts, year=year) or start
        found[start:end] = ["review"] * (turn - start) + ["plan"] * (end - turn)
    size = sum(len(texts[i]) for i in body)
    shares = {
        stage: sum(len(texts[i]) for i in body if found[i] == stage) / max(size, 1)
        for stage in ("review", "plan", "governance", "other")
    }
    missing = any(shares[stage] < least for stage, least in LEAST.items())
    if not missing and shares["other"] <= MOST_LOOSE:
        return found
    turn = _turn(body, paths, texts=texts, year=year)
    if turn is None:
        return found
    conduct = shares["governance"] <= MOST_CONDUCT
    for i in body:
        part = "review" if i < turn else "plan"
        if part == "plan" and conduct and of_conduct(paths[i]):
            part = "governance"
        loose = found[i] == "other"
        fill = shares["other"] > MOST_LOOSE or shares["review" if i < turn else "plan"] < 0.15
        if (loose and fill) or (missing and not loose):
            found[i] = part
    return found


def _runs(stages, stage):
    """The half-open spans of neighbours of one stage."""
    starts = [i for i, own in enumerate(stages) if own == stage and stages[i - 1 : i] != [stage]]
    for start in starts:
        others = (i for i in range(start, len(stages)) if stages[i] != stage)
        yield start, next(others, len(stages))


def _turn(body, paths, *, texts, year):
    """The paragraph with which the plan begins among these, or None where no turn is clear."""
    promise = [_promise(texts[i], year) for i in body]
    likely = [_likely(i, body, paths=paths, texts=texts) for i in body]
    balance = [0, *accumulate(promise)]
    place = min(range(len(likely)), key=lambda i: balance[i] - likely[i], default=0)
    before, after = (
        sum(map(len, texts[i:j]))
        for i, j in ((body.start, body.start + place), (body.start + place, body.stop))
    )
    if before < LEAST["review"] * (before + after) or after < LEAST["plan"] * (before + after):
        return None
    rise = (balance[-1] - balance[place]) / after - balance[place] / max(before, 1)
    return body.start + place if place and rise >= CLEAR else None


def _promise(text, year):
    """Words of promise over words of doing in a paragraph."""
    words = _words(text, "promised") + len(CLAUSE.findall("。" + text)) - _words(text, "done")
    years = [int(found) for found in YEAR.findall(text)] if year else []
    return words + sum(1 if found >= year else -1 for found in years)


def _likely(i, body, *, paths, texts):
    """How likely it is that the plan begins with a paragraph, in words of the balance."""
    if i == body.start:
        return 0
    opened = [heading for heading in paths[i] if heading not in paths[i - 1]]
    lines = [heading_rank(heading) for heading in opened if not texts[i].startswith(heading)]
    words = INNER_HEADING if lines else 0
    words += OUTER_HEADING if any(rank in (*OUTER, UNNUMBERED) for rank in lines) else 0
    told = texts[max(body.start, i - 2) : i]
    words += AFTER_DIFFICULTIES * sum(_tells_difficulties(text) for text in told)
    return words + (LOOKS_AHEAD if AHEAD.match(texts[i]) else 0)


def _tells_difficulties(text):
    return _words(text, "difficulties") >= 2


def _is_of_conduct(text):
    """Whether a paragraph is of the government's own conduct by its words."""
    words = _words(text, "conduct")
    return words >= 2 and words >= DENSE * len(text)


def _own_conduct(found, body, texts):
    """The last paragraphs of the plan that are of the government's own conduct, under no heading
    that says so."""
    plan = next((i for i in body if found[i] == "plan"), body.stop)
    first = last = body.stop
    while (
        first > plan + 1 and found[first - 1] != "governance" and _is_of_conduct(texts[first - 1])
    ):
        first -= 1
    if first > plan + 1 and found[first - 1] == "governance":
        return range(0)
    while first < last and not _speaks_of_government(texts[first]):
        first += 1
    if not any(_words(texts[i], "own") for i in range(first, last)):
        return range(0)
    opens = texts[first - 1]
    led = opens.startswith(CLOSING) and len(opens) < FORMULA and first > plan + 1
    return range(first - led, last)


def _words(text, kind):
    """How many words of a kind a text holds."""
    return sum(map(text.count, WORDS[kind]))


def _speaks_of_government(text):
    return text.startswith(CLOSING) or NUMBERED.match(text) or "政府" in text[:60]
