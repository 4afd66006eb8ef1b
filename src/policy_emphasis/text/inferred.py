"""The stages of a report's paragraphs: by the headings above them, and where those leave the review
or the plan unnamed, by what the paragraphs say (text.turning)."""

from itertools import accumulate, pairwise

from policy_emphasis.text.stages import (
    OUTER,
    heading_rank,
    is_annex,
    looks_back,
    of_conduct,
    own_year,
    plain,
    stage_named,
    stage_of,
    times,
)
from policy_emphasis.text.turning import AHEAD, LEAST, Report, count, place, turn_of

CLOSING = "各位代表"  # how the closing appeal addresses the deputies
MOST_LOOSE = 0.15  # of the characters under no stage
LEAST_OUTLOOK = 0.08  # of the characters: with less, a turn before the plan's heading is none
MOST_CONDUCT = 0.35  # of the characters: with more, a heading of conduct was not the last
MOST_ANNEXED = 0.35  # of the paragraphs: what may follow the closing appeal
PROMISING = 8 / 1000  # words of balance to a character: a plan has 25 of 1000
OPENING = 12  # paragraphs in which the opening formula ends
FORMULA = 250  # characters of the opening formula at most
DENSE = 8 / 1000  # words of conduct to a character: 1 of 1000 in a plan, 36 in a section on conduct
MOST_AFTER = 3  # words that a plan would hold for such a section to be over
LEAST_CONDUCT = 3  # words by which such a section exceeds a plan
# What makes a place likely for its beginning, in words (chosen on 529 sections under a heading).
HEADED, ADDRESSED, SPOKEN = 8, 5, 80  # the last: characters in which the government is spoken of


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
        if len(text) < FORMULA and count(text, "formula")
    )
    return next(formula, -1) + 1


def _closing(texts, paths):
    """The closing appeal: the last paragraphs that address the deputies, but those on the
    government's own conduct. What follows an appeal under no heading of a stage is an annex."""
    annexes = (i for i, path in enumerate(paths) if path and is_annex(path[0]))
    end = next(annexes, len(texts))
    for last in range(end - 1, int(end * (1 - MOST_ANNEXED)), -1):
        if _addresses(texts, last) and count(texts[last], "appeal"):
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
    return not _is_of_conduct(text) or (len(text) < FORMULA and count(text, "appeal"))


def _addresses(texts, i):
    """Whether a paragraph speaks to the deputies, in its own first words or in a line before it."""
    alone = i and texts[i - 1].startswith(CLOSING) and len(texts[i - 1]) <= len(CLOSING) + 1
    return texts[i].startswith(CLOSING) or alone


def _completed(report, named, body):
    """The stages, with what the headings leave out or name wrongly taken from the text."""
    found = list(named)
    for start, end in _runs(named, "both"):
        turn = place(report, range(start, end))
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
    turn = turn_of(report, body, named)
    if turn is not None and not missing:
        _outlook(report, found, range(turn, body.stop))
    turn = turn if missing or loose else None
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


def _outlook(report, found, rest):
    """Gives the plan what stands under the review's heading but is the outlook on years to come,
    from the turn on: where it is long, and says at once of which years it speaks."""
    plan = next((i for i in rest if found[i] == "plan"), rest.start)
    beginning = report.texts[rest.start][: 2 * SPOKEN]
    ahead = AHEAD.match(beginning) or times(plain(beginning), report.year)[1]
    long = LEAST_OUTLOOK * report.size(range(len(found)))
    if ahead and report.size(range(rest.start, plan)) >= long:
        found[rest.start : plan] = ["plan"] * (plan - rest.start)


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


def _is_of_conduct(text):
    """Whether a paragraph is of the government's own conduct by its words."""
    words = count(text, "conduct")
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
    own = any(count(report.texts[i], "own") for i in range(first, last + 1))
    return range(first, last + 1) if own else range(0)


def _conduct(text):
    """Words of conduct over those that so much of a plan would hold."""
    return count(text, "conduct") - DENSE * len(text)


def _opens_conduct(report, i):
    """How likely a section on conduct opens with a paragraph, in words; 0 where it cannot."""
    text, above = report.texts[i], report.paths[i - 1]
    headings = (h for h in report.paths[i] if h not in above and not text.startswith(h))
    headed = any("政府" in heading or count(heading, "conduct") for heading in headings)
    beginning = text[:SPOKEN]
    spoken = text.startswith(CLOSING) + bool(count(beginning, "of government"))
    begins = "政府" in beginning or bool(count(beginning, "conduct"))
    return HEADED * headed + ADDRESSED * spoken or int(begins)
