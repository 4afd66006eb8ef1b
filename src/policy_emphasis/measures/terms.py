"""Measures of a term: TF-IDF, log-odds with an informative Dirichlet prior, dispersion, sharing."""

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

BLOCK = 64  # draws
SET_PHRASE = 4  # characters: the length from which a lexicon term counts as a set phrase
TRACE = 1e-6  # uses: the least that a term counts in the prior


def tfidf(counts, *, sublinear_tf=False):
    """TF-IDF as scikit-learn defines it (smooth idf, l2 norm): paragraphs × terms, CSR."""
    weights = TfidfTransformer(sublinear_tf=sublinear_tf).fit_transform(counts)
    return sparse.csr_array(weights)  # scikit-learn makes a matrix of it


def log_odds(y1, y2, prior, *, words=None):
    """Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008,
    doi 10.1093/pan/mpn018).

    y1, y2: counts of each term in the two groups (terms, or draws × terms); prior: pseudo-counts
    a_w of each term (terms); words: where these are some of the terms alone, words_drawn of each
    group. Returns δ in natural logarithms, of the shape of y1; above 0 leans to group 1.
    """
    first_words, second_words = words or (None, None)
    if y1.ndim == 2 and len(y1) > BLOCK:
        # Some draws at a time, so that the work stays in the processor's cache.
        parts = [
            log_odds(y1[b], y2[b], prior, words=words and (first_words[b], second_words[b]))
            for b in _blocks(len(y1))
        ]
        return np.concatenate(parts)
    first, second = y1 + prior, y2 + prior
    ratio = first * _others(second, second_words)  # in place from here: the time goes into memory
    ratio /= _others(first, first_words)
    ratio /= second
    return np.log(ratio, out=ratio)


def z_score(y1, y2, prior):
    """log_odds over the root of its analytic variance, with all four terms; some implementations
    leave out two of them."""
    first, second = y1 + prior, y2 + prior
    variance = 1 / first + 1 / _others(first) + 1 / second + 1 / _others(second)
    return log_odds(y1, y2, prior) / np.sqrt(variance)


def words_drawn(uses, prior):
    """The words of a group in each draw, those of the prior among them: draws × 1. uses: draws ×
    terms."""
    sums = [(uses[some] + prior).sum(axis=-1, keepdims=True) for some in _blocks(len(uses))]
    return np.concatenate(sums)


def _blocks(draws):
    return [slice(start, start + BLOCK) for start in range(0, draws, BLOCK)]


def _others(counts, words=None):
    """For each term the counts of all others in its group."""
    words = counts.sum(axis=-1, keepdims=True) if words is None else words
    return words - counts


def dispersion(counts, sizes):
    """Gries's DPnorm of each term over parts: 0 spread as the parts' sizes, 1 all in the smallest
    part; NaN if it never occurs, or where there is but one part.

    counts: parts × terms; sizes: words in each part. DP = ½ Σ|s_i − v_i/f|,
    DPnorm = DP/(1 − min s) (Gries 2008; Lijffijt & Gries 2012).
    """
    counts = counts.toarray() if sparse.issparse(counts) else np.asarray(counts)
    if np.count_nonzero(sizes) < 2:
        return np.full(counts.shape[1], np.nan)  # one part alone spreads nothing
    share, total = np.asarray(sizes) / np.sum(sizes), counts.sum(axis=0)
    observed = np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)
    return 0.5 * np.abs(share[:, None] - observed).sum(axis=0) / (1 - share[share > 0].min())


def informative_prior(counts, prior_words):
    """Pseudo-counts a_w (terms): `prior_words` words spread over the terms as the pooled text
    (paragraphs × terms) spreads them."""
    # Terms that these paragraphs do not hold keep a trace of prior, or their odds would be those
    # of nothing.
    pooled = np.maximum(counts.sum(axis=0), TRACE)
    return prior_words * pooled / pooled.sum()


def shared_phrases(tokens, phrases, *, places, every):
    """The set phrases (of four or more characters) that stand in any text, most used first: a table
    by phrase with common (whether the texts of `places` all use it) and everywhere (those of
    `every` place)."""
    used = set_phrases(tokens, phrases)
    found = used.groupby("token")["place"].agg(count="size", users=set)
    found = found.sort_values("count", ascending=False, kind="stable")
    common, everywhere = (found["users"].map(set(named).issubset) for named in (places, every))
    return pd.DataFrame({"common": common, "everywhere": everywhere}, dtype=bool)


def phrase_overlap(tokens, phrases, places):
    """How many of the different set phrases of one text stand in the other, for each pair of
    places, the largest overlap first: smaller (of the two the one that uses fewer, the first where
    both use as many), larger, n (phrases of the smaller), shared, overlap (shared of n).

    The overlap coefficient (Szymkiewicz 1934, Simpson 1943): what the larger text says beyond the
    smaller's size cannot be shared, so it does not count against the two. A text without such a
    phrase is in no pair.
    """
    used = set_phrases(tokens, phrases)
    uses = pd.crosstab(used["place"], used["token"]) > 0
    uses = uses.reindex([place for place in places if place in uses.index]).astype(int)
    shared, n = uses.to_numpy() @ uses.to_numpy().T, uses.sum(axis=1).to_numpy()
    first, second = np.triu_indices(len(n), 1)
    swap = n[first] > n[second]
    smaller, larger = np.where(swap, second, first), np.where(swap, first, second)
    pairs = {"smaller": uses.index[smaller], "larger": uses.index[larger], "n": n[smaller]}
    found = pd.DataFrame(pairs | {"shared": shared[smaller, larger]})
    found["overlap"] = found["shared"] / found["n"]
    return found.sort_values("overlap", ascending=False, kind="stable", ignore_index=True)


def set_phrases(tokens, phrases):
    """The tokens that are set phrases: of four or more characters."""
    return tokens[tokens["token"].isin([phrase for phrase in phrases if len(phrase) >= SET_PHRASE])]
