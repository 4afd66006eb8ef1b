"""What is usual: a report's shares and targets beside those of the reports of its level and year.

How far off is a share? Drawing its paragraphs anew, as inference.shares does, gives an error under
which reports would lie farther apart than they do: they take up the same fields one after the
other. So the error is read off the reports themselves: how far those of one government in
consecutive years differ, beyond what all reports of its level changed (a retest). It holds the
chance of wording, coding errors and real changes alike. It is taken on arcsines, where a share's
variance does not depend on the share; as many paragraphs drawn one by one as would have it are the
effective number behind a share of a report of middling length, and grow with the length.
benchmarks/norms.py says how often that holds a year later.

A share's place among others is its mid-rank percentile. It rises with the share alone, so the ends
of the share's interval give the ends of the percentile's. Whether a share is above or below the
middle report is tested with the error of the median of the others allowed for. The others' shares
have errors of their own and so lie farther apart than what they report on. Shares drawn towards the
others' mean, as far as their own error makes that likely, are the posterior of a beta distribution
by moments (after Efron & Morris 1975).
"""

from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy import stats

from policy_emphasis.inference.resample import LEVEL, SIGNIFICANCE
from policy_emphasis.inference.shares import STAGES, in_stage
from policy_emphasis.reference.lists import UNCODED

ENOUGH = 20  # reports of a level; with fewer of one year, those of the years around it count too
LEAST = 8  # reports: among fewer nothing is said
AROUND = 1  # years before and after
RETEST = ["tier", "theme", "pairs", "effective", "reliability", "characters"]
TINY = 1e-9  # a variance of nothing
MEDIAN = np.sqrt(np.pi / 2)  # how much the median's standard error exceeds the mean's
ENDS = ["share", "low", "high"]
USUAL = ["few", "lower", "median", "upper", "most"]  # of the others: these QUANTILES
QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]
POOLED = ["pooled", "pooled_low", "pooled_high"]
PERCENTILE = ["percentile", "percentile_low", "percentile_high"]
COLUMNS = [
    "place",
    "theme",
    "ours",
    *ENDS,
    "n",
    "since",
    "until",
    *USUAL,
    *PERCENTILE,
    "p",
    "q",
    "clear",
    *POOLED,
]
COLUMNS += ["years", "percentile_of_years"]


def report_table(documents, paragraphs, quantities):
    """A row for each report: place (its series), place_zh, province, level, year, characters,
    paragraphs, tokens, the parts of its characters that are review and plan and those whose part
    was inferred, and numbers, in 1,000 characters; the index is what the run calls it."""
    table = documents.set_index("place")
    size = paragraphs["characters"].groupby(paragraphs["place"])
    parts = {stage: in_stage(paragraphs, stage) for stage in ("review", "plan")}
    parts["inferred"] = paragraphs["inferred"].to_numpy(bool)
    for name, inside in parts.items():
        here = paragraphs["characters"].where(inside, 0)
        table[name] = (here.groupby(paragraphs["place"]).sum() / size.sum()).round(4)
    n = quantities["place"].value_counts().reindex(table.index, fill_value=0)
    table["numbers"] = (1000 * n / table["characters"]).round(2)
    named = {"place": table["series"], "place_zh": table["series_zh"]}
    columns = ["place", "place_zh", "province", "level", "year", "characters", "paragraphs"]
    return table.assign(**named)[[*columns, "tokens", *parts, "numbers"]]


def share_table(characters, paragraphs):
    """Share of each theme in each report, by stage: report (what the run calls it), theme, stage,
    share. characters: paragraphs × themes; paragraphs: its rows."""
    mass, sizes = characters.to_numpy(float), paragraphs["characters"].to_numpy(float)
    codes, names = pd.factorize(paragraphs["place"])
    tables = {}
    for stage in STAGES:
        here = in_stage(paragraphs, stage)
        total = np.bincount(codes[here], sizes[here], len(names))
        sums = np.zeros((len(names), mass.shape[1]))
        np.add.at(sums, codes[here], mass[here])
        there = total > 0
        found = pd.DataFrame(sums[there] / total[there, None], names[there], characters.columns)
        tables[stage] = found.rename_axis("report").stack()
    return pd.concat(tables, names=["stage"]).rename("share").reset_index()


def retest(shares, reports):
    """How far reports of one place in consecutive years differ: tier, theme, pairs, effective (the
    number of paragraphs drawn one by one that would differ as far), characters (the median of the
    tier's reports), reliability (the correlation of one year with the next).

    shares: as from share_table; reports: as from report_table, with report and tier.
    """
    columns = ["report", "place", "tier", "year"]
    whole = shares[shares["stage"] == "all"].merge(reports[columns], on="report")
    whole = whole.assign(root=np.arcsin(np.sqrt(whole["share"].astype(float))))
    by_year = whole.groupby(["tier", "year", "theme"], observed=True)["root"]
    whole["off"] = whole["root"] - by_year.transform("mean")
    whole = whole[by_year.transform("size") >= LEAST]
    key = ["tier", "theme", "place", "year"]
    later = whole.assign(year=whole["year"] - 1)[[*key, "off"]]
    both = whole.merge(later, on=key, suffixes=("", "_later"))
    if both.empty:
        return pd.DataFrame(columns=RETEST)
    both["squared"] = (both["off"] - both["off_later"]) ** 2 / 2
    by_theme = both.groupby(["tier", "theme"], observed=True)
    found = pd.DataFrame({"pairs": by_theme.size(), "effective": 0.25 / by_theme["squared"].mean()})
    same = by_theme[["off", "off_later"]].corr()["off"].xs("off_later", level=-1)
    found = found.assign(reliability=same).reset_index()
    return found.join(reports.groupby("tier")["characters"].median(), on="tier")


def peers(reports, document, reference=MappingProxyType({})):
    """The reports that a document is held against: of its tier and year, other places; with those
    of the years around it, where they are fewer than ENOUGH. reports: as from report_table, with
    tier; document: with name (of its place), tier, year; reference: the parameter of that name,
    whose level stands in for the document's tier, and whose years for its year."""
    own = (reports["place"] == document.name) & (reports["tier"] == document.tier)
    others = reports[~own & (reports["tier"] == reference.get("level", document.tier))]
    if "years" in reference:
        return others[others["year"].between(*reference["years"])]
    apart = (others["year"] - document.year).abs()
    same = others[apart == 0]
    return same if len(same) >= ENOUGH else others[apart <= AROUND]


def against(own, documents, norms, *, reference=MappingProxyType({})):
    """The shares of reports against those of others, as peers takes them under a reference.

    own: place, theme, share of whole texts; documents: place (as there), name (of the place, as
    the norms have it), tier, year, characters, ours (whether the text is here).
    All have peers, and their tier a retest. Returns COLUMNS: the share with its interval; n, years
    (since, until) and USUAL of the others; its percentile among
    them with the percentiles of the ends of its interval; p and q (that it is the median's;
    Benjamini–Hochberg over all themes and places), clear; the pooled share with its interval; and
    years, how many other years of the place the norms hold, with its percentile among them.
    """
    whole = norms.shares[norms.shares["stage"] == "all"]
    wide = whole.pivot(index="report", columns="theme", values="share").drop(columns=UNCODED)
    tables = []
    for document in documents.itertuples():
        others = peers(norms.reports, document, reference)
        error = norms.retest[norms.retest["tier"] == document.tier].set_index("theme")
        mine = own[own["place"] == document.place].set_index("theme")
        mine = mine["share"].reindex(wide.columns).dropna()
        error = error.loc[mine.index]
        effective = (error["effective"] * document.characters / error["characters"]).to_numpy(float)
        shares = wide.loc[others["report"], mine.index].to_numpy(float)
        found = _beside(mine, shares, effective).assign(place=document.place, ours=document.ours)
        found = found.assign(since=others["year"].min(), until=others["year"].max())
        same = norms.reports["place"] == document.name
        same &= norms.reports["tier"] == document.tier
        earlier = norms.reports[same & (norms.reports["year"] != document.year)]
        rank = percentile(wide.loc[earlier["report"], mine.index].to_numpy(), found["share"])
        tables.append(found.assign(years=len(earlier), percentile_of_years=rank).reset_index())
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(tables, ignore_index=True)
    table["q"] = stats.false_discovery_control(table["p"])
    return table.assign(clear=table["q"] < SIGNIFICANCE)[COLUMNS]


def farthest(shares):
    """The shares in the order in which they stand out: the clear ones first."""
    far = (shares["percentile"] - 0.5).abs().round(9)
    order = shares.assign(far=far).sort_values(["clear", "far"], ascending=False, kind="stable")
    return order[shares.columns]


def percentile(others, values):
    """Mid-rank of each value among the others' (reports × themes), 0 to 1; missing without any."""
    if not len(others):
        return np.full(len(values), np.nan)
    values = np.asarray(values)
    return (others < values).mean(axis=0) + (others == values).mean(axis=0) / 2


def pooled(share, effective, *, mean, variance):
    """A share drawn towards the mean of a reference, with its 95% interval: (share, low, high).

    effective: paragraphs behind the share; mean, variance: of the reference's true shares, which
    count as mean·(1 − mean)/variance − 1 paragraphs more (beta prior by moments).
    """
    prior = np.maximum(mean * (1 - mean) / variance - 1, 0)
    a = effective * share + prior * mean
    b = effective * (1 - share) + prior * (1 - mean)
    ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    low, high = (stats.beta.ppf(end, a, b) for end in ends)
    return a / (a + b), low, high


def _beside(mine, others, effective):
    """One report's shares (a Series theme → share) beside the others' (reports × themes).
    effective: the number of paragraphs behind each."""
    share, n = mine.to_numpy(float), len(others)
    usual = dict(zip(USUAL, np.quantile(others, QUANTILES, axis=0), strict=True))
    root, roots = np.arcsin(np.sqrt(share)), np.arcsin(np.sqrt(others))
    half = 0.5 / np.sqrt(effective)
    reach = stats.norm.ppf((1 + LEVEL) / 2) * half
    low, high = (np.sin(np.clip(root + side, 0, np.pi / 2)) ** 2 for side in (-reach, reach))
    ends = {"share": share, "low": low, "high": high}
    ranks = {
        name: percentile(others, ends[end]) for name, end in zip(PERCENTILE, ENDS, strict=True)
    }
    spread = np.hypot(half, MEDIAN * roots.std(axis=0, ddof=1) / np.sqrt(n))
    z = (root - np.arcsin(np.sqrt(usual["median"]))) / spread
    between = others.var(axis=0, ddof=1) - (others * (1 - others) / effective).mean(axis=0)
    prior = {"mean": others.mean(axis=0), "variance": np.maximum(between, TINY)}
    drawn = pooled(share, effective, **prior)
    found = {**ends, "n": n, **usual, **ranks, "p": 2 * stats.norm.sf(np.abs(z))}
    return pd.DataFrame(found | dict(zip(POOLED, drawn, strict=True)), mine.index)
