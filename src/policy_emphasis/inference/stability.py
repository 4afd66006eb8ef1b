"""Would the topics come out again? Refits on resampled paragraphs with other seeds, and what the number of topics changes.

topic_stability(...)   → for each topic, how much of it is found again
by_number(...)         → coherence, exclusivity and stability over a range of K
"""

import numpy as np
import pandas as pd

from policy_emphasis.measures.coherence import frex, matched_similarity, npmi
from policy_emphasis.measures.topics import fit_topics

RANGE = range(4, 21)


def topic_stability(counts, topic_terms, model, seed, sizes, refits):
    """Mean cosine of each topic with its one-to-one partner over `refits` refits, each on paragraphs drawn with replacement and with a seed of its own.

    topic_terms: topics × terms, the fit in question. 1: every refit finds the same topic; near 0: none does.
    """
    random = np.random.default_rng(seed)
    found = []
    for refit in range(refits):
        drawn = random.integers(0, counts.shape[0], counts.shape[0])
        _, other = fit_topics(
            counts[drawn], model, len(topic_terms), seed + 1 + refit, np.asarray(sizes)[drawn]
        )
        found.append(matched_similarity(topic_terms, other))
    return np.mean(found, axis=0)


def by_number(counts, terms, texts, model, seed, sizes, refits):
    """Coherence, exclusivity and stability for each number of topics: n_topics, npmi, exclusivity, stability (means over topics).

    texts: the paragraphs' tokens, in order. Numbers that the texts cannot carry are left out; for LDA,
    which takes ten times as long as NMF, every fourth number is tried, with two refits.
    """
    numbers, refits = (RANGE, refits) if model == "nmf" else (RANGE[::4], min(refits, 2))
    most = min((np.asarray(counts.sum(axis=1)).ravel() > 0).sum(), counts.shape[1])
    rows = []
    for number in (n for n in numbers if n <= most // 2):
        _, topic_terms = fit_topics(counts, model, number, seed, sizes)
        rows.append(
            (
                number,
                *(values.mean() for values in quality(topic_terms, terms, texts)),
                topic_stability(counts, topic_terms, model, seed, sizes, refits).mean(),
            )
        )
    return pd.DataFrame(rows, columns=["n_topics", "npmi", "exclusivity", "stability"])


def quality(topic_terms, terms, texts, n_top=10):
    """Coherence (NPMI over these texts) and exclusivity (FREX) of each topic."""
    vocabulary = terms["term"].to_numpy()
    top = [
        vocabulary[np.argsort(-row.round(9), kind="stable")[:n_top]].tolist() for row in topic_terms
    ]
    return npmi(top, texts), frex(topic_terms, n_top)
