"""Whether the errors that reports have beside the norms are right, from the norms that are shipped.

    python benchmarks/norms.py

Shares: does the 95% interval of two years hold the difference to the next, and are shares called
clear on the same side of the middle report a year later? Words: how often a family of words that
differ from nothing holds a clear one, in reports made up after a beta-binomial. Written to
benchmarks/results.md.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import results
from scipy import stats

from policy_emphasis.inference import norm_words, norms
from policy_emphasis.inference.resample import LEVEL, SIGNIFICANCE
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.reference.norms import read_norms

FAMILIES, WORDS, TOKENS, SEED = 200, 600, 10_000, 1
RATE, CLUSTERING = 0.0006, 0.0006  # of a word: usual, and how it clusters in reports
TITLE = "Reports beside the norms (`norms.py`)"


def main():
    lines = ["| reports | pairs of shares | differences held | clear | same side next year |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for tier, found in _shares(read_norms()).groupby("tier"):
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
    print("\n".join(lines))
    results.renew(TITLE, lines)


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
