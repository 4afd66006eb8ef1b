"""Topics that the text itself suggests: NMF over TF-IDF or LDA over counts, both scikit-learn's."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize

from policy_emphasis.measures.terms import tfidf
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.lists import UNCODED

TINY = 1e-12  # in place of a sum of zero, which nothing is divided by
LABEL = 3  # terms in a topic's label
TOP = 10  # terms by which a topic is shown and judged
# Thousands of reports are more than a model needs. On 180,000 paragraphs (K = 20) NMF fitted to
# SAMPLE of them in HURRIED iterations leaves 0.9257 of the norm unexplained; 285 iterations, until
# it settles, 0.9256; ten thousand paragraphs 0.9263.
LARGE, HURRIED = 10_000, 25  # paragraphs above which a fit gets so many iterations …
SAMPLE = 20_000  # … and of which no more are fitted to
ONLINE = {"learning_method": "online", "batch_size": 2048, "max_iter": 4}  # LDA of so many


@dataclass(frozen=True)
class TopicModel:
    """A fitted topic model, topics ordered by prevalence.

    weights: a DataFrame, paragraphs × topics t01…; rows sum to 1, or to 0 where a paragraph has no
    counted term. terms: an array, topics × terms; rows sum to 1. fitted_to: how many of the
    paragraphs that hold a counted term (filled) it was fitted to; rounds: after how many iterations
    it was ended, None where it was left to settle.
    """

    weights: pd.DataFrame
    terms: np.ndarray
    filled: int
    fitted_to: int
    rounds: int | None


def fit_topics(counted, *, model, n_topics, seed):
    """The TopicModel of these counts (TermCounts); model: nmf or lda.

    Of more than SAMPLE paragraphs so many are drawn, and the topics fitted to them are then found
    in all. Raises ProjectError where there are fewer paragraphs or terms than topics.
    """
    counts = counted.counts
    filled = np.flatnonzero(counts.sum(axis=1))
    most = min(len(filled), counts.shape[1])
    if n_topics > most:
        advice = f"take at most {most}" if most > 1 else "take more or longer texts"
        raise ProjectError(
            f"n_topics got {n_topics}, but these texts hold {len(filled)} paragraphs "
            f"with {counts.shape[1]} counted terms; {advice}"
        )
    data = (tfidf(counts) if model == "nmf" else counts)[filled]
    estimator = _estimator(model, n_topics, seed, large=len(filled) > LARGE)
    with warnings.catch_warnings():  # about the last digits of weights that are rounded anyway
        warnings.simplefilter("ignore", ConvergenceWarning)
        if len(filled) > SAMPLE:
            drawn = np.random.default_rng(seed).choice(len(filled), SAMPLE, replace=False)
            fitted = estimator.fit(data[np.sort(drawn)]).transform(data)
        else:
            fitted = estimator.fit_transform(data)
    weights = np.zeros((counts.shape[0], n_topics))
    weights[filled] = normalize(fitted, "l1")
    prevalence = (weights * counted.sizes[:, None]).sum(axis=0).round(9)
    order = np.argsort(-prevalence, kind="stable")
    names = pd.Index([f"t{k:02d}" for k in range(1, n_topics + 1)], name="topic")
    terms = normalize(estimator.components_, "l1")[order]
    weights = pd.DataFrame(weights[:, order], columns=names)
    rounds = estimator.max_iter if len(filled) > LARGE else None
    return TopicModel(weights, terms, len(filled), min(len(filled), SAMPLE), rounds)


def weights_in(fitted, paragraphs, some):
    """The topics of some of the paragraphs to which they were fitted: paragraphs × topics."""
    here = paragraphs["paragraph"].isin(some["paragraph"])
    return fitted.weights[here].reset_index(drop=True)


def _estimator(model, n_topics, seed, *, large):
    if model == "nmf":
        # nndsvd without random_state differs from run to run: its SVD is randomised.
        settled = {"solver": "cd", "max_iter": HURRIED if large else 500}
        return NMF(n_topics, init="nndsvd", random_state=seed, **settled)
    settled = ONLINE if large else {"learning_method": "batch", "max_iter": 50}
    # n_jobs other than 1 gives another model
    return LatentDirichletAllocation(n_topics, random_state=seed, n_jobs=1, **settled)


def topics_table(fitted, counted):
    """Each topic: topic (t01… by prevalence), label (the three terms that are both heavy in it and
    its own), terms (the ten heaviest), prevalence (share of all characters)."""
    own = fitted.terms**2 / np.maximum(fitted.terms.sum(axis=0), TINY)  # weight × exclusivity
    mass = fitted.weights.mul(counted.sizes, axis=0).sum().to_numpy()
    table = {
        "topic": list(fitted.weights),
        "label": [" · ".join(words) for words in heaviest(own, counted.vocabulary, LABEL)],
        "terms": [" ".join(words) for words in heaviest(fitted.terms, counted.vocabulary)],
        "prevalence": mass / counted.sizes.sum(),
    }
    return pd.DataFrame(table)


def heaviest(topic_terms, vocabulary, n=TOP):
    """The `n` heaviest terms of each topic (topics × terms), a list each."""
    order = np.argsort(-topic_terms.round(9), axis=1, kind="stable")[:, :n]
    return vocabulary[order].tolist()


def typical_paragraphs(weights, paragraphs, n=2):
    """The `n` paragraphs of each place with the most characters given to a topic, for each topic,
    of those that give it more than an even part: topic, weight, and the columns of `paragraphs`."""
    typical, even = [], 1 / weights.shape[1]
    for topic, weight in weights.items():
        named = paragraphs.assign(topic=topic, weight=weight.to_numpy())
        mass = (named["weight"] * named["characters"]).round(6)
        heaviest_first = (
            mass[named["weight"] > even].sort_values(ascending=False, kind="stable").index
        )
        typical.append(named.loc[heaviest_first].groupby("place", sort=False).head(n))
    return pd.concat(typical, ignore_index=True)


def theme_overlap(weights, characters):
    """For each topic the theme that fills most of its coded text: topic, theme, overlap (share of
    the topic's coded characters).

    weights: paragraphs × topics (rows sum to 1); characters: paragraphs × themes, uncoded last, as
    from themes.theme_mass.
    """
    coded = characters.drop(columns=UNCODED)
    share = normalize(weights.to_numpy().T @ coded.to_numpy(), "l1")
    share = pd.DataFrame(share, columns=coded.columns, index=weights.columns)
    nearest = {"theme": share.round(9).idxmax(axis=1), "overlap": share.max(axis=1)}
    return pd.DataFrame(nearest).reset_index()
