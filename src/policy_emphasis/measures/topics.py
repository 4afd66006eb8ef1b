"""Topics that the text itself suggests: NMF over TF-IDF or LDA over counts, both scikit-learn's.

fit_topics(...)       → paragraph weights, term weights
topics_table(...)     → each topic with label, terms and prevalence
typical_paragraphs(...) → the paragraphs that a topic fills most
"""

import warnings

import numpy as np
import pandas as pd
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import ConvergenceWarning

from policy_emphasis.measures.terms import tfidf
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.lists import UNCODED


def fit_topics(counts, model, n_topics, seed, sizes):
    """Fit a topic model to paragraphs × terms counts.

    sizes: characters of each paragraph. Returns weights (a DataFrame, paragraphs × topics t01…; rows sum to 1, or to 0 where a paragraph has no
    counted term) and terms (an array, topics × terms; rows sum to 1), topics ordered by prevalence. Raises ProjectError where there are fewer
    paragraphs or terms than topics.
    """
    filled = np.flatnonzero(np.asarray(counts.sum(axis=1)).ravel())
    most = min(len(filled), counts.shape[1])
    if n_topics > most:
        raise ProjectError(
            f"n_topics got {n_topics}, but these texts hold {len(filled)} paragraphs with {counts.shape[1]} counted terms; "
            f"take at most {most}"
        )
    if model == "nmf":
        # nndsvd without random_state differs from run to run: its SVD is randomised.
        estimator = NMF(n_topics, init="nndsvd", solver="cd", max_iter=500, random_state=seed)
        data = tfidf(counts)[filled]
    else:
        estimator = LatentDirichletAllocation(
            n_topics, learning_method="batch", max_iter=50, random_state=seed, n_jobs=1
        )
        data = counts[filled]  # n_jobs other than 1 gives another model
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # the last digits of weights that are rounded anyway
        fitted = estimator.fit_transform(data)
    weights = np.zeros((counts.shape[0], n_topics))
    total = fitted.sum(axis=1, keepdims=True)
    weights[filled] = np.divide(fitted, total, out=np.zeros_like(fitted), where=total > 0)
    terms = estimator.components_ / np.maximum(
        estimator.components_.sum(axis=1, keepdims=True), 1e-12
    )
    order = np.argsort(-(weights * np.asarray(sizes)[:, None]).sum(axis=0).round(9), kind="stable")
    return pd.DataFrame(weights[:, order], columns=pd.Index(_names(n_topics), name="topic")), terms[
        order
    ]


def topics_table(weights, topic_terms, terms, sizes, n_top=10):
    """Each topic: topic (t01… by prevalence), label (the three terms that are both heavy in it and its own), terms (the
    `n_top` heaviest), prevalence (share of all characters)."""
    vocabulary = terms["term"].to_numpy()
    own = topic_terms**2 / np.maximum(topic_terms.sum(axis=0), 1e-12)  # weight × exclusivity
    prevalence = weights.mul(np.asarray(sizes), axis=0).sum().to_numpy() / np.sum(sizes)
    return pd.DataFrame(
        {
            "topic": _names(len(topic_terms)),
            "label": [" · ".join(_heaviest(row, vocabulary, 3)) for row in own],
            "terms": [" ".join(_heaviest(row, vocabulary, n_top)) for row in topic_terms],
            "prevalence": prevalence,
        }
    )


def _names(n):
    return [f"t{k:02d}" for k in range(1, n + 1)]


def typical_paragraphs(weights, paragraphs, n=2):
    """The `n` paragraphs of each place with the most characters given to a topic, for each topic: topic, weight, and the columns of `paragraphs`."""
    mass = weights.mul(paragraphs["characters"].to_numpy(), axis=0).round(6)
    rows = [
        paragraphs.assign(topic=name, weight=weights[name].to_numpy()).loc[
            of.index[np.argsort(-of.to_numpy(), kind="stable")[:n]]
        ]
        for name in weights
        for _, of in mass[name].set_axis(paragraphs.index).groupby(paragraphs["place"], sort=False)
    ]
    return pd.concat(rows, ignore_index=True)


def _heaviest(row, vocabulary, n):
    return vocabulary[np.argsort(-row.round(9), kind="stable")[:n]]


def theme_overlap(weights, characters):
    """For each topic the theme that fills most of its coded text: topic, theme, overlap (share of the topic's coded
    characters) and expected (the theme's share of all coded characters).

    weights: paragraphs × topics (rows sum to 1); characters: paragraphs × themes, uncoded last, as from theme_characters.
    """
    coded = characters.drop(columns=UNCODED)
    mass = weights.to_numpy().T @ coded.to_numpy()
    share = pd.DataFrame(
        mass / np.maximum(mass.sum(axis=1, keepdims=True), 1e-12), columns=coded.columns
    ).round(9)
    best = share.idxmax(axis=1)
    return pd.DataFrame(
        {
            "topic": weights.columns,
            "theme": best,
            "overlap": share.max(axis=1),
            "expected": best.map(coded.sum() / coded.to_numpy().sum()),
        }
    )
