"""Would the topics come out again? Refits on resampled paragraphs with other seeds, and what the
number of topics changes.

topic_stability(...) → for each topic, how much of it is found again
quality(...)         → that with the coherence and exclusivity of each topic
by_number(...)       → the same over a range of numbers of topics
"""

import numpy as np
import pandas as pd

from policy_emphasis.measures.coherence import frex, matched_similarity, npmi
from policy_emphasis.measures.topics import TOP, fit_topics, heaviest

RANGE = range(4, 21)  # numbers of topics that are tried
LDA_STEP = 4  # LDA takes ten times as long as NMF: every fourth number is tried …
LDA_REFITS = 2  # … with two refits


def topic_stability(counted, fitted, *, model, seed, refits):
    """Mean cosine of each topic with its one-to-one partner over `refits` refits, each on
    paragraphs drawn with replacement and with a seed of its own.

    fitted: the TopicModel in question. 1: every refit finds the same topic; near 0: none does.
    """
    random, n = np.random.default_rng(seed), counted.counts.shape[0]
    found = []
    for refit in range(1, refits + 1):
        drawn = counted.only(random.integers(0, n, n))
        again = fit_topics(drawn, model=model, n_topics=len(fitted.terms), seed=seed + refit)
        found.append(matched_similarity(fitted.terms, again.terms))
    return np.mean(found, axis=0)


def quality(counted, fitted, texts, **refitted):
    """Of each topic npmi (coherence over these texts), exclusivity (FREX) and stability.

    texts: the paragraphs' tokens, in order; refitted: model, seed, refits of topic_stability.
    """
    return pd.DataFrame(
        {
            "npmi": npmi(heaviest(fitted.terms, counted.vocabulary), texts),
            "exclusivity": frex(fitted.terms, TOP),
            "stability": topic_stability(counted, fitted, **refitted),
        }
    )


def by_number(counted, texts, *, model, seed, refits):
    """Coherence, exclusivity and stability for each number of topics: n_topics, npmi, exclusivity,
    stability (means over topics). Numbers that the texts cannot carry are left out."""
    numbers = RANGE
    if model == "lda":
        numbers, refits = RANGE[::LDA_STEP], min(refits, LDA_REFITS)
    most = min(np.count_nonzero(counted.counts.sum(axis=1)), counted.counts.shape[1])
    rows = []
    for number in (number for number in numbers if number <= most // 2):
        fitted = fit_topics(counted, model=model, n_topics=number, seed=seed)
        judged = quality(counted, fitted, texts, model=model, seed=seed, refits=refits)
        means = {name: column.to_numpy().mean() for name, column in judged.items()}
        rows.append({"n_topics": number, **means})
    return pd.DataFrame(rows, columns=["n_topics", "npmi", "exclusivity", "stability"])
