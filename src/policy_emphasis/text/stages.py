"""What a heading says of the stage of what stands under it: review (what was done), plan (what is
to be done), governance (the government's own conduct), both (first the one, then the other), other.

The rules were written on the seed's three texts and on reports of provinces and cities from 1991 to
2026. Where headings say nothing, text.inferred asks the text.
"""

import re
import unicodedata
from functools import cache

from policy_emphasis.text import PATTERNS

MARKERS = PATTERNS["markers"]
NUMBERED = re.compile("|".join(MARKERS))
FIRST = re.compile(r"\D?[一1](?!\d)[^一二三四五六七八九十\d]")  # 一、 (一) 1. 一是, not 十一 or 11
UNNUMBERED = len(MARKERS)  # the innermost rank: an unnumbered line that names no stage
NAMING = -1  # the outermost rank: an unnumbered line that names a stage
DIVIDING = (0, 1)  # ranks of the numbered headings that divide a report
OUTER = (NAMING, *DIVIDING)
NAMED = {stage: re.compile(words, re.VERBOSE) for stage, words in PATTERNS["stages"].items()}
# Words that no year turns round: 「2013年工作安排」 is a plan though its report be of 2014.
DIRECTED = {way: re.compile(words, re.VERBOSE) for way, words in PATTERNS["directions"].items()}
SPOKEN = {stage: re.compile(words, re.VERBOSE) for stage, words in PATTERNS["tendencies"].items()}
ANNEX = re.compile(PATTERNS["annex"])
YEAR = re.compile(r"(?:19|20)\d\d(?=年(?!\d+月)|$|[—-])")  # but not of a date
# 「二〇二四年」; the circle is written with several characters.
SPELT_YEAR = re.compile("[一二][九〇○Oo0零][〇○Oo0零一二三四五六七八九]{2}(?=年)")
SPELT = str.maketrans("〇○Oo零一二三四五六七八九", "00000123456789")
PERIOD = re.compile(r"[“\"]十五[”\"]|十([一二三四五六七八])五")  # five-year plans
FIRST_PERIOD = 2001  # the first year of the tenth, 「“十五”」; each is of five years
NONE = (False, False)


@cache
def plain(heading):
    """A heading without blanks, its digits and years as ASCII: of how it is written no trace."""
    heading = "".join(unicodedata.normalize("NFKC", heading).split())
    return SPELT_YEAR.sub(lambda spelt: spelt[0].translate(SPELT), heading)


@cache
def heading_rank(heading):
    """-1 for an unnumbered heading that names a stage, 0… by marker, UNNUMBERED for any other."""
    for rank, marker in enumerate(MARKERS):
        if re.match(marker, heading):
            return rank
    names = stage_named(heading) != "other" and not heading.startswith("—")  # an item of a list
    return NAMING if names else UNNUMBERED


@cache
def stage_named(heading, year=0):
    """The stage that one heading names in a report of this year (0: not known), by its words and
    its times: 「2023年主要工作」 is a review in a report of 2024."""
    heading = plain(heading)
    if NAMED["governance"].search(heading):
        return "governance"
    review, plan = (bool(NAMED[stage].search(heading)) for stage in ("review", "plan"))
    past, ahead = times(heading, year)
    if review and past and ahead:
        return "both"
    back, forth = (bool(DIRECTED[way].search(heading)) for way in ("back", "ahead"))
    if past != ahead and back == forth and (review or plan):
        return "plan" if ahead else "review"
    return next((stage for stage, named in (("review", review), ("plan", plan)) if named), "other")


def stage_of(path, year, before):
    """The stage that a path of headings stands for: the outermost that is named, but governance
    inside a plan is governance; where none is, what the outermost one tends to. before: the stages
    that the report has come through; its own conduct is part of the review until the plan."""
    planned = "plan" in before
    dividing = (heading for heading in path if heading_rank(heading) in OUTER)
    named = (stage_named(heading, year) for heading in dividing)
    outermost = next((stage for stage in named if stage != "other"), "other")
    if outermost == "other" and path:
        outermost = _tendency(path[0], year, planned)
    if outermost == "governance" and "review" in before and not planned:
        return "review"
    if outermost == "review" and planned and not any(looks_back(h, year) for h in path):
        outermost = "plan"  # 「在改革开放上取得新突破」
    return "governance" if outermost == "plan" and of_conduct(path) else outermost


def of_conduct(path):
    """Whether a heading of a path is of the government's own conduct."""
    return any(stage_named(heading) == "governance" for heading in path)


def looks_back(heading, year=0):
    """Whether a heading speaks of what is over, by its words or its times."""
    heading = plain(heading)
    past, ahead = times(heading, year)
    return past or (not ahead and bool(DIRECTED["back"].search(heading)))


def times(heading, year):
    """Whether a heading speaks of what was over by a year, and of that year or later ones."""
    if not year:
        return NONE
    spans = [(int(found), int(found)) for found in YEAR.findall(heading)]
    for found in PERIOD.finditer(heading):
        first = FIRST_PERIOD + 5 * "零一二三四五六七八".index(found[1] or "零")
        spans.append((first, first + 4))
    return any(last < year for _, last in spans), any(first >= year for first, _ in spans)


def own_year(headings, year):
    """The year of a report of which `year` is said (0: nothing): of its outer headings, where they
    name two years running, the later one."""
    dividing = (plain(heading) for heading in headings if heading_rank(heading) in OUTER)
    named = {int(found) for heading in dividing for found in YEAR.findall(heading)}
    return max((later for later in named if later - 1 in named), default=year)


def is_annex(heading):
    """Whether a line opens what is no part of the report: the explanation of terms, the annex."""
    return bool(ANNEX.match(plain(heading)))


def _tendency(heading, year, planned):
    """The stage that an outermost heading speaks of without naming it: by its times, else as the
    plan before it, else by its words. 「一、攻坚奋斗的2022年」 is a review in a report of 2023."""
    rank, heading = heading_rank(heading), plain(heading)
    if rank in DIVIDING and SPOKEN["governance"].search(heading):
        return "governance"
    past, ahead = times(heading, year)
    if past != ahead and rank in (*DIVIDING, UNNUMBERED):
        return "plan" if ahead else "review"
    if rank not in DIVIDING:
        return "other"
    if planned:
        return "plan"
    spoken = (stage for stage in ("review", "plan") if SPOKEN[stage].search(heading))
    return next(spoken, "other")
