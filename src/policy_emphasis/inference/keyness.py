"""Keyness: which terms set one place's text apart, and which of them are more than chance.

Tests that treat words as independent overstate significance, so a term is called distinctive only where a test that allows for its bursts, corrected for
multiplicity, and the bootstrap over paragraphs both say so.

    place_terms(...)    → each place against all others: the published table `terms`
    pairwise_terms(...) → one place against another
    report_pairs(...)   → that for every pair of work reports
"""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import special, stats

from policy_emphasis.inference import resample
from policy_emphasis.measures.terms import (
    dispersion,
    informative_prior,
    log_odds,
    log_odds_variance,
    tfidf,
)
from policy_emphasis.reference.documents import is_report

DISTINCTIVE_Q = 0.05
# A term used less often over all texts is not tried, and its q is 1: a filter on totals is blind to places, so it does not bias the test, and
# every term left out spares the others correction (Bourgon, Gentleman & Huber 2010).
MIN_USES = 6
PAIR_COLUMNS = [
    "term",
    "count",
    "count_other",
    "per_1000",
    "per_1000_low",
    "per_1000_high",
    "per_1000_other",
    "log_odds",
    "low",
    "high",
    "z",
    "se_boot",
    "tested",
    "q",
    "dp_norm",
    "paragraphs",
    "distinctive",
]


def place_terms(
    counts,
    terms,
    paragraphs,
    places,
    prior_words,
    draws,
    seed,
    sublinear_tf=False,
    min_paragraphs=3,
):
    """Each place's terms against those of all other places together, the most distinctive (by z) first.

    counts: paragraphs × terms; terms: its columns (term); paragraphs: its rows (place). prior_words: weight of the
    prior, spread over the terms as the pooled text spreads them. Returns place, term, count and count_other (uses), per_1000 (uses in 1,000
    counted words, with per_1000_low and per_1000_high from the bootstrap) and per_1000_other, tfidf (mean over the place's paragraphs),
    log_odds with low and high (95 % bootstrap interval), z (analytic, four-term variance), se_boot (bootstrap standard error of log_odds), q
    (Benjamini–Hochberg over the place's terms, of burst_adjusted_test), dp_norm, paragraphs (of the place that hold it), and `distinctive`:
    q below 0.05, interval above 0, and in at least `min_paragraphs` paragraphs of the place.
    """
    at = {place: (paragraphs["place"] == place).to_numpy() for place in places}
    weights = tfidf(counts, sublinear_tf)
    prior = informative_prior(counts, prior_words)
    drawn = resample.multiplicities(paragraphs["place"], draws, seed)
    drawn_counts = {
        place: resample.sums(drawn[:, at[place]], counts[at[place]]) for place in places
    }
    tables = []
    for place in places:
        rest = sum(drawn_counts[other] for other in places if other != place)
        table = _contrast(
            counts, terms, at[place], ~at[place], prior, drawn_counts[place], rest, min_paragraphs
        )
        table.insert(0, "place", place)
        table["tfidf"] = np.asarray(weights[at[place]].mean(axis=0)).ravel()
        tables.append(_ranked(table))
    return pd.concat(tables, ignore_index=True)


def pairwise_terms(counts, terms, paragraphs, pair, prior_words, draws, seed, min_paragraphs=3):
    """The first place of `pair` against the second; columns as in place_terms with place_a and place_b, without tfidf."""
    a, b = ((paragraphs["place"] == place).to_numpy() for place in pair)
    prior = informative_prior(counts[a | b], prior_words)
    drawn = resample.multiplicities(paragraphs["place"], draws, seed)
    table = _contrast(
        counts,
        terms,
        a,
        b,
        prior,
        resample.sums(drawn[:, a], counts[a]),
        resample.sums(drawn[:, b], counts[b]),
        min_paragraphs,
    )
    table.insert(0, "place_a", pair[0])
    table.insert(1, "place_b", pair[1])
    return _ranked(table)


def report_pairs(counts, terms, paragraphs, documents, prior_words, draws, seed, min_paragraphs=3):
    """pairwise_terms for every pair of places whose texts are work reports; empty where there are fewer than two."""
    reports = documents.loc[is_report(documents), "place"]
    tables = [
        pairwise_terms(counts, terms, paragraphs, pair, prior_words, draws, seed, min_paragraphs)
        for pair in combinations(reports, 2)
    ]
    return (
        pd.concat(tables, ignore_index=True)
        if tables
        else pd.DataFrame(columns=["place_a", "place_b", *PAIR_COLUMNS])
    )


def both_ends(pairwise, n):
    """The `n` most distinctive terms of either side of each pair: above zero for place_a, below for place_b."""
    kept = pairwise[
        pairwise["tested"].astype(bool) & ((pairwise["low"] > 0) | (pairwise["high"] < 0))
    ]
    sides = [
        side
        for _, pair in kept.groupby(["place_a", "place_b"], sort=False)
        for side in (pair[pair["z"] > 0].head(n), pair[pair["z"] < 0].tail(n))
    ]
    return pd.concat(sides, ignore_index=True) if sides else kept


def top_tfidf(table, n):
    """The `n` terms of each place with the highest mean TF-IDF. table: as from place_terms."""
    return (
        table.sort_values(["tfidf", "term"], ascending=[False, True])
        .groupby("place", sort=False)
        .head(n)
        .sort_values("place", kind="stable")
    )


def leading(terms, documents, place):
    """The terms that lean to a place, the strongest first: interval above zero, tested, in several of its paragraphs; its own name is left out, for every
    place names itself. The column `distinctive` says which of them are clear."""
    own_name = documents.set_index("place")["place_zh"][place]
    of = terms[
        (terms["place"] == place)
        & terms["tested"]
        & (terms["low"] > 0)
        & (terms["paragraphs"] >= 3)
    ]
    return of[~of["term"].str.contains(own_name, regex=False)]


def _contrast(counts, terms, first, second, prior, drawn_first, drawn_second, min_paragraphs):
    y1, y2 = (np.asarray(counts[rows].sum(axis=0)).ravel() for rows in (first, second))
    delta = log_odds(y1, y2, prior)
    samples = log_odds(drawn_first, drawn_second, prior)
    low, high = resample.interval(samples)
    rate_low, rate_high = resample.interval(
        1000 * drawn_first / np.maximum(drawn_first.sum(axis=1, keepdims=True), 1)
    )
    tested = y1 + y2 >= MIN_USES
    q = np.ones(len(y1))
    q[tested] = stats.false_discovery_control(burst_adjusted_test(counts, first, second)[tested])
    paragraphs = np.asarray((counts[first] > 0).sum(axis=0)).ravel()
    return pd.DataFrame(
        {
            "term": terms["term"].to_numpy(),
            "count": y1,
            "count_other": y2,
            "per_1000": 1000 * y1 / max(y1.sum(), 1),
            "per_1000_low": rate_low,
            "per_1000_high": rate_high,
            "per_1000_other": 1000 * y2 / max(y2.sum(), 1),
            "log_odds": delta,
            "low": low,
            "high": high,
            "z": delta / np.sqrt(log_odds_variance(y1, y2, prior)),
            "se_boot": resample.standard_error(samples),
            "tested": tested,
            "q": q,
            "dp_norm": dispersion(counts[first], np.asarray(counts[first].sum(axis=1)).ravel()),
            "paragraphs": paragraphs,
            "distinctive": (q < DISTINCTIVE_Q) & (low > 0) & (paragraphs >= min_paragraphs),
        }
    )


def burst_adjusted_test(counts, first, second):
    """Two-sided p-value of each term for being as frequent in the `first` paragraphs as in the `second` (masks over the rows of counts).

    An exact binomial test of the term's uses in the first group among all its uses, after dividing both by the term's design effect: how much more its uses vary from
    paragraph to paragraph than words drawn one by one would (Rao & Scott 1992; at least 1). A word used six times in one paragraph so counts as about
    one observation. Under permuted places this raises an alarm in fewer than 5 % of families of terms; log-odds over its bootstrap standard error did in most.
    """
    both = first | second
    used, group = counts[both].tocsr(), first[both]
    words = np.asarray(used.sum(axis=1)).ravel().astype(float)
    total, n = words.sum(), both.sum()
    uses = np.asarray(used.sum(axis=0)).ravel().astype(float)
    squares = sum(_squares(used[rows], words[rows]) for rows in (group, ~group))
    rate = uses / total
    effect = np.maximum(
        1,
        np.divide(
            squares * n / max(n - 2, 1),
            total * rate * (1 - rate),
            out=np.ones(len(rate)),
            where=(rate > 0) & (rate < 1),
        ),
    )
    here, every, share = (
        np.asarray(used[group].sum(axis=0)).ravel() / effect,
        uses / effect,
        words[group].sum() / total,
    )
    more = np.where(here > 0, special.betainc(np.maximum(here, 1e-9), every - here + 1, share), 1)
    fewer = np.where(
        every > here, special.betainc(np.maximum(every - here, 1e-9), here + 1, 1 - share), 1
    )
    return np.minimum(1, 2 * np.minimum(more, fewer))


def _squares(used, words):
    """Σ(uses − words × rate)² of each term over the paragraphs of one group, without filling in the zeros of a sparse matrix."""
    rate = np.asarray(used.sum(axis=0)).ravel() / max(words.sum(), 1)
    return (
        np.asarray(used.multiply(used).sum(axis=0)).ravel()
        - 2 * rate * (used.T @ words)
        + rate**2 * (words**2).sum()
    )


def _ranked(table):
    # By z, as Monroe and colleagues rank: under this prior every term that one side never uses has nearly the same log-odds.
    return table.sort_values(["z", "term"], ascending=[False, True], ignore_index=True)
