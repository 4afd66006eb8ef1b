"""Shares over the years, where the same governments report again and again.

The unit is the year: however many places report in it, one year is one observation, for what moves
all reports of a year at once (a plenum, an epidemic) is not told apart by having more of them.
Places have a level of their own, so that a year in which others report shows no change that is none
(fixed effects of place and year, least squares). Neighbouring years are alike: the error of a trend
and its degrees of freedom rest on the number of independent years that its residuals amount to
(lag-1 autocorrelation, Santer et al. 2000, doi 10.1029/1999JD901105). Shares are taken as arcsines
of their roots. Where nothing moves, p stays below 0.05 in 2 to 6% of series of 5 to 25 years whose
autocorrelation is 0 or 0.3, and in 5 to 11% where it is 0.6.
"""

import numpy as np
import pandas as pd
from scipy import stats

from policy_emphasis.inference.resample import LEVEL, SIGNIFICANCE

LEAST_YEARS = 3  # of a place whose years are shown
TESTED = 5  # years, from which on a trend is tested
MOST_ALIKE = 0.9  # autocorrelation; above it no number of years says anything
TRENDS = ["years", "change", "low", "high", "p", "q", "clear"]


def long_enough(texts):
    """The rows of places (column series) that have LEAST_YEARS years and more."""
    return texts[texts.groupby("series")["year"].transform("nunique") >= LEAST_YEARS]


def by_year(shares, texts):
    """Each theme's share year by year, at the average level of the places.

    shares: theme, place, share, low, high, as from rest.against_rest; texts: place, series, year.
    Returns theme, year, n (places), share, low, high (95%): of one place alone its own share and
    interval; of several what the years differ in, with the spread over places.
    """
    table = long_enough(shares.merge(texts[["place", "series", "year"]], on="place"))
    found = {}
    for theme, own in table.groupby("theme", sort=False):
        if own["series"].nunique() == 1:
            ends = own.groupby("year")[["share", "low", "high"]].mean()
            found[theme] = ends.assign(n=1)
        else:
            found[theme] = _levels(own)
    columns = ["n", "share", "low", "high"]
    if not found:
        return pd.DataFrame(columns=["theme", "year", *columns])
    return pd.concat(found, names=["theme"])[columns].reset_index()


def trends(yearly):
    """Of each theme how its share moved from the first year to the last: theme and TRENDS.

    yearly: as from by_year. years (how many), change (along the straight line, as a part of the
    text), low, high (95%), p, q (Benjamini–Hochberg over themes), clear. With fewer than TESTED
    years p is missing and nothing is clear.
    """
    found = {theme: _trend(own) for theme, own in yearly.groupby("theme", sort=False)}
    return _corrected(pd.DataFrame.from_dict(found, orient="index").rename_axis("theme"), ["theme"])


def trends_of_each(shares, texts):
    """The same for each place alone: theme, series and TRENDS, q over all places and themes."""
    table = long_enough(shares.merge(texts[["place", "series", "year"]], on="place"))
    years = table.groupby(["theme", "series", "year"], sort=False)["share"].mean().reset_index()
    by_place = years.groupby(["theme", "series"], sort=False)
    found = {key: _trend(own) for key, own in by_place if len(own) >= TESTED}
    index = pd.MultiIndex.from_tuples(found, names=["theme", "series"])
    return _corrected(pd.DataFrame(list(found.values()), index), ["theme", "series"])


def _corrected(found, key):
    found = found.reindex(columns=TRENDS).astype(float)
    tested = found["p"].notna()
    if tested.any():
        found.loc[tested, "q"] = stats.false_discovery_control(found.loc[tested, "p"])
    found["clear"] = found["q"] < SIGNIFICANCE
    return found.reset_index()[[*key, *TRENDS]]


def _levels(own):
    """Shares of years, from a table of one theme with series, year, share."""
    angle = np.arcsin(np.sqrt(own["share"].to_numpy()))
    series, year = pd.get_dummies(own["series"]), pd.get_dummies(own["year"])
    design = np.hstack([series, year.iloc[:, 1:]]).astype(float)
    effects, _, rank, _ = np.linalg.lstsq(design, angle, rcond=None)
    freedom = len(own) - rank
    left = angle - design @ effects
    spread = np.sqrt((left**2).sum() / max(freedom, 1))
    moved = np.concatenate([[0], effects[series.shape[1] :]])
    n = year.sum().to_numpy()
    level = moved + angle.mean() - (moved * n).sum() / n.sum()
    reach = stats.t.ppf((1 + LEVEL) / 2, max(freedom, 1)) * spread / np.sqrt(n)
    shares = {"share": _share(level), "low": _share(level - reach), "high": _share(level + reach)}
    return pd.DataFrame(shares | {"n": n}, index=year.columns.rename("year"))


def _trend(yearly):
    """The straight line through a table with year and share: years, change, low, high, p."""
    yearly = yearly.sort_values("year", kind="stable")
    year, angle = yearly["year"].to_numpy(float), np.arcsin(np.sqrt(yearly["share"].to_numpy()))
    if len(year) < 2:
        return {"years": len(year)}
    slope, middle = np.polyfit(year - year.mean(), angle, 1)
    left = angle - middle - slope * (year - year.mean())
    found = {"years": len(year), "change": _change(slope, middle, year)}
    if len(year) < TESTED:
        return found
    freedom = max(len(year) * _independent(left, year) - 2, 1)
    squares = ((year - year.mean()) ** 2).sum()
    error = np.sqrt((left**2).sum() / freedom / squares)
    reach = stats.t.ppf((1 + LEVEL) / 2, freedom) * error
    ends = (_change(slope + side, middle, year) for side in (-reach, reach))
    p = 2 * stats.t.sf(abs(slope) / error, freedom) if error else float(slope == 0)
    return found | dict(zip(("low", "high"), ends, strict=True)) | {"p": p}


def _independent(left, year):
    """The part of the years that their autocorrelation leaves independent, at most all. Around a
    line that was fitted to them, years look less alike than they are; that is made good (Marriott &
    Pope 1954)."""
    next_to, n = np.diff(year) == 1, len(year)
    if not next_to.any() or not (left**2).sum():
        return 1.0
    seen = (left[:-1] * left[1:])[next_to].mean() / (left**2).mean()
    like = np.clip((n * seen + 2) / (n - 4), 0, MOST_ALIKE)
    return (1 - like) / (1 + like)


def _change(slope, middle, year):
    """From the first year to the last, as a difference of shares."""
    first, last = middle + slope * (year[[0, -1]] - year.mean())
    return _share(last) - _share(first)


def _share(angle):
    return np.sin(np.clip(angle, 0, np.pi / 2)) ** 2
