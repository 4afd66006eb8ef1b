"""Differences in share between two texts, theme by theme or topic by topic.

A difference combines the intervals of two shares (Newcombe 1998; Zou & Donner 2008) and has a q.
The widest of many differences lies apart by its choice alone, so it has an interval of its own that
holds for all of them at once (Bonferroni).

All this takes paragraphs as drawn from the whole text. But a report takes up its fields section by
section, and what leaves that order as it is moves less: differences therefore have a second
interval and q, with the variance within sections (stratified sampling; a section of one paragraph
is joined with the next: collapsed strata, Cochran 1977, 5A.12). It is right only as far as the
sections are given, and less strict.
"""

from math import comb
from types import SimpleNamespace

import numpy as np
import pandas as pd
from scipy import stats

from policy_emphasis.inference.resample import FEW, LEVEL, SIGNIFICANCE
from policy_emphasis.inference.shares import Sample, in_place, score_interval

INTERVAL = ["low", "high", "q"]
WITHIN = [f"{column}_within" for column in INTERVAL]
WIDEST = ["low_widest", "high_widest"]
COLUMNS = ["difference", *INTERVAL, *WITHIN, *WIDEST]


def difference_interval(first, second, level=LEVEL):
    """Of each column the difference of its shares in two Samples, first − second: difference, low,
    high (95%, or another level), q (Benjamini–Hochberg over the columns)."""
    found = _difference(score_interval(first, level), score_interval(second, level))
    return pd.DataFrame(found, first.names)


def of_widest(columns):
    """The level at which the intervals of so many differences hold all at once."""
    return 1 - (1 - LEVEL) / columns


def contrasts(characters, paragraphs, places, *, design=None):
    """Difference in share, place_a − place_b, for every column and pair of places: name, place_a,
    place_b, and the columns of every_interval."""
    sample, names = Sample.of_paragraphs(characters, paragraphs, design=design), characters.columns
    first, second = np.triu_indices(len(places), 1)
    if not len(first):
        return pd.DataFrame(columns=[names.name, *COLUMNS, "place_a", "place_b"])
    own = [_intervals(sample.only(in_place(paragraphs, place))) for place in places]
    sides = ([_stacked(kind, side) for kind in zip(*own, strict=True)] for side in (first, second))
    table = pd.DataFrame({name: values.ravel() for name, values in _every(*sides).items()})
    table.insert(0, names.name, np.tile(names, len(first)))
    a, b = (np.repeat(np.array(places)[side], len(names)) for side in (first, second))
    return table.assign(place_a=a, place_b=b)


def plan_against_review(characters, paragraphs, places, *, design=None):
    """Difference in share, plan − review, within each place that has FEW paragraphs of both: name,
    place, and the columns of every_interval."""
    sample, tables = Sample.of_paragraphs(characters, paragraphs, design=design), []
    for place in places:
        plan, review = (in_place(paragraphs, place, stage) for stage in ("plan", "review"))
        if min(plan.sum(), review.sum()) >= FEW:
            found = every_interval(sample.only(plan), sample.only(review))
            tables.append(found.assign(place=place))
    columns = [sample.names.name, *COLUMNS, "place"]
    return pd.concat(tables).reset_index() if tables else pd.DataFrame(columns=columns)


def every_interval(first, second):
    """difference_interval of two Samples; low_within, high_within, q_within: the same with the
    paragraphs of each drawn section by section; low_widest, high_widest: for the widest."""
    return pd.DataFrame(_every(_intervals(first), _intervals(second)), first.names)


def clear(differences, interval=INTERVAL):
    """Which rows are clear: q below 0.05 and an interval that leaves out zero. interval: the
    columns of its ends and of q."""
    low, high, q = (differences[column] for column in interval)
    return (q < SIGNIFICANCE) & ((low > 0) | (high < 0))


def widest_gap(weights, paragraphs, places):
    """The topic in which two of the places differ most: topic, most and least (places), high and
    low (their shares), q (corrected over the topics, and over the pairs that it was chosen
    from)."""
    characters = weights.mul(paragraphs["characters"].to_numpy(), axis=0)
    sample = Sample.of_paragraphs(characters, paragraphs)
    own = {place: sample.only(in_place(paragraphs, place)) for place in places}
    found = pd.DataFrame({place: text.share() for place, text in own.items()}, characters.columns)
    topic = (found.max(axis=1) - found.min(axis=1)).round(9).idxmax()
    most, least = found.loc[topic].idxmax(), found.loc[topic].idxmin()
    q = difference_interval(own[most], own[least])["q"][topic]
    gap = {"topic": topic, "most": most, "least": least, "q": min(1, q * comb(len(places), 2))}
    return gap | {"high": found.loc[topic, most], "low": found.loc[topic, least]}


def _difference(a, b):
    """The columns of difference_interval, of two tables from score_interval or two stacks of them:
    arrays of the themes, or of pairs × themes."""
    difference = a.share - b.share
    low = difference - np.hypot(a.share - a.low, b.high - b.share)
    high = difference + np.hypot(a.high - a.share, b.share - b.low)
    pooled = (a.share * a.effective + b.share * b.effective) / (a.effective + b.effective)
    error = np.sqrt(pooled * (1 - pooled) * (1 / a.effective + 1 / b.effective))
    z = np.divide(difference, error, out=np.zeros(np.shape(error)), where=error > 0)
    freedom = np.maximum(np.minimum(a.freedom, b.freedom), 1)
    q = stats.false_discovery_control(2 * stats.t.sf(np.abs(z), freedom), axis=-1)
    return {"difference": difference, "low": low, "high": high, "q": q}


def _every(first, second):
    """The COLUMNS of what _intervals gives of two texts, or of stacks of it."""
    whole, within, widest = (_difference(a, b) for a, b in zip(first, second, strict=True))
    found = whole | {column: within[name] for column, name in zip(WITHIN, INTERVAL, strict=True)}
    return found | {column: widest[name] for column, name in zip(WIDEST, INTERVAL[:2], strict=True)}


def _intervals(sample):
    """The score_interval of a Sample, that of its sections, and that for the widest difference."""
    level = of_widest(sample.mass.shape[1])
    within = score_interval(sample.within_sections())
    return score_interval(sample), within, score_interval(sample, level)


def _stacked(tables, which):
    """Those of these tables from score_interval, one on top of the other: name → an array."""
    stacks = {name: np.stack([table[name] for table in tables]) for name in tables[0]}
    return SimpleNamespace(**{name: stack[which] for name, stack in stacks.items()})
