"""Whom each report is held against, in words: a number of reports, their level and their years."""

from policy_emphasis.inference import norms as figures
from policy_emphasis.language import N_


def peers(row, tier, *, level, analysis):
    """Whom a report is held against: 193 other city reports of 2022.

    row: n, since and until of those reports; tier: the report's own; level: theirs.
    """
    message = AMONG_OTHERS.get(level, N_("{n} other reports of its level of {years}"))
    if level != tier:
        message = OF_ANOTHER_LEVEL.get(level, N_("{n} reports of the level “{level}” of {years}"))
    span = years(row["since"], row["until"])
    return analysis.say(message, n=row["n"], level=analysis.say(level), years=span)


def years(first, last):
    """2023, or 1998–2000."""
    return "–".join(map(str, dict.fromkeys([first, last])))


def named(reference, analysis):
    """Whom the parameter reference names, in one sentence; "" where it names nobody."""
    if not reference:
        return ""
    level, values = reference.get("level"), {"enough": figures.ENOUGH}
    if "years" in reference:
        values["years"] = years(*reference["years"])
    if level is None:
        return analysis.say(OF_YEARS, **values)
    generic = N_("reports of the level “{level}”")
    reports = analysis.say(REPORTS.get(level, generic), level=analysis.say(level))
    message = OF_BOTH if "years" in reference else OF_LEVEL
    return analysis.say(message, reports=reports, **values)


AMONG_OTHERS = {
    "province": N_("{n} other provincial reports of {years}"),
    "city": N_("{n} other city reports of {years}"),
}
OF_ANOTHER_LEVEL = {
    "nation": N_("{n} national reports of {years}"),
    "province": N_("{n} provincial reports of {years}"),
    "city": N_("{n} city reports of {years}"),
}
REPORTS = {
    "nation": N_("national reports"),
    "province": N_("provincial reports"),
    "city": N_("city reports"),
}
OF_YEARS = N_(
    "As the parameter “reference” says, each report is held against the reports of {years} of "
    "its own level; those of its own place are never among them."
)
OF_LEVEL = N_(
    "As the parameter “reference” says, each report is held against the {reports} of its own year, "
    "and of the years before and after where those are fewer than {enough}; those of its own place "
    "are never among them. How far off its shares may be is read off the reports of its own level."
)
OF_BOTH = N_(
    "As the parameter “reference” says, each report is held against the {reports} of {years}; "
    "those of its own place are never among them. How far off its shares may be is read off the "
    "reports of its own level."
)
