import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats
from sklearn.feature_extraction.text import TfidfVectorizer

from policy_emphasis.inference import keyness
from policy_emphasis.measures import terms


def test_log_odds_reproduces_the_published_values():
    d1, d2 = "a a a b b c c c c c c d e f g h h".split(), "a a b c c d d d d e f h".split()
    words = sorted(set(d1) | set(d2))
    y1, y2 = (np.array([d.count(w) for w in words], dtype=float) for d in (d1, d2))
    prior = 10 * (y1 + y2) / (y1 + y2).sum()
    assert (terms.log_odds(y1, y2, prior) / np.sqrt(terms.log_odds_variance(y1, y2, prior))).round(
        4
    ).tolist() == [0.0524, 0.2273, 0.8375, -1.4230, -0.1951, -0.1951, 0.6170, 0.2273]


def test_log_odds_takes_many_draws_at_once():
    prior = np.array([1.0, 2.0])
    many = terms.log_odds([[3, 4], [5, 6]], [[1, 2], [2, 2]], prior)
    assert many[1] == pytest.approx(terms.log_odds([5, 6], [2, 2], prior))


def test_tfidf_is_scikit_learns(run):
    documents = [
        " ".join(f"w{j}" for j in np.repeat(*row.nonzero()[1:], row.data)) for row in run.counts
    ]
    for sublinear in (False, True):
        vectorizer = TfidfVectorizer(
            token_pattern=r"\S+",
            lowercase=False,
            sublinear_tf=sublinear,
            vocabulary=[f"w{j}" for j in range(run.counts.shape[1])],
        )
        assert (
            abs(vectorizer.fit_transform(documents) - terms.tfidf(run.counts, sublinear)).max()
            < 1e-12
        )


def test_dispersion():
    sizes = [10, 10, 20]
    even, bursty, absent = terms.dispersion(np.array([[1, 2, 0], [1, 0, 0], [2, 0, 0]]), sizes)
    assert even == pytest.approx(0)
    assert bursty == pytest.approx(1)  # all in a smallest part
    assert np.isnan(absent)
    assert np.isnan(terms.dispersion(np.array([[3]]), [10])).all()  # one part alone
    assert terms.dispersion(sparse.csr_matrix([[1], [1], [1]]), [1, 1, 2])[0] == pytest.approx(
        (1 / 12 + 1 / 12 + 1 / 6) / 2 / 0.75
    )


def test_place_terms_against_a_direct_computation(run):
    """Counts, rates, log-odds and q of the published table, computed again from the sentences' tokens with plain loops."""
    table = keyness.place_terms(
        run.counts, run.terms, run.paragraphs, list(run.places), 1000, 300, 7
    ).set_index(["place", "term"])
    vocabulary = set(run.terms["term"])
    uses = {place: {} for place in run.places}
    for token in run.tokens.itertuples():
        if token.token in vocabulary and token.kind in ("word", "latin"):
            uses[token.place][token.token] = uses[token.place].get(token.token, 0) + 1
    total = {place: sum(c.values()) for place, c in uses.items()}
    everything = sum(total.values())
    for place, term in [("tianjin", "港口"), ("zhaoqing", "农业"), ("sichuan", "我国")]:
        here = uses[place].get(term, 0)
        there = sum(uses[p].get(term, 0) for p in uses) - here
        a = 1000 * (here + there) / everything
        n1, n2 = total[place], everything - total[place]
        delta = np.log((here + a) / (n1 + 1000 - here - a)) - np.log(
            (there + a) / (n2 + 1000 - there - a)
        )
        row = table.loc[(place, term)]
        assert (row["count"], row["count_other"]) == (here, there)
        assert row["per_1000"] == pytest.approx(1000 * here / n1)
        assert row["log_odds"] == pytest.approx(delta)
    one = table.loc["tianjin"]
    here = (run.paragraphs["place"] == "tianjin").to_numpy()
    p = pd.Series(keyness.burst_adjusted_test(run.counts, here, ~here), run.terms["term"])
    assert one.loc[one["tested"], "q"].to_numpy() == pytest.approx(
        stats.false_discovery_control(p[one.index[one["tested"]]])
    )
    assert (one.loc[~one["tested"], "q"] == 1).all()
    assert not (
        one["distinctive"] & ((one["q"] >= 0.05) | (one["low"] <= 0) | (one["paragraphs"] < 3))
    ).any()
    assert not table.select_dtypes("number").drop(columns="dp_norm").isna().any().any()


def test_burst_adjusted_test_is_the_exact_binomial_where_words_come_one_by_one():
    counts = sparse.csr_matrix(np.array([[1, 9]] * 8 + [[0, 10]] * 12))
    first = np.arange(20) < 10
    exact = stats.binomtest(8, 8, 0.5).pvalue
    assert keyness.burst_adjusted_test(counts, first, ~first)[0] == pytest.approx(exact, rel=0.01)


def test_a_burst_counts_as_about_one_observation():
    counts = np.zeros((40, 2), dtype=int)
    counts[:, 1] = 10
    counts[0, 0] = 8
    spread = counts.copy()
    spread[:8, 0], spread[0, 0] = 1, 1
    first = np.arange(40) < 20
    burst, even = (
        keyness.burst_adjusted_test(sparse.csr_matrix(c), first, ~first)[0]
        for c in (counts, spread)
    )
    assert burst > 0.5 and even < 0.02
