"""How good a set of topics is: coherence (NPMI), exclusivity (FREX), and the matching behind
stability.

None of them is validity (Hoyle et al. 2021): they are shown beside each topic's terms and typical
paragraphs, not instead of them.

npmi(topics, texts)        → coherence of each topic, as gensim's c_npmi
frex(topic_terms, n_top)   → exclusivity of each topic
matched_similarity(a, b)   → how much of each topic of a is found again in b
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata

EPSILON = 1e-12  # in place of a probability or a length of zero


def npmi(topics, texts, window=10):
    """Mean normalised pointwise mutual information over all pairs of a topic's terms, one value a
    topic (Bouma 2009; Röder et al. 2015, c_npmi).

    topics: lists of terms; texts: lists of tokens, in order. Probabilities are shares of the
    boolean sliding windows of `window` tokens (a shorter text is one window); a pair that never
    meets counts with a probability of 1e-12. Agrees with gensim's c_npmi wherever no token stands
    twice in a window: gensim drops such a word from the window as soon as its first occurrence has
    left it.
    """
    column = {word: i for i, word in enumerate(dict.fromkeys(w for topic in topics for w in topic))}
    seen = _windows(texts, column, window)
    together = (seen.T @ seen).toarray() / max(seen.shape[0], 1)
    alone = np.diag(together)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.log((together + EPSILON) / np.outer(alone, alone)) / -np.log(together + EPSILON)
    score[alone == 0, :] = score[:, alone == 0] = np.nan
    means = []
    for topic in topics:
        columns = [column[word] for word in topic]
        pairs = score[np.ix_(columns, columns)][~np.eye(len(topic), dtype=bool)]
        means.append(pairs[np.isfinite(pairs)].mean() if np.isfinite(pairs).any() else 0.0)
    return np.array(means)


def _windows(texts, column, window):
    """Which of the words (word → column) stand in which window of the texts: windows × words."""
    rows, columns, total = [[]], [[]], 0
    for text in filter(None, texts):
        tokens = np.array([column.get(token, -1) for token in text])
        windows = sliding_window_view(tokens, min(window, len(tokens)))
        row, place = np.nonzero(windows >= 0)
        rows.append(total + row)
        columns.append(windows[row, place])
        total += len(windows)
    cells = (np.concatenate(rows).astype(int), np.concatenate(columns).astype(int))
    seen = sparse.csr_array((np.ones(len(cells[0])), cells), shape=(total, len(column)))
    seen.data[:] = 1  # a word counts once a window
    return seen


def frex(topic_terms, n_top=10, weight=0.7):
    """Mean FREX of each topic's `n_top` heaviest terms: the harmonic mean of a term's rank by
    exclusivity (weight) and by frequency in the topic.

    topic_terms: topics × terms, rows sum to 1. 1 would be a topic whose terms are both the most
    frequent and all its own (Bischof & Airoldi 2012; weight as in Roberts et al. 2014).
    """
    own = topic_terms / np.maximum(topic_terms.sum(axis=0), EPSILON)
    by_own, by_weight = (rankdata(m, "max", axis=1) / m.shape[1] for m in (own, topic_terms))
    score = 1 / (weight / by_own + (1 - weight) / by_weight)
    top = np.argsort(-topic_terms.round(12), axis=1, kind="stable")[:, :n_top]
    return np.take_along_axis(score, top, axis=1).mean(axis=1)


def matched_similarity(first, second):
    """For each topic of `first` (topics × terms) the cosine with its partner in `second`, partners
    chosen one to one for the largest sum."""
    a, b = (
        m / np.maximum(np.linalg.norm(m, axis=1, keepdims=True), EPSILON) for m in (first, second)
    )
    cosine = a @ b.T
    rows, columns = linear_sum_assignment(-cosine.round(12))
    return cosine[rows, columns]
