"""Shares in groups of texts: by level of government, by province, by year."""

import pandas as pd
from scipy import stats

from policy_emphasis.inference.resample import SIGNIFICANCE

LEAST_TEXTS = 5  # of a group that is shown
BY = ("level", "province", "year")


def medians(shares, texts):
    """The median share of each theme in groups of texts, with how sure it is that groups differ.

    shares: theme, place, share, as from rest.against_rest; texts: place, series and those of BY
    that are known. Returns by, theme, group, n (texts), median, lower, upper (quartiles), p
    (Kruskal & Wallis 1952, with a place's years averaged), q (Benjamini–Hochberg over all), clear.
    Groups of fewer than LEAST_TEXTS are left out, and what then leaves no two groups. Years are
    not tested: their texts are of the same places.
    """
    found, p = [], {}
    for by in [by for by in BY if by in texts]:
        table = shares.merge(texts[["place", "series", by]], on="place")
        table = table[table[by].astype(str) != ""]
        for theme, own in table.groupby("theme", sort=False):
            n = own.groupby(by)["share"].size()
            large = n.index[n >= LEAST_TEXTS]
            if len(large) < 2:
                continue
            own = own[own[by].isin(large)]
            quartiles = own.groupby(by)["share"].quantile([0.5, 0.25, 0.75]).unstack()
            quartiles = quartiles.set_axis(["median", "lower", "upper"], axis=1)
            found.append(quartiles.rename_axis("group").assign(by=by, theme=theme, n=n[large]))
            if by != "year":
                p[by, theme] = _differ(own, by)
    columns = ["by", "theme", "group", "n", "median", "lower", "upper"]
    if not found:
        return pd.DataFrame(columns=[*columns, "p", "q", "clear"])
    table = pd.concat(found).reset_index()[columns]
    return table.join(_corrected(p), on=["by", "theme"]).astype({"group": str})


def _differ(own, by):
    """p that the groups are alike, a value a place."""
    places = own.groupby([by, "series"])["share"].mean().groupby(by).agg(list)
    places = [values for values in places if len(values) > 1]
    alike = len({value for values in places for value in values}) < 2
    return 1.0 if alike or len(places) < 2 else stats.kruskal(*places).pvalue


def _corrected(p):
    table = pd.DataFrame({"p": p}, dtype=float)
    table.index = pd.MultiIndex.from_tuples(table.index, names=["by", "theme"])
    table["q"] = stats.false_discovery_control(table["p"]) if len(table) else table["p"]
    return table.assign(clear=table["q"] < SIGNIFICANCE)
