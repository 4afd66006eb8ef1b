"""Words of a report against those of the reports of its level and year, one report one text.

Rates of a word differ between reports more than drawing words would make them, so the count that
one more report would have is beta-binomial (Church & Gale 1995; Jansche 2003): with the mean rate m
of the others and the correlation ρ within a report by moments, from the variance of a count,
n·m(1 − m)(1 + (n − 1)ρ). Far in the tail all rests on ρ, and thirty reports tell it badly: taken as
it comes out, many families of words that differ by nothing hold a clear one. So it is taken at the
upper end of its interval, and never below the median of all words; benchmarks/norms.py says how
many do then.

Words that few of the others use at all, names of places above all, are not tested: that a report
has words of its own is no emphasis.
"""

import numpy as np
import pandas as pd
from scipy import sparse, stats

from policy_emphasis.inference.resample import SIGNIFICANCE

KNOWN = 0.03  # of the reports: a word that fewer use is not in the norms
SHARED = 0.2  # of the others: a word that fewer use is not tested
CAUTION = 0.2  # how likely a variance comes out so small that it is taken for larger than it is
SUMS = ["texts", "count", "squares", "weighted"]  # over reports: using it, x, x², n·x
COLUMNS = ["place", "term", "count", "expected", "texts", "p", "q", "clear"]


def word_table(counted, reports):
    """How the reports of each tier and year use each word: tier, year, term, SUMS, of x times in n
    tokens each. counted: TermCounts; reports: as from norms.report_table, with tier, by what the
    counts call them."""
    used = used_by_reports(counted, reports)
    known = np.asarray((used > 0).sum(axis=0)) >= KNOWN * len(reports)
    used, terms = used.tocsr()[:, known], counted.vocabulary[known]
    tables, tokens = [], reports["tokens"].to_numpy()
    for (tier, year), here in reports.groupby(["tier", "year"]).indices.items():
        own, n = used[here], tokens[here]
        sums = [(own > 0).sum(axis=0), own.sum(axis=0), (own**2).sum(axis=0), n @ own]
        table = pd.DataFrame(dict(zip(SUMS, map(np.asarray, sums), strict=True)))
        tables.append(table.assign(tier=tier, year=year, term=terms)[table["texts"] > 0])
    return pd.concat(tables, ignore_index=True)


def used_by_reports(counted, reports):
    """How often each report uses each term: CSR, reports × terms. counted, reports: as in
    word_table."""
    number = pd.Index(reports.index).get_indexer(counted.paragraphs["place"])
    here = number >= 0
    held = (np.ones(here.sum(), np.int64), (number[here], np.flatnonzero(here)))
    return sparse.csr_array(held, shape=(len(reports), len(number))) @ counted.counts


def against(counts, document, *, words, peers, left_out):
    """The words of one report against those of its peers: all that SHARED of the peers use, whether
    the report does or not.

    counts: a Series term → how often; document: with tokens; words: as from word_table, of the
    tier and the years of the peers; peers: with tokens; left_out: whether the report itself is
    among the sums. Returns term, count, expected, texts (the part of the peers that use it) and p,
    that one more report would use it so often.
    """
    sums = words.groupby("term", observed=True)[SUMS].sum()
    own = counts.reindex(sums.index.astype(str), fill_value=0).to_numpy()
    n = document.tokens
    if left_out:
        for name, part in zip(SUMS, (own > 0, own, own**2, n * own), strict=True):
            sums[name] = np.maximum(sums[name] - part, 0)
    tokens = peers["tokens"].to_numpy(float)
    mean = sums["count"] / tokens.sum()
    terms = sums.index.astype(str)
    found = pd.DataFrame({"term": terms, "count": own, "expected": mean.array * n})
    found["texts"] = sums["texts"].array / len(peers)
    shared = found["texts"] >= SHARED
    rho = correlation(sums, tokens) * (len(peers) - 1) / stats.chi2.ppf(CAUTION, len(peers) - 1)
    rho = np.maximum(rho, np.median(rho[shared])) if shared.any() else rho
    found["p"] = tail(own, n, mean=mean.to_numpy(), rho=np.minimum(rho, 0.99))
    return found[shared].reset_index(drop=True)


def correlation(sums, tokens):
    """The correlation ρ of a word within a report, by moments; 0 where counts vary no more than
    those of drawn words. sums: SUMS over the reports; tokens: of each report."""
    mean = (sums["count"] / tokens.sum()).to_numpy()
    off = sums["squares"] - 2 * mean * sums["weighted"] + mean**2 * (tokens**2).sum()
    off = off.to_numpy() * len(tokens) / (len(tokens) - 1)
    drawn, shared = tokens.sum(), (tokens * (tokens - 1)).sum()
    spread = mean * (1 - mean)
    rho = (np.divide(off, spread, out=np.zeros(len(mean)), where=spread > 0) - drawn) / shared
    return np.clip(rho, 0, 0.99)


def tail(count, n, *, mean, rho):
    """The probability of a count or more among n tokens: beta-binomial, binomial where rho is 0."""
    strength = 1 / np.maximum(rho, 1e-12) - 1
    a, b = np.maximum(mean * strength, 1e-9), np.maximum((1 - mean) * strength, 1e-9)
    wide = stats.betabinom.sf(count - 1, n, a, b)
    return np.where(rho > 0, wide, stats.binom.sf(count - 1, n, np.clip(mean, 0, 1)))


def corrected(tables):
    """Tables of `against` (place → table) as one, with q (Benjamini–Hochberg over all places and
    words) and clear, the surest first in each place: COLUMNS, of the words that a place uses."""
    found = pd.concat(tables, names=["place", None]).reset_index("place") if tables else None
    if found is None or found.empty:
        return pd.DataFrame(columns=COLUMNS)
    found["q"] = stats.false_discovery_control(np.clip(found["p"], 0, 1))
    found = found.assign(clear=found["q"] < SIGNIFICANCE, order=pd.factorize(found["place"])[0])
    found = found.sort_values(["order", "p", "term"], kind="stable", ignore_index=True)
    return found.loc[found["count"] > 0, COLUMNS].reset_index(drop=True)
