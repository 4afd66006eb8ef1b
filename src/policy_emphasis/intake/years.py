"""The year whose work a report plans, and the day on which it was given.

The day of the meeting is asked first, then headings and titles, then what the file states and its
path; what says otherwise is told with the value.
"""

from policy_emphasis.intake.claims import NOTHING, PAGE, PATH, Found
from policy_emphasis.intake.opening import (
    DATE,
    YEAR,
    as_date,
    compact,
    day_and_name,
    meeting_in,
)

LATE, DECEMBER = 11, 12  # the months in which a meeting may plan the next year, or most likely does


def year_planned(told):
    """The year whose work is planned, with what says otherwise."""
    claims = [*text_years(told), *declared_years(told)]
    year, where, _ = by_meeting(told, claims)
    date, there = _meeting(told)
    if date and year not in (date[0], date[0] + 1):
        claims.append((date[0], there, ""))
    for other, there, _ in claims:
        doubt = f"; {there} says {other}"
        if other != year and doubt not in where:
            where += doubt
    return Found(str(year), where) if year else NOTHING


def by_meeting(told, claims):
    """The year by the day of the meeting, else the first of the claims. A meeting late in a year
    plans the next one, if nothing says that it does not; and a day that headings and another claim
    contradict together is taken for a slip."""
    first = claims[0] if claims else (0, "", "")
    date, where = _meeting(told)
    if not date:
        return first
    year, month, _ = date
    words = told.opening.meeting or told.title
    near = [other for other, *_ in claims if other == year or (month >= LATE and other == year + 1)]
    headings, *others = [other for other, *_ in claims] if told.planned[0] else [0]
    slip = headings in others and headings not in near
    if slip or (not near and LATE <= month < DECEMBER):
        return first
    if month < LATE:
        return year, where, words
    return (near or [year + 1])[0], f"{where} (a meeting late in {year})", words


def _meeting(told):
    """The date of the meeting, by the opening or the title that the file states, and where."""
    if told.opening.date:
        return told.opening.date, "opening"
    date = meeting_in(told.title)[0] or day_and_name(told.title)[0]
    return date, "title" if date else ""


def text_years(told):
    """The years planned by the headings and titles: (year, where, the words)."""
    year, heading = told.planned
    if year:
        yield year, "headings", heading
    for title in (compact(told.opening.title), told.title):
        if year := _only_year(DATE.sub("", title)):
            yield year, "title", title


def declared_years(told):
    """The years that the file states and its path names: (year, where, the words)."""
    stated = [(told.given.get(key, ""), told.where(key)) for key in ("year", "date")]
    for words, where in [stated[0], *told.parts, stated[1]]:  # a page's date is the least sure
        if year := _only_year(PATH["years"].sub("", words)):
            yield year, where, words


def _only_year(words):
    """The one year that some words name, 0 where they name none, several, or a day so late in it
    that the next may be meant."""
    day = PATH["day"].search(words)
    if day and int(day[2]) >= LATE:
        return 0
    years = {int(year) for year in YEAR.findall(words)} | ({int(day[1])} if day else set())
    return years.pop() if len(years) == 1 else 0


def day(told, year):
    """The day of the meeting as 2022-01-11, or 2022-01; else the day that the file or its name
    states. year: as from year_planned; a day of other years is none of this report."""
    days = [_meeting(told)]
    for words, where in [(told.given.get("date", ""), told.where("date")), *told.parts[:1]]:
        stated = PATH["day"].search(words)
        if stated and where != PAGE:  # a page states when it was put there
            days.append((as_date(stated), where))
    for date, where in days:
        if date and date[0] in (int(year or date[0]), int(year or 0) - 1):
            return Found("-".join(f"{part:02d}" for part in date if part), where)
    return NOTHING
