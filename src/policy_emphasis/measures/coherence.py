"""How good a set of topics is: coherence (NPMI), exclusivity (FREX), and the matching behind stability.

None of them is validity (Hoyle et al. 2021): they are shown beside each topic's terms and typical paragraphs, not instead of them.

    npmi(topics, texts)        → coherence of each topic, as gensim's c_npmi
    frex(topic_terms, n_top)   → exclusivity of each topic
    matched_similarity(a, b)   → how much of each topic of a is found again in b
"""

from itertools import chain, repeat

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata

EPSILON = 1e-12


def npmi(topics, texts, window=10):
    """Mean normalised pointwise mutual information over all pairs of a topic's terms, one value a topic (Bouma 2009; Röder et al. 2015, c_npmi).

    topics: lists of terms; texts: lists of tokens, in order. Probabilities are shares of the boolean sliding windows of `window` tokens (a shorter text is
    one window); a pair that never meets counts with a probability of 1e-12. Agrees with gensim's CoherenceModel(coherence="c_npmi") wherever no token stands twice in
    a window: gensim drops such a word from the window as soon as its first occurrence has left it.
    """
    words = {word: i for i, word in enumerate(dict.fromkeys(w for topic in topics for w in topic))}
    lengths = np.array([len(text) for text in texts if text])
    ids = np.fromiter(
        map(words.get, chain.from_iterable(texts), repeat(-1)), dtype=np.int64, count=lengths.sum()
    )
    last = np.maximum(lengths - window, 0)  # each text's last window, by its first token
    total = int((last + 1).sum())
    position = np.arange(len(ids)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    before, last = np.repeat(np.cumsum(last + 1) - last - 1, lengths), np.repeat(last, lengths)
    asked = ids >= 0
    first = np.maximum(position - window + 1, 0)[asked]
    held = np.minimum(position, last)[asked] - first + 1  # in how many windows the token stands
    rows = np.repeat(before[asked] + first - np.cumsum(held) + held, held) + np.arange(held.sum())
    seen = sparse.csr_matrix(
        (np.ones(len(rows)), (rows, np.repeat(ids[asked], held))), shape=(max(total, 1), len(words))
    )
    seen.data[:] = 1  # a word counts once a window
    together = (seen.T @ seen).toarray() / max(total, 1)
    alone = np.diag(together)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.log((together + EPSILON) / np.outer(alone, alone)) / -np.log(together + EPSILON)
    score[(alone == 0), :] = score[:, (alone == 0)] = np.nan
    means = []
    for topic in topics:
        at = [words[word] for word in topic]
        pairs = score[np.ix_(at, at)][~np.eye(len(at), dtype=bool)]
        means.append(pairs[np.isfinite(pairs)].mean() if np.isfinite(pairs).any() else 0.0)
    return np.array(means)


def frex(topic_terms, n_top=10, weight=0.7):
    """Mean FREX of each topic's `n_top` heaviest terms: the harmonic mean of a term's rank by exclusivity (weight) and by frequency in the topic.

    topic_terms: topics × terms, rows sum to 1. 1 would be a topic whose terms are both the most frequent and all its own (Bischof & Airoldi 2012;
    weight as in Roberts et al. 2014).
    """
    own = topic_terms / np.maximum(topic_terms.sum(axis=0), EPSILON)
    by_own, by_weight = (
        np.apply_along_axis(lambda row: rankdata(row, "max") / len(row), 1, m)
        for m in (own, topic_terms)
    )
    score = 1 / (weight / by_own + (1 - weight) / by_weight)
    top = np.argsort(-topic_terms.round(12), axis=1, kind="stable")[:, :n_top]
    return np.take_along_axis(score, top, axis=1).mean(axis=1)


def matched_similarity(first, second):
    """For each topic of `first` (topics × terms) the cosine with its partner in `second`, partners chosen one to one for the largest sum."""
    a, b = (
        m / np.maximum(np.linalg.norm(m, axis=1, keepdims=True), EPSILON) for m in (first, second)
    )
    cosine = a @ b.T
    rows, columns = linear_sum_assignment(-cosine.round(12))
    return cosine[rows, columns]
