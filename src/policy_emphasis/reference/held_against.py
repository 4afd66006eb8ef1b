"""Which reports of the norms a run's reports are held against: the parameter `reference`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from policy_emphasis.reference import norms

TAKES = "{level: city, years: [2021, 2023]}, one of the two, or {} for their own level and year"


Year = Annotated[int, Field(ge=0, le=9999)]


class Reference(BaseModel):
    """level: a tier of the norms, where it is another than the report's own; years: the first and
    the last, where they are others than its own year."""

    model_config = ConfigDict(extra="forbid", strict=True)

    level: str = Field(default="", min_length=1)
    years: list[Year] = Field(default=[], min_length=2, max_length=2)


def fault(reference):
    """What the norms lack of a reference (a dict as in Reference), in one line; "" for nothing."""
    if not reference:
        return ""
    known = norms.read_norms()
    if known is None:
        return f"reference got {reference}, and there are no norms; make norms FROM=corpus"
    reports, level = known.reports, reference.get("level")
    tiers = sorted(reports["tier"].unique())
    if level is not None and level not in tiers:
        got = f"level {level[:60]!r}, which the norms do not hold"
        return f"reference got {got}; it takes {', '.join(tiers)}"
    if "years" not in reference:
        return ""
    if level is not None:
        reports = reports[reports["tier"] == level]
    return _fault_of_years(reference["years"], reports["year"])


def _fault_of_years(years, known):
    first, last = years
    span = f"years from {known.min()} to {known.max()}, the first before the last"
    if first > last:
        return f"reference got years {years}, the wrong way round; it takes {span}"
    if not known.between(first, last).any():
        return f"reference got years {years}, of which the norms hold no report; it takes {span}"
    return ""
