"""Which texts are most alike: cosines over themes and over words."""

import numpy as np
import pandas as pd
from scipy import sparse

from policy_emphasis.measures.terms import tfidf


def by_themes(shares):
    """Cosines of theme shares (places × themes, a DataFrame), places × places."""
    return _cosines(sparse.csr_array(shares.to_numpy(float)))


def by_words(counted, places):
    """Cosines of the TF-IDF (1 + ln of the count) of the texts' words, places × places. counted:
    TermCounts."""
    text = pd.Index(places).get_indexer(counted.paragraphs["place"])
    here = text >= 0
    held = (np.ones(here.sum(), np.int64), (text[here], np.flatnonzero(here)))
    held = sparse.csr_array(held, shape=(len(places), len(text)))
    return _cosines(tfidf(held @ counted.counts, sublinear_tf=True))


def nearest(cosines, places):
    """For each place the one most like it: place, nearest, cosine, typical (median cosine to all
    others)."""
    others = cosines.copy()
    np.fill_diagonal(others, np.nan)
    most = np.nanargmax(others, axis=1)
    found = {"place": places, "nearest": np.array(places)[most], "cosine": np.nanmax(others, 1)}
    return pd.DataFrame(found | {"typical": np.nanmedian(others, axis=1)})


def _cosines(vectors):
    """Cosines of the rows of a sparse array; 0 where a row holds nothing."""
    length = np.sqrt((vectors**2).sum(axis=1))
    length = np.where(length > 0, length, 1)
    return np.asarray((vectors @ vectors.T).todense()) / np.outer(length, length)
