"""Whether a text is the one that its label says: its place, its level, its year.

What a text says of itself stands in its opening (for whom the report is given, before which
congress, on which day) and in its headings; how often it names its place and its years tells the
rest. Patterns and thresholds: audit.yaml.
"""

import re

from policy_emphasis.text import RULES

LIMITS, PLACES, YEARS = RULES["thresholds"], RULES["places"], RULES["years"]
ABOVE = re.compile(PLACES["above"])
GENERAL = re.compile(PLACES["general"], re.VERBOSE)
NAMED = [re.compile(pattern) for pattern in PLACES["named"]]
PROPER = re.compile(PLACES["proper"])
MEETING = re.compile(YEARS["meeting"])
YEAR = re.compile(YEARS["heading"])
DIGITS = str.maketrans("〇零○ＯO一二三四五六七八九", "00000123456789")


def core(name):
    """What is a place's own in its name: 「某某」 of 「某某省」 and of 「某某彝族自治州」."""
    return GENERAL.sub("", ABOVE.sub("", name))


def place_faults(report, places):
    """The faults of a report's place and level, as (fault, evidence).

    places: what is their own in the names of the places of the corpus (core), of its level: a
    province may name its capital more often than itself.
    """
    opening = report.opening
    if re.search(PLACES["national"], opening):
        yield "national text", re.search(PLACES["national"], opening)[0]
        return
    own = core(report.place_zh)
    if not re.search("[一-鿿]", own):
        return
    spoken = [match["name"] for pattern in NAMED for match in pattern.finditer(opening)]
    proper = filter(None, map(PROPER.fullmatch, spoken))
    others = [match[0] for match in proper if own not in match[0]]
    if others and not any(own in name for name in spoken):
        yield "another place", f"{others[0]} ≠ {report.place_zh}"
        return
    yield from _hardly_named(report, own, places)
    yield from _level(report, spoken)


def _hardly_named(report, own, places):
    """Whether the text names its place, or another of the corpus much more often."""
    if report.text.count(own) >= LIMITS["rival"]:
        return
    text = re.sub(r"\s+", "", report.text)
    named = text.count(own)
    if len(own) > 2:
        named += len(re.findall(PLACES["short"].format(own[0]), text))
    counted = {place: text.count(place) for place in places if own not in place}
    rival = max(counted, key=counted.get, default="")
    often = counted.get(rival, 0)
    if often >= LIMITS["rival"] and often > LIMITS["rivalry"] * named:
        yield "another place", f"{rival} {often}, {own} {named}"
    elif not named:
        yield "another place", f"{own} 0"
    elif named < LIMITS["named"]:
        yield "place hardly named", f"{own} {named}"


def _level(report, spoken):
    """Whether the text speaks for a government of the level on its label."""
    for name in spoken[:1] if report.level else []:
        for ending, levels in RULES["levels"].items():
            known = re.search(ending, report.place_zh) or re.search(levels, report.level)
            if re.search(ending, name) and not known:
                yield "another level", f"{name} ≠ {report.level}"


def year_faults(report):
    """The faults of a report's year, as (fault, evidence)."""
    dated = [*_meeting(report.opening), *_planned(report.headings)]
    dated = dated or list(_reviewed(report.headings))
    if not dated:
        yield from _counted(report)
        return
    off, words = min((min(abs(year - report.year) for year in years), w) for years, w in dated)
    if off:
        yield "another year" if off > 1 else "year in doubt", f"{words} ≠ {report.year}"


def _meeting(opening):
    """The years that a report given on the day of the meeting may be of."""
    for match in MEETING.finditer(opening):
        year = int(match["year"].translate(DIGITS))
        late = re.fullmatch(YEARS["late"], match["month"])
        yield {year, year + 1} if late else {year}, f"{match['year']}年{match['month']}月"


def _planned(headings):
    for heading, year in _of_one_year(headings, "plan"):
        yield {year}, heading


def _reviewed(headings):
    for heading, year in _of_one_year(headings, "review"):
        yield {year + 1}, heading


def _of_one_year(headings, stage):
    """The headings that name a stage and one year, the near future."""
    other = "review" if stage == "plan" else "plan"
    for heading in headings:
        years = {int(year) for year in YEAR.findall(heading)}
        near = len(years) == 1 and not re.search(YEARS["far"], heading)
        if near and re.search(YEARS[stage], heading) and not re.search(YEARS[other], heading):
            yield heading, years.pop()


def _counted(report):
    """Where neither day nor heading names a year: how often the text names the years around."""
    years = [int(year) for year in YEAR.findall(report.text)]
    before, own, after = (years.count(report.year + shift) for shift in (-1, 0, 1))
    if after >= LIMITS["years"] and after > own:
        yield "year in doubt", f"{report.year + 1} {after}, {report.year} {own}"
    elif not own and before >= LIMITS["years"]:
        yield "year in doubt", f"{report.year - 1} {before}, {report.year} 0"
    elif not own and not before and len(years) >= LIMITS["years"]:
        common = max(set(years), key=years.count)
        yield "another year", f"{common} {years.count(common)}, {report.year} 0"
