"""Keyness: which terms set one place's text apart, and which of them are more than chance.

Tests that treat words as independent overstate significance, so a term is called distinctive only
where a test that allows for its bursts, corrected for multiplicity, and the bootstrap over
paragraphs both say so.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import special, stats

from policy_emphasis.inference import density, resample
from policy_emphasis.inference.resample import SIGNIFICANCE
from policy_emphasis.measures.terms import (
    dispersion,
    informative_prior,
    log_odds,
    tfidf,
    words_drawn,
    z_score,
)
from policy_emphasis.text.segment import bare_name

# A term used less often over all texts is not tried, and its q is 1: a filter on totals is blind to
# places, so it does not bias the test, and every term left out spares the others correction
# (Bourgon, Gentleman & Huber 2010).
MIN_USES = 6
BLOCK = 512  # terms whose draws are held at a time
SEVERAL = 3  # paragraphs of a place that have to hold a term for it to be called the place's
RATES = ["per_1000", "per_1000_low", "per_1000_high", "per_1000_other"]
TESTS = ["log_odds", "low", "high", "z", "se_boot", "tested", "q"]
COLUMNS = ["term", "count", "count_other", *RATES, *TESTS, "dp_norm", "paragraphs", "distinctive"]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: here, the mask of its paragraphs; drawn, its uses of each term in
    each draw (draws × terms)."""

    here: np.ndarray
    drawn: np.ndarray


def place_terms(
    counted, places, *, prior_words, draws, seed, sublinear_tf=False, min_paragraphs=SEVERAL
):
    """Each place's terms against those of all other places together, the most distinctive (by z)
    first.

    counted: TermCounts; prior_words: weight of the prior, spread over the terms as the pooled text
    spreads them. Returns place, term, count and count_other (uses), per_1000 (uses in 1,000 counted
    words, with per_1000_low and per_1000_high from the bootstrap) and per_1000_other, log_odds with
    low and high (95% bootstrap interval), z (analytic, four-term variance), se_boot (bootstrap
    standard error of log_odds), tested, q (Benjamini–Hochberg over the place's tested terms, of
    burst_adjusted_test), dp_norm, paragraphs (of the place that hold it), `distinctive` (q below
    0.05, interval above 0, and in at least `min_paragraphs` paragraphs of the place) and tfidf
    (mean over the place's paragraphs). Without a place, the table has no row.
    """
    if not places:
        return _ranked({}, ["place"]).assign(tfidf=[])
    weights = tfidf(counted.counts, sublinear_tf=sublinear_tf)
    prior = informative_prior(counted.counts, prior_words)
    some = resample.affordable(draws, counted.counts.shape[0])
    every, drawn = _drawn_among_all(counted, places, draws=some, seed=seed)
    tables = {}
    for i, place in enumerate(places, 1):
        here = counted.in_place(place)
        others = Side(~here, every - _uses(counted, here, drawn[place]))
        if some < draws:
            drawn[place] = _draws(np.repeat(place, here.sum()), draws, [seed, i])
        own = Side(here, _uses(counted, here, drawn[place]))
        table = _compared(counted, own, others, prior=prior, min_paragraphs=min_paragraphs)
        tables[place] = table.assign(tfidf=weights[here].mean(axis=0))
    return _ranked(tables, ["place"])


def report_pairs(counted, reports, *, prior_words, draws, seed, min_paragraphs=SEVERAL):
    """The terms of each work report against those of each other: columns as in place_terms with
    place_a and place_b, without tfidf; empty where there are fewer than two reports."""
    sides, tables = _sides(counted, reports, draws=draws, seed=seed), {}
    for pair in combinations(reports, 2):
        first, second = (sides[place] for place in pair)
        prior = informative_prior(counted.counts[first.here | second.here], prior_words)
        tables[pair] = _compared(counted, first, second, prior=prior, min_paragraphs=min_paragraphs)
    return _ranked(tables, ["place_a", "place_b"])


def leading(terms, documents, place):
    """The terms that lean to a place, the strongest first: interval above zero, tested, in several
    of its paragraphs; its own name is left out, for every place names itself. The column
    `distinctive` says which of them are clear."""
    own_name = bare_name(documents.set_index("place")["series_zh"][place])
    leaning = terms["tested"] & (terms["low"] > 0) & (terms["paragraphs"] >= SEVERAL)
    own = terms[(terms["place"] == place) & leaning]
    return own[~own["term"].str.contains(own_name, regex=False)]


def _sides(counted, places, *, draws, seed):
    """place → its Side, from draws of whole paragraphs within every place of the texts."""
    drawn, sides = _draws(counted.paragraphs["place"], draws, seed), {}
    for place in places:
        here = counted.in_place(place)
        sides[place] = Side(here, _uses(counted, here, drawn[:, here]))
    return sides


def _draws(groups, draws, seed):
    """How often each paragraph is drawn: draws × paragraphs."""
    # Single precision holds whole numbers up to 2**24, more words than a draw holds, in half
    # the memory.
    return resample.multiplicities(groups, draws, seed).astype(np.float32)


def _drawn_among_all(counted, places, *, draws, seed):
    """Uses of each term in each draw of all texts (draws × terms), and of some places how often
    each paragraph is drawn there (place → draws × paragraphs)."""
    groups, every, own = counted.paragraphs["place"].to_numpy(), 0, {}
    for where, times in resample.in_batches(groups, draws, seed):
        times, here = times.astype(np.float32), groups[where]
        own |= {place: times[:, here == place] for place in set(places).intersection(here)}
        every += _uses(counted, where, times)
    return every, own


def _uses(counted, here, drawn):
    """Uses of each term in each draw (draws × paragraphs) of some paragraphs: draws × terms."""
    return (counted.counts[here].astype(np.float32).T @ drawn.T).T


def _sampled(own, other, prior):
    """low, high (95%) and standard error of each term's log-odds over the draws of two sides. Of a
    side that was drawn less often than the other each draw is used again."""
    words, found = [words_drawn(side, prior) for side in (own, other)], np.empty((3, len(prior)))
    used = own.any(axis=0)
    # Of a term that the first side never uses only the other side's draws differ.
    for terms, draws in ((used, len(own)), (~used, len(other))):
        again = np.resize(np.arange(len(other)), draws)
        within = (words[0][:draws], words[1][again])
        for some in np.split(np.flatnonzero(terms), range(BLOCK, terms.sum(), BLOCK)):
            # Terms in rows, so that a term's draws lie side by side.
            first, second = own.T[some, :draws].T, other.T[some].take(again, axis=1).T
            samples = log_odds(first, second, prior[some], words=within)
            found[:, some] = *resample.interval(samples), samples.std(axis=0, ddof=1)
    return found


def _compared(counted, first, second, *, prior, min_paragraphs):
    """The COLUMNS of one side's terms against the other's."""
    own = counted.counts[first.here]
    y1, y2 = own.sum(axis=0), counted.counts[second.here].sum(axis=0)
    low, high, error = _sampled(first.drawn, second.drawn, prior)
    words = {"total": max(y1.sum(), 1), "paragraphs": own.shape[0]}
    rate_low, rate_high = density.interval(y1, _squares(own), **words)
    tested, q = corrected_test(counted.counts, first.here, second.here)
    paragraphs = (own > 0).sum(axis=0)
    table = {
        "term": counted.vocabulary,
        "count": y1,
        "count_other": y2,
        "per_1000": 1000 * y1 / max(y1.sum(), 1),
        "per_1000_low": rate_low,
        "per_1000_high": rate_high,
        "per_1000_other": 1000 * y2 / max(y2.sum(), 1),
        "log_odds": _without_noise(log_odds(y1, y2, prior)),
        "low": low,
        "high": high,
        "z": _without_noise(z_score(y1, y2, prior)),
        "se_boot": error,
        "tested": tested,
        "q": q,
        "dp_norm": dispersion(own, own.sum(axis=1)),
        "paragraphs": paragraphs,
        "distinctive": (q < SIGNIFICANCE) & (low > 0) & (paragraphs >= min_paragraphs),
    }
    return pd.DataFrame(table)


def _without_noise(figures):
    """Without the digits that processors compute differently, by which words used alike would be
    ranked; 0 has no sign."""
    return figures.round(12) + 0.0


def corrected_test(counts, first, second):
    """Which terms are used often enough to be tested, and their q (1 for the others): of
    burst_adjusted_test, Benjamini–Hochberg over the terms tested."""
    tested = counts[first].sum(axis=0) + counts[second].sum(axis=0) >= MIN_USES
    p, q = burst_adjusted_test(counts, first, second), np.ones(counts.shape[1])
    q[tested] = stats.false_discovery_control(p[tested])
    return tested, q


def burst_adjusted_test(counts, first, second):
    """Two-sided p-value of each term for being as frequent in the `first` paragraphs as in the
    `second` (masks over the rows of counts).

    An exact binomial test of the term's uses in the first group among all its uses, after dividing
    both by the term's design effect: how much more its uses vary from paragraph to paragraph than
    words drawn one by one would (Rao & Scott 1992; at least 1). A word used six times in one
    paragraph so counts as about one observation. Under permuted places this raises an alarm in
    fewer than 5% of families of terms; log-odds over its bootstrap standard error did in most.
    """
    own, other = counts[first], counts[second]
    total, n = own.sum() + other.sum(), own.shape[0] + other.shape[0]
    uses = own.sum(axis=0) + other.sum(axis=0)
    rate = uses / total
    varied = (_squares(own) + _squares(other)) * n / max(n - 2, 1)
    expected = total * rate * (1 - rate)
    effect = np.divide(varied, expected, out=np.ones(len(rate)), where=expected > 0)
    effect = np.maximum(effect, 1)
    here, every, share = own.sum(axis=0) / effect, uses / effect, own.sum() / total
    more = np.where(here > 0, special.betainc(np.maximum(here, 1e-9), every - here + 1, share), 1)
    rest = np.maximum(every - here, 1e-9)
    fewer = np.where(every > here, special.betainc(rest, here + 1, 1 - share), 1)
    return np.minimum(1, 2 * np.minimum(more, fewer))


def _squares(counts):
    """Σ(uses − words × rate)² of each term over the paragraphs of one group, without filling in the
    zeros of a sparse array."""
    words = counts.sum(axis=1)
    rate = counts.sum(axis=0) / max(words.sum(), 1)
    squared = counts.power(2).sum(axis=0)
    return squared - 2 * rate * (counts.T @ words) + rate**2 * (words**2).sum()


def _ranked(tables, names):
    """One table of these (key → table), their keys in columns of these names, each in order; where
    there are none, the COLUMNS without rows."""
    if not tables:
        return pd.DataFrame(columns=[*names, *COLUMNS])
    # By z, as Monroe and colleagues rank: under this prior every term that one side never uses has
    # nearly the same log-odds.
    order = {"by": ["z", "term"], "ascending": [False, True]}
    ranked = {key: table.sort_values(**order) for key, table in tables.items()}
    return pd.concat(ranked, names=names).reset_index(names).reset_index(drop=True)
