"""Which reports speak most alike: latent semantic analysis of the words of all reports of the norms
(Deerwester, Dumais, Furnas, Landauer & Harshman 1990).

A report is its words, each by 1 + ln(count), more where fewer reports use it (TF-IDF); words that
tend to stand in the same reports are drawn together into some fifty dimensions (truncated singular
value decomposition), so that two reports are alike that speak of one thing in other words. A word
counts only if several places use it and it names none: names say where a report is from, not what
it speaks of. Of a report that is not among the norms the loadings of its words give the vector.

Both tables are small: coordinates are whole numbers, in steps of the largest of their row.
"""

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer

from policy_emphasis.inference.norm_words import used_by_reports
from policy_emphasis.reference.norms import DIMENSIONS

PLACES = 3  # a word that fewer use is not counted
SEED = 2023
ROUNDS = 7  # of the randomised decomposition (Halko, Martinsson & Tropp 2011): as exact as needed
OF_REPORTS, OF_WORDS = 127, 7  # steps on either side of 0: for 50,000 words four bits are enough
TINY = 1e-12  # a length of nothing


def word_space(counted, reports, *, names):
    """The tables `vectors` (report, DIMENSIONS; a row's length means nothing) and `loadings` (term,
    idf, scale, DIMENSIONS; a loading is scale × coordinate) of the norms.

    counted: TermCounts; reports: as from norms.report_table, with report and tier, by what the
    counts call them; names: of places, which are left out.
    """
    used = used_by_reports(counted, reports)
    known = _known(used, reports) & ~np.isin(counted.vocabulary.astype(str), list(names))
    order = np.flatnonzero(known)[np.argsort(counted.vocabulary[known].astype(str), kind="stable")]
    vectors, loadings, idf = _decomposed(sparse.csr_matrix(used[:, order]))
    vectors, _ = _stepped(vectors, OF_REPORTS)
    loadings, scale = _stepped(loadings, OF_WORDS)
    words = {"term": counted.vocabulary[order]}
    words |= {"idf": idf.astype("float32"), "scale": scale.astype("float32")}
    named = {"report": reports["report"].array}
    return {"vectors": _table(named, vectors), "loadings": _table(words, loadings)}


def projected(counts, loadings):
    """The vector of a report from its own counts (a Series term → how often); of length 0 where it
    shares no word with the norms."""
    own = counts.reindex(loadings["term"].astype(str)).to_numpy(float)
    here = own > 0
    known = loadings[here]
    weight = (1 + np.log(own[here])) * (known["idf"] * known["scale"]).to_numpy(float)
    return weight @ known[DIMENSIONS].to_numpy(float)


def cosines(own, others):
    """The cosine of a vector to each of others (a row each); 0 where one has no length."""
    length = np.linalg.norm(others, axis=1) * np.linalg.norm(own)
    return others @ own / np.maximum(length, TINY)


def _known(used, reports):
    """Mask of the words that reports of PLACES places use; of all places, where there are fewer."""
    place, names = pd.factorize(reports["place"] + "/" + reports["tier"])
    one_each = np.ones(len(place), np.int64)
    held = sparse.csr_array((one_each, (place, np.arange(len(place)))))
    return ((held @ used) > 0).sum(axis=0) >= min(PLACES, len(names))


def _decomposed(used):
    """The vectors of reports, the loadings of words and their idf; used: CSR, reports × words."""
    if not used.shape[1]:
        return np.zeros((used.shape[0], 0)), np.zeros((0, 0)), np.zeros(0)
    weighting = TfidfTransformer(sublinear_tf=True).fit(used)
    weights = weighting.transform(used)
    given = {"n_iter": ROUNDS, "random_state": SEED}
    space = TruncatedSVD(min(len(DIMENSIONS), *used.shape), **given).fit(weights)
    return weights @ space.components_.T, space.components_.T, weighting.idf_


def _stepped(values, steps):
    """Rows as whole numbers from −steps to steps, and what a step of each is."""
    step = np.abs(values).max(axis=1, initial=TINY) / steps
    return np.rint(values / step[:, None]).astype(np.int8), step


def _table(columns, values):
    """A table of these columns and of DIMENSIONS, 0 in those that a small corpus lacks."""
    full = np.zeros((len(values), len(DIMENSIONS)), np.int8)
    full[:, : values.shape[1]] = values
    return pd.concat([pd.DataFrame(columns), pd.DataFrame(full, columns=DIMENSIONS)], axis=1)
