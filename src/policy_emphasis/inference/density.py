"""How densely a text is set with numbers, or with words: uses in 1,000 characters.

Uses come in bursts, and a plan or a review has a few dozen paragraphs. The percentile bootstrap
then holds the truth in 87 to 92% of cases instead of 95, so the interval is Student's t on the
logarithm of the rate, with the variance of a ratio of sums over paragraphs; differences combine two
such intervals (Zou & Donner 2008). Whether a plan differs from a review is tested by shuffling
which paragraphs are plan.
"""

import numpy as np
import pandas as pd
from scipy import stats

from policy_emphasis.inference.permutation import SHUFFLES, permuted
from policy_emphasis.inference.resample import LEVEL, SIGNIFICANCE
from policy_emphasis.inference.shares import in_place
from policy_emphasis.reference.documents import is_report

PER = 1000  # characters
THREE = 3  # uses that a text without any may still have been due (rule of three)
CHANGE = ["change", "change_low", "change_high", "q", "clear"]
COLUMNS = ["part", "place", "share", "low", "high", "n", *CHANGE]


def density(found, sentences, paragraphs, *, documents, seed):
    """Numbers per 1,000 characters in what is reported and what is planned: part, place, and the
    columns of rate (share is the density, n the numbers); of a plan beside a review also change
    (plan − review), change_low, change_high (95%), q (from shuffled paragraphs, Benjamini–Hochberg
    over the places) and clear: q below 0.05 and an interval that leaves out zero.

    A news article has no stages: its part is "article".
    """
    numbers = found.drop_duplicates(["sentence", "start"])["sentence"]
    n = numbers.map(sentences.set_index("sentence")["paragraph"]).value_counts()
    n = n.reindex(paragraphs["paragraph"]).fillna(0).to_numpy()
    size, parts = paragraphs["characters"].to_numpy(float), []
    for place, report in zip(documents["place"], is_report(documents), strict=True):
        if not report:
            here = in_place(paragraphs, place)
            parts.append({"part": "article", "place": place, **rate(n[here], size[here])})
            continue
        stages = {part: in_place(paragraphs, place, part) for part in ("review", "plan")}
        rates = {part: rate(n[here], size[here]) for part, here in stages.items() if here.any()}
        parts += [{"part": part, "place": place, **own} for part, own in rates.items()]
        if len(rates) == 2:
            parts[-1] |= _change(rates["plan"], rates["review"])
            either = stages["plan"] | stages["review"]
            parts[-1]["q"] = _p(n[either], size[either], stages["plan"][either], seed=seed)
    table = pd.DataFrame(parts, columns=COLUMNS)
    tested = table["q"].notna()
    table.loc[tested, "q"] = stats.false_discovery_control(table.loc[tested, "q"].astype(float))
    outside = (table["change_low"] > 0) | (table["change_high"] < 0)
    return table.assign(clear=(table["q"] < SIGNIFICANCE) & outside)


def rate(n, size):
    """Uses in 1,000 characters of some paragraphs: share, low, high (95%) and n (uses).

    n, size: uses and characters of each paragraph.
    """
    uses, total = n.sum(), size.sum()
    squares = ((n - uses / total * size) ** 2).sum()
    low, high = interval(uses, squares, total=total, paragraphs=len(n))
    return {"share": PER * uses / total, "low": float(low), "high": float(high), "n": int(uses)}


def interval(uses, squares, *, total, paragraphs):
    """The 95% intervals of rates (uses in PER of total, an array or one): low, high. squares: of
    each Σ(uses − rate × size)² over the paragraphs. In a single paragraph uses are taken as
    independent."""
    spread, reach = uses, stats.norm.ppf((1 + LEVEL) / 2)
    if paragraphs > 1:
        spread = paragraphs / (paragraphs - 1) * squares
        reach = stats.t.ppf((1 + LEVEL) / 2, paragraphs - 1)
    factor = np.exp(reach * np.sqrt(np.maximum(spread, 0)) / np.maximum(uses, 1))
    high = np.where(uses > 0, uses * factor, THREE)
    return PER * uses / factor / total, PER * high / total


def apart(first, second):
    """The difference of two rates, first − second, with low and high (95%)."""
    difference = first["share"] - second["share"]
    below = np.hypot(first["share"] - first["low"], second["high"] - second["share"])
    above = np.hypot(first["high"] - first["share"], second["share"] - second["low"])
    return difference, difference - below, difference + above


def _change(plan, review):
    return dict(zip(CHANGE[:3], apart(plan, review), strict=True))


def _p(n, size, planned, *, seed):
    """How easily a plan and a review of as many paragraphs come so far apart by chance."""
    random = np.random.default_rng(seed)

    def distance(side):
        return abs(n[side].sum() / size[side].sum() - n[~side].sum() / size[~side].sum())

    shuffled = np.array([distance(random.permutation(planned)) for _ in range(SHUFFLES)])
    return permuted(distance(planned), shuffled).p
