"""Whether the errors that reports have beside the norms are right, from the norms that are shipped.

    python benchmarks/norms.py

Shares: does the 95% interval of two years hold the difference to the next, and are shares called
clear on the same side of the middle report a year later? Words: how often a family of words that
differ from nothing holds a clear one, in reports made up after a beta-binomial. Pooled shares: does
the next year's report of the place, held out, fall where the pooled interval and its own error
expect it? What places
emphasise over five years: how often a place has a clear theme where reports change places at random
within their level and year, and on which side of the middle clear ones are in the five years that
follow. Written to benchmarks/results.md.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import results
from scipy import stats

from policy_emphasis.inference import norm_lasting, norm_words, norms
from policy_emphasis.inference.resample import LEVEL, SIGNIFICANCE
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.reference.norms import read_norms

FAMILIES, WORDS, TOKENS, SEED = 200, 600, 10_000, 1
RATE, CLUSTERING = 0.0006, 0.0006  # of a word: usual, and how it clusters in reports
TITLE = "Reports beside the norms (`norms.py`)"


def main():
    known = read_norms()
    lines = ["| reports | pairs of shares | differences held | clear | same side next year |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for tier, found in _shares(known).groupby("tier"):
        clear = found[found["clear"]]
        lines.append(
            f"| {tier} | {len(found):,} | {found['held'].mean():.1%} | {len(clear):,} | "
            f"{clear['same'].mean():.1%} |"
        )
    lines += [
        "",
        "| others | words cluster | families with a clear word |",
        "| ---: | --- | ---: |",
    ]
    for peers in (30, 190):
        for unlike in (False, True):
            how = "unlike" if unlike else "alike"
            lines.append(f"| {peers} | {how} | {_alarms(peers, unlike):.1%} |")
    lines += ["", "| reports | pooled shares | next year's share where expected |"]
    lines.append("| --- | ---: | ---: |")
    for tier in ("province", "city"):
        n, held = _pooled(known, tier)
        lines.append(f"| {tier} | {n:,} | {held:.1%} |")
    lines += [
        "",
        "| reports, years | clear over five years | same side in the next | places, exchanged |",
        "| --- | ---: | ---: | ---: |",
    ]
    for tier, last in (("province", 2014), ("province", 2018), ("city", 2018)):
        clear, same, _ = _lasting(known, tier, last)
        by_chance = np.mean([_lasting(_exchanged(known, seed), tier, last)[2] for seed in range(5)])
        lines.append(f"| {tier}, {last - 4}–{last} | {clear:.1%} | {same:.1%} | {by_chance:.1%} |")
    print("\n".join(lines))
    results.renew(TITLE, lines)


def _pooled(known, tier):
    """How many shares of reports with one of the next year, and the part of those next shares that
    lies where the pooled share, moved as the mean of the level moved, leads to expect it."""
    whole = known.shares[(known.shares["stage"] == "all") & (known.shares["theme"] != UNCODED)]
    columns = ["report", "place", "tier", "year", "characters"]
    whole = whole.merge(known.reports[columns], on="report").query("tier == @tier")
    whole = whole.astype({"theme": str, "share": float})
    error = known.retest[known.retest["tier"] == tier].set_index("theme")
    usual = error["characters"].iloc[0]
    effective = whole["theme"].map(error["effective"]) * whole["characters"] / usual
    whole["effective"] = effective.to_numpy(float)
    whole["noise"] = whole["share"] * (1 - whole["share"]) / whole["effective"]
    by_year = whole.groupby(["year", "theme"])
    mean, spread = by_year["share"].transform("mean"), by_year["share"].transform("var")
    between = np.maximum(spread - by_year["noise"].transform("mean"), norms.TINY)
    given = {"mean": mean.to_numpy(), "variance": between.to_numpy()}
    own = whole["share"].to_numpy(), whole["effective"].to_numpy()
    pooled, low, high = norms.pooled(*own, **given)
    whole = whole.assign(pooled=pooled, width=(high - low) / 2, mean=mean)
    whole = whole[by_year["share"].transform("size") > norms.LEAST]
    key = ["theme", "place", "year"]
    later = whole.assign(year=whole["year"] - 1)[[*key, "share", "mean", "effective"]]
    both = whole.merge(later, on=key, suffixes=("", "_later"))
    expected = (both["pooled"] + both["mean_later"] - both["mean"]).clip(0.001)
    noise = stats.norm.ppf((1 + LEVEL) / 2) * np.sqrt(
        expected * (1 - expected) / both["effective_later"]
    )
    held = (both["share_later"] - expected).abs() < np.hypot(both["width"], noise)
    return len(both), held.mean()


def _lasting(known, tier, last):
    """Of all themes of all places, the part that is clear over five years; of those the part on the
    same side of the middle in the next five; and the part of the places with a clear one."""
    span = norm_lasting.SPAN
    error = norm_lasting.variances(known, tier, [last - span + 1, last])
    now, later = (
        norm_lasting.place_means(known, tier, [y - span + 1, y]) for y in (last, last + span)
    )
    places = now.index.get_level_values("place").unique()
    found = {place: norm_lasting.beside(place, now, error).set_index("theme") for place in places}
    table = pd.concat(found, names=["place"]).swaplevel()
    q = table.groupby("place")["p"].transform(stats.false_discovery_control)
    off = later["off"] - later.groupby("theme")["off"].transform("median")
    clear = table[q < SIGNIFICANCE]
    both = clear.join(off, how="inner")
    side = (both["percentile"] > 0.5) == (both["off"] > 0)
    some = clear.index.get_level_values("place").nunique() / len(places)
    return len(clear) / len(table), side.mean(), some


def _exchanged(known, seed):
    """The norms with the reports of a level and year exchanged among its places, and the error that
    consecutive years then seem to have."""
    rng, reports = np.random.default_rng(seed), known.reports.copy()
    for rows in reports.groupby(["tier", "year"]).indices.values():
        reports.iloc[rows, reports.columns.get_loc("place")] = rng.permutation(
            reports["place"].to_numpy()[rows]
        )
    shares = known.shares
    error = norms.retest(shares, reports)
    return SimpleNamespace(reports=reports, shares=shares, retest=error)


def _shares(known):
    """Each share of a report that has a report of the next year: tier, held, clear, same (side)."""
    whole = known.shares[(known.shares["stage"] == "all") & (known.shares["theme"] != UNCODED)]
    columns = ["report", "place", "tier", "year", "characters"]
    whole = whole.merge(known.reports[columns], on="report")
    whole = whole.merge(known.retest, on=["tier", "theme"], suffixes=("", "_usual"))
    root = np.arcsin(np.sqrt(whole["share"].astype(float)))
    same = [whole["tier"], whole["year"], whole["theme"].astype(str)]
    by_year = root.groupby(same)
    n, spread = by_year.transform("size"), by_year.transform("std")
    half = 0.5 / np.sqrt(whole["effective"] * whole["characters"] / whole["characters_usual"])
    off = root - by_year.transform("median")
    z = off / np.hypot(half, norms.MEDIAN * spread / np.sqrt(n))
    whole = whole.assign(off=off, mean_off=root - by_year.transform("mean"), half=half)
    whole["p"] = 2 * stats.norm.sf(z.abs())
    whole = whole[n > norms.LEAST]
    q = whole.groupby("report")["p"].transform(stats.false_discovery_control)
    whole = whole.assign(clear=q < SIGNIFICANCE)
    key = ["tier", "theme", "place", "year"]
    later = whole.assign(year=whole["year"] - 1)[[*key, "off", "mean_off", "half"]]
    both = whole.merge(later, on=key, suffixes=("", "_later"))
    reach = stats.norm.ppf((1 + LEVEL) / 2) * np.hypot(both["half"], both["half_later"])
    held = (both["mean_off"] - both["mean_off_later"]).abs() < reach
    return both.assign(held=held, same=both["off"] * both["off_later"] > 0)


def _alarms(peers, unlike):
    """How many families of words hold a clear one where reports differ from nothing."""
    rng, found = np.random.default_rng(SEED), []
    terms, given = [f"w{i}" for i in range(WORDS)], {"left_out": False}
    given["peers"] = pd.DataFrame({"tokens": [TOKENS] * peers})
    for _ in range(FAMILIES):
        rho = CLUSTERING * np.exp(unlike * 0.9 * rng.standard_normal(WORDS))
        mean = RATE * np.exp(0.8 * rng.standard_normal(WORDS))
        strength = 1 / rho - 1
        rates = rng.beta(mean * strength, (1 - mean) * strength, (peers + 1, WORDS))
        used = rng.binomial(TOKENS, rates)
        others = used[1:]
        sums = [(others > 0).sum(0), others.sum(0), (others**2).sum(0), TOKENS * others.sum(0)]
        words = pd.DataFrame(dict(zip(norm_words.SUMS, sums, strict=True))).assign(term=terms)
        own, report = pd.Series(used[0], terms), SimpleNamespace(tokens=TOKENS)
        table = norm_words.against(own, report, words=words, **given)
        found.append(norm_words.corrected({"made up": table})["clear"].any())
    return np.mean(found)


if __name__ == "__main__":
    main()
