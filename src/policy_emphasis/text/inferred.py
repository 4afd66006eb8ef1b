"""The stages of a report's paragraphs: by the headings above them, and where those leave the review
or the plan unnamed, by what the paragraphs say.

A report turns once from what was done to what is to be done. The turn is sought as a change point:
the place where the running balance of words of promise (力争, 确保, 今年 …) over words of doing
(了, 一年来 …), years before the report's counting as doing and the others as promise, is lowest
(after E. S. Page, Continuous inspection schemes, Biometrika 41, 1954). A place where a heading
stands, where difficulties have just been told or where a paragraph opens with the time ahead is
preferred, as if its balance were so many words lower. On 671 reports whose headings name both
parts, the turn so found lies within 3 % of the report's characters of theirs in 97 of 100.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from policy_emphasis.text import PATTERNS
from policy_emphasis.text.stages import (
    OUTER,
    UNNUMBERED,
    heading_rank,
    is_annex,
    looks_back,
    of_conduct,
    own_year,
    stage_named,
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
MOST_ANNEXED = 0.35  # of the paragraphs: what may follow the closing appeal
# What makes a place likely for the turn, in words of the balance (chosen on the 671 reports).
OUTER_HEADING, INNER_HEADING, AFTER_DIFFICULTIES, LOOKS_AHEAD = 60, 5, 40, 30
# Words of balance to a character: a plan has 25 of 1000, a review -15.
CLEAR = 15 / 1000  # by so much what follows the turn exceeds what precedes it
PROMISING = 8 / 1000
WORDS_AHEAD = 10  # by which the balance must rise from the turn to the end: it was 60 and more
NEAR = 3  # paragraphs from a heading that names the plan: the turn is there
OPENING = 12  # paragraphs in which the opening formula ends
FORMULA = 250  # characters of the opening formula at most
DENSE = 8 / 1000  # words of conduct to a character: 1 of 1000 in a plan, 36 in a section on conduct
MOST_AFTER = 3  # words that a plan would hold for such a section to be over
LEAST_CONDUCT = 3  # words by which such a section exceeds a plan
# What makes a place likely for its beginning, in words (chosen on 529 sections under a heading).
HEADED, ADDRESSED, SPOKEN = 8, 5, 80  # the last: characters in which the government is spoken of


@dataclass(frozen=True)
class Report:
    """The paragraphs of a report, the headings above each, and its year (0: not known)."""

    texts: list
    paths: list
    year: int

    @cached_property
    def promise(self):
        """Words of promise over words of doing in each paragraph."""
        return [_promise(text, self.year) for text in self.texts]

    def size(self, indices):
        return sum(len(self.texts[i]) for i in indices)

    def rate(self, start, end):
        """The balance of promise over doing to a character."""
        return sum(self.promise[start:end]) / max(self.size(range(start, end)), 1)


def staged(paths, texts, year):
    """The stages of one report's paragraphs.

    paths: the headings above each, outermost first, with the one that opens it; texts: the
    paragraphs; year: of the report, 0 where it is not known. Returns (stage, whether it was
    inferred from the text) of each, and the range of the closing appeal.
    """
    opened = _opened(texts)
    front = {heading for path in paths[:opened] for heading in path}  # the title and its like
    paths = [[heading for heading in path if heading not in front] for path in paths]
    year = own_year({heading for path in paths for heading in path}, year)
    named, before = [], set()
    for path in paths:
        named.append("other" if path and is_annex(path[0]) else stage_of(path, year, before))
        before |= {"review", "plan"} if named[-1] == "both" else {named[-1]}
    closing = _closing(texts, paths)
    body = range(opened, max(opened, closing.start))
    report = Report(texts, paths, year)
    found = _completed(report, named, body)
    for i in _own_conduct(report, found, body):
        found[i] = "governance"
    for i in (*range(opened), *range(closing.start, len(found))):
        found[i] = "other"
    pairs = zip(found, named, strict=True)
    return [(stage, stage not in (heading, "other")) for stage, heading in pairs], closing


def _opened(texts):
    """How many paragraphs the opening fills: up to the formula that the report be examined."""
    formula = (
        i
        for i, text in enumerate(texts[:OPENING])
        if len(text) < FORMULA and _words(text, "formula")
    )
    return next(formula, -1) + 1


def _closing(texts, paths):
    """The closing appeal: the last paragraphs that address the deputies, but those on the
    government's own conduct. What follows an appeal under no heading of a stage is an annex."""
    annexes = (i for i, path in enumerate(paths) if path and is_annex(path[0]))
    end = next(annexes, len(texts))
    for last in range(end - 1, int(end * (1 - MOST_ANNEXED)), -1):
        if _addresses(texts, last) and _words(texts[last], "appeal"):
            later = {heading for path in paths[last + 1 : end] for heading in path}
            later -= set(paths[last])
            named = any(stage_named(h) != "other" for h in later if heading_rank(h) in OUTER)
            end = end if named else last + 1
            break
    first = end
    while first and _addresses(texts, first - 1) and _appeals(texts[first - 1]):
        first -= 1
    return range(first, end)


def _appeals(text):
    """Whether a paragraph is none on the government's own conduct, or a short one that ends in an
    appeal."""
    return not _is_of_conduct(text) or (len(text) < FORMULA and _words(text, "appeal"))


def _addresses(texts, i):
    """Whether a paragraph speaks to the deputies, in its own first words or in a line before it."""
    alone = i and texts[i - 1].startswith(CLOSING) and len(texts[i - 1]) <= len(CLOSING) + 1
    return texts[i].startswith(CLOSING) or alone


def _completed(report, named, body):
    """The stages, with what the headings leave out or name wrongly taken from the text."""
    found = list(named)
    for start, end in _runs(named, "both"):
        turn = _place(report, range(start, end))
        found[start:end] = ["review"] * (turn - start) + ["plan"] * (end - turn)
    for start, end in _promising(report, named):
        found[start:end] = ["plan"] * (end - start)
    first = next((i for i in body if found[i] != "other"), body.start)
    size = max(report.size(body), 1)
    shares = {
        stage: report.size(i for i in body if found[i] == stage) / size
        for stage in ("review", "plan", "governance", "other")
    }
    missing = any(shares[stage] < least for stage, least in LEAST.items())
    loose = shares["other"] > MOST_LOOSE
    turn = _turn(report, body, named) if missing or loose else None
    fills = body.start if loose or shares["review"] < LEAST["review"] else first
    for i in body if turn is not None else ():
        if (missing and found[i] != "other") or (found[i] == "other" and i >= fills):
            found[i] = "review" if i < turn else "plan"
    _fill(report, found, body)
    if shares["governance"] <= MOST_CONDUCT:
        conduct = (i for i in body if found[i] == "plan" and of_conduct(report.paths[i]))
        for i in conduct:
            found[i] = "governance"
    return found


def _fill(report, found, body):
    """Gives what stands under no stage, once the review has begun, that of its words."""
    first = next((i for i in body if found[i] != "other"), body.stop)
    for start, end in _runs(found[: body.stop], "other"):
        if start > first:
            ahead = "plan" in found[:start] or report.rate(start, end) > 0
            found[start:end] = ["plan" if ahead else "review"] * (end - start)


def _promising(report, named):
    """Spans under an outer heading that speaks of a review without looking back, while the text
    promises: 「二、加快富民兴业新跨越步伐」."""
    outer = [
        path[0] if path and stage == "review" else ""
        for path, stage in zip(report.paths, named, strict=True)
    ]
    for heading in dict.fromkeys(outer):
        if heading and not looks_back(heading, report.year):
            spans = _runs(outer, heading)
            yield from (span for span in spans if report.rate(*span) >= PROMISING)


def _runs(stages, stage):
    """The half-open spans of neighbours of one stage."""
    cuts = [i for i in range(1, len(stages)) if stages[i] != stages[i - 1]]
    spans = pairwise([0, *cuts, len(stages)] if stages else [])
    return [(start, end) for start, end in spans if stages[start] == stage]


def _turn(report, body, named):
    """The paragraph with which the plan begins, or None where no turn is clear."""
    turn = _place(report, body)
    before, after = (
        report.size(part) for part in (range(body.start, turn), range(turn, body.stop))
    )
    size = before + after
    if before < max(LEAST["review"] * size, 1) or after < max(LEAST["plan"] * size, 1):
        return None
    rise = report.rate(turn, body.stop) - report.rate(body.start, turn)
    if rise < CLEAR or sum(report.promise[turn : body.stop]) < WORDS_AHEAD:
        return None
    outer = report.paths[turn][:1]
    near = [i for i in range(turn - NEAR, turn) if i in body and report.paths[i][:1] == outer]
    return near[0] if near and near[0] > turn - NEAR and named[near[0]] == "plan" else turn


def _place(report, body):
    """Where in a stretch the plan begins most likely."""
    balance = [0, *accumulate(report.promise[body.start : body.stop])]
    levels = [balance[i - body.start] - _likely(report, i, body) for i in body]
    return body.start + levels.index(min(levels)) if levels else body.start


def _promise(text, year):
    """Words of promise over words of doing in a paragraph."""
    words = _words(text, "promised") + len(CLAUSE.findall("。" + text)) - _words(text, "done")
    years = [int(found) for found in YEAR.findall(text)] if year else []
    return words + sum(1 if found >= year else -1 for found in years)


def _likely(report, i, body):
    """How likely it is that the plan begins with a paragraph, in words of the balance."""
    if i == body.start:
        return 0
    paths, text = report.paths, report.texts[i]
    opened = [heading for heading in paths[i] if heading not in paths[i - 1]]
    lines = [heading_rank(heading) for heading in opened if not text.startswith(heading)]
    words = INNER_HEADING if lines else 0
    words += OUTER_HEADING if any(rank in (*OUTER, UNNUMBERED) for rank in lines) else 0
    told = report.texts[max(body.start, i - 2) : i]
    words += AFTER_DIFFICULTIES * sum(_words(each, "difficulties") >= 2 for each in told)
    return words + (LOOKS_AHEAD if AHEAD.match(text) else 0)


def _is_of_conduct(text):
    """Whether a paragraph is of the government's own conduct by its words."""
    words = _words(text, "conduct")
    return words >= 2 and words >= DENSE * len(text)


def _own_conduct(report, found, body):
    """The last paragraphs of the plan that are of the government's own conduct, under no heading
    that says so: from where the words of conduct exceed by most what a plan would hold."""
    last = body.stop - 1
    plan = next((i for i in body if found[i] == "plan"), last)
    most, first, sum_of_words = LEAST_CONDUCT, body.stop, 0
    for i in range(last, plan, -1):
        if found[i] == "governance":
            break
        sum_of_words += _conduct(report.texts[i])
        opens = _opens_conduct(report, i)
        if opens and sum_of_words > 0 and sum_of_words + opens > most:
            most, first = sum_of_words + opens, i
    excess = list(accumulate(_conduct(report.texts[i]) for i in range(first, body.stop)))
    if excess and max(excess) - excess[-1] > MOST_AFTER:
        last = first + excess.index(max(excess))
    own = any(_words(report.texts[i], "own") for i in range(first, last + 1))
    return range(first, last + 1) if own else range(0)


def _conduct(text):
    """Words of conduct over those that so much of a plan would hold."""
    return _words(text, "conduct") - DENSE * len(text)


def _opens_conduct(report, i):
    """How likely a section on conduct opens with a paragraph, in words; 0 where it cannot."""
    text, above = report.texts[i], report.paths[i - 1]
    headings = (h for h in report.paths[i] if h not in above and not text.startswith(h))
    headed = any("政府" in heading or _words(heading, "conduct") for heading in headings)
    beginning = text[:SPOKEN]
    spoken = text.startswith(CLOSING) + bool(_words(beginning, "of government"))
    begins = "政府" in beginning or bool(_words(beginning, "conduct"))
    return HEADED * headed + ADDRESSED * spoken or int(begins)


def _words(text, kind):
    """How many words of a kind a text holds."""
    return sum(map(text.count, WORDS[kind]))
