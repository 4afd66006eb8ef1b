"""What a government emphasises over several years: its reports taken together, beside those of the
other governments of its level.

A share is held against the median of its level and year, on arcsines (see inference.norms); the
mean of these differences over the years is the place's. It is as far off as one report, over the
root of the number of its reports: what differs from one year to the next counts as error, so a
theme is clear only where a place is farther apart than reports vary. Tested against the median
of the places with the error of that median allowed for, and corrected over all themes and places
(Benjamini–Hochberg). With a normal distribution 8 to 10% of places had a clear theme where reports
had changed places at random; with Student's t of TAILS degrees of freedom about the 5% that are
allowed. benchmarks/norms.py measures it, and on which side clear themes are in the years after.
"""

import numpy as np
import pandas as pd
from scipy import stats

from policy_emphasis.inference.norms import LEAST, MEDIAN, retest
from policy_emphasis.inference.resample import SIGNIFICANCE
from policy_emphasis.reference.lists import UNCODED

SPAN = 5  # years up to that of the report
FEWEST = 3  # reports of a place in these years
TAILS = 20  # degrees of freedom: differences have longer tails than a normal distribution's
COLUMNS = ["place", "theme", "since", "until", "reports", "n", "share", "median", "percentile"]
COLUMNS += ["p", "q", "clear"]


def lasting(documents, norms, reference):
    """The themes of each place over several years: COLUMNS.

    documents: place, name (as the norms have it), tier, year; norms: Norms; reference: the
    parameter of that name. reports: of the place in the years from since to until; n: other places
    with FEWEST of them; share: its mean share; median: that of the other places' mean shares;
    percentile: of the place's mean difference among theirs.
    """
    latest = documents.sort_values("year", kind="stable")
    latest = latest.drop_duplicates(["name", "tier"], keep="last").sort_index(kind="stable")
    tables = [pd.DataFrame(columns=COLUMNS)]
    for document in latest.itertuples():
        span = reference.get("years", [document.year - SPAN + 1, document.year])
        tier = reference.get("level", document.tier)
        means = place_means(norms, tier, span)
        if tier == document.tier and document.name in means.index.get_level_values("place"):
            found = beside(document.name, means, variances(norms, tier, span))
            tables.append(found.assign(place=document.place, since=span[0], until=span[1]))
    table = pd.concat([table for table in tables if len(table)] or tables, ignore_index=True)
    if table.empty:
        return table
    table["q"] = stats.false_discovery_control(table["p"])
    return table.assign(clear=table["q"] < SIGNIFICANCE)[COLUMNS]


def variances(norms, tier, span):
    """The variance of a share on arcsines, times the characters of its report: a Series by theme;
    from reports of consecutive years in a span of years."""
    error = retest(*_of_span(norms, tier, span)).set_index("theme")
    return 0.25 / error["effective"] * error["characters"]


def place_means(norms, tier, span):
    """For each theme and place of a tier with FEWEST reports in a span of years: off (the mean
    difference from the year's median, on arcsines), share (its mean), reports, inverse (the mean of
    1 / characters)."""
    shares, reports = _of_span(norms, tier, span)
    whole = shares[(shares["stage"] == "all") & (shares["theme"] != UNCODED)]
    whole = whole.merge(reports[["report", "place", "year", "characters"]], on="report")
    whole = whole.assign(theme=whole["theme"].astype(str), share=whole["share"].astype(float))
    root = np.arcsin(np.sqrt(whole["share"]))
    middle = root.groupby([whole["theme"], whole["year"]]).transform("median")
    whole = whole.assign(off=root - middle, inverse=1 / whole["characters"])
    by = whole.groupby(["theme", "place"])
    means = by[["off", "share", "inverse"]].mean().assign(reports=by.size())
    return means[means["reports"] >= FEWEST]


def beside(place, means, variance):
    """One place's themes beside those of the other places: theme, reports, n, share, median,
    percentile, p; nothing for a theme with fewer than LEAST others.

    means: as from place_means; variance: as from variances.
    """
    own = means.xs(place, level="place")
    others = means.drop(index=place, level="place").groupby(level="theme")
    off = others["off"]
    table = own[["reports", "share"]].assign(n=off.size(), median=others["share"].median())
    error = np.sqrt(variance.reindex(own.index) * own["inverse"] / own["reports"])
    spread = MEDIAN * off.std() / np.sqrt(off.size())
    z = (own["off"] - off.median()) / np.hypot(error, spread)
    below = means["off"] < means.index.get_level_values("theme").map(own["off"])
    table["percentile"] = below.groupby(level="theme").sum() / table["n"]
    table["p"] = 2 * stats.t.sf(z.abs(), TAILS)
    return table[(table["n"] >= LEAST) & z.notna()].reset_index()


def _of_span(norms, tier, span):
    """The shares and the reports of a tier in a span of years."""
    reports = norms.reports[norms.reports["tier"] == tier]
    reports = reports[reports["year"].between(*span)]
    return norms.shares[norms.shares["report"].isin(reports["report"])], reports
