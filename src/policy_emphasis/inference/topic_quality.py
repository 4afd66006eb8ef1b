"""How good a set of topics is: coherence (NPMI), exclusivity (FREX), and stability: would the
topics come out again from resampled paragraphs with other seeds? And what their number changes.

None of them is validity (Hoyle et al. 2021): they are shown beside each topic's terms and typical
paragraphs, not instead of them.
"""

from contextlib import suppress
from functools import partial

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata
from sklearn.metrics.pairwise import cosine_similarity

from policy_emphasis import fanout
from policy_emphasis.measures.topics import SAMPLE, TOP, fit_topics, heaviest
from policy_emphasis.paths import ProjectError

EPSILON = 1e-12  # in place of a probability or a sum of zero
RANGE = range(4, 21)  # numbers of topics that are tried
LARGE = 2000  # paragraphs
LONG_STEP = 4  # LDA takes ten times as long as NMF, and large texts long: every fourth number …
LONG_REFITS = 2  # … with two refits
CHUNK = 20_000  # texts whose windows are counted at a time


def quality(counted, fitted, texts, **refitted):
    """Of each topic npmi (coherence over these texts), exclusivity (FREX) and stability.

    texts: the paragraphs' tokens, in order; refitted: model, seed, refits of topic_stability.
    """
    stability = topic_stability(counted, fitted, **refitted)
    return _judged(fitted.terms, counted.vocabulary, texts=texts, stability=stability)


def _judged(topic_terms, vocabulary, *, texts, stability):
    table = {"npmi": npmi(heaviest(topic_terms, vocabulary), texts)}
    table |= {"exclusivity": frex(topic_terms, TOP), "stability": stability}
    return pd.DataFrame(table)


def by_number(counted, texts, *, model, seed, refits):
    """The means of quality() over topics for each number of topics (n_topics), of more than SAMPLE
    paragraphs on so many that are drawn. Numbers that the texts cannot carry are left out."""
    if len(texts) > SAMPLE:
        drawn = np.random.default_rng(seed).choice(len(texts), SAMPLE, replace=False)
        drawn.sort()
        counted, texts = counted.only(drawn), [texts[i] for i in drawn]
    numbers = RANGE
    if model == "lda" or len(texts) > LARGE:
        numbers, refits = RANGE[::LONG_STEP], min(refits, LONG_REFITS)
    most = min(np.count_nonzero(counted.counts.sum(axis=1)), counted.counts.shape[1]) // 2
    numbers = [number for number in numbers if number <= most]
    tasks = [(number, refit) for number in numbers for refit in range(refits + 1)]
    fit = partial(_fitted_terms, counted, model=model, seed=seed)
    fitted = dict(zip(tasks, fanout.each(fit, tasks, label="numbers of topics"), strict=True))
    tried = []
    for number in numbers:
        once, *again = (fitted[number, refit] for refit in range(refits + 1))
        given = {"texts": texts, "stability": _mean_similarity(once, again)}
        judged = _judged(once, counted.vocabulary, **given)
        tried.append({"n_topics": number, **judged.mean()})
    return pd.DataFrame(tried, columns=["n_topics", "npmi", "exclusivity", "stability"])


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
    together, total = np.zeros((len(column), len(column))), 0
    for start in range(0, len(texts), CHUNK):
        seen = _windows(texts[start : start + CHUNK], column, window)
        together += (seen.T @ seen).toarray()
        total += seen.shape[0]
    together /= max(total, 1)
    alone = np.diag(together)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.log((together + EPSILON) / np.outer(alone, alone)) / -np.log(together + EPSILON)
    np.fill_diagonal(score, np.nan)
    score[alone == 0, :] = score[:, alone == 0] = np.nan
    columns = [[column[word] for word in topic] for topic in topics]
    pairs = pd.DataFrame([score[np.ix_(own, own)].ravel() for own in columns])
    return pairs.mean(axis=1).fillna(0.0).to_numpy()


def _windows(texts, column, window):
    """Which of the words (word → column) stand in which window of the texts: windows × words. Only
    the positions of these words are kept."""
    length = np.fromiter(map(len, texts), int, len(texts))
    found = np.fromiter((column.get(token, -1) for text in texts for token in text), np.int32)
    text, position = np.repeat(np.arange(len(length)), length), np.flatnonzero(found >= 0)
    windows = np.where(length > 0, np.maximum(length - window, 0) + 1, 0)
    first, text = windows.cumsum() - windows, text[position]
    within = position - (length.cumsum() - length)[text]  # where in its text the word stands
    # It is in the windows that begin with it and with up to window − 1 tokens before it.
    begun = within[:, None] - np.arange(window)
    begun = np.where(length[text, None] < window, 0, begun)
    valid = (begun >= 0) & (begun < windows[text, None])
    row = (first[text, None] + begun)[valid]
    columns = np.broadcast_to(found[position, None], begun.shape)[valid]
    shape = (windows.sum(), len(column))
    seen = sparse.csr_array((np.ones(len(row)), (row, columns)), shape=shape)
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


def topic_stability(counted, fitted, *, model, seed, refits):
    """Mean cosine of each topic with its one-to-one partner over `refits` refits, each on
    paragraphs drawn with replacement (up to SAMPLE) and with a seed of its own.

    fitted: the TopicModel in question. 1: every refit finds the same topic; near 0: none does.
    """
    fit = partial(_fitted_terms, counted, model=model, seed=seed)
    tasks = [(len(fitted.terms), refit) for refit in range(1, refits + 1)]
    return _mean_similarity(fitted.terms, fanout.each(fit, tasks, label="refits of topics"))


def _fitted_terms(counted, task, *, model, seed):
    """Topics × terms of a fit. task: the number of topics, and which refit it is, from 1, or 0 for
    the fit to the texts as they are; the paragraphs of each refit are drawn after the last's."""
    n_topics, refit = task
    random, n = np.random.default_rng(seed), counted.counts.shape[0]
    for last in range(refit, 0, -1):
        drawn = random.integers(0, n, min(n, SAMPLE))
        counted = counted.only(drawn) if last == 1 else counted
    with suppress(ProjectError):
        return fit_topics(
            counted, model=model, n_topics=n_topics, seed=(seed + refit) % 2**32
        ).terms
    # Of a few paragraphs a draw may hold too few different ones: no topic comes out of it again.
    return np.zeros((n_topics, counted.counts.shape[1]))


def _mean_similarity(topic_terms, again):
    """The mean over refits (topics × terms each) of each topic's cosine with its partner."""
    return np.mean([matched_similarity(topic_terms, other) for other in again], axis=0)


def matched_similarity(first, second):
    """For each topic of `first` (topics × terms) the cosine with its partner in `second`, partners
    chosen one to one for the largest sum."""
    cosine = cosine_similarity(first, second)
    return cosine[linear_sum_assignment(-cosine.round(12))]
