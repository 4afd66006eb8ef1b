"""Coherence, exclusivity and stability of topics."""

import numpy as np
import pytest
from tables import counted

from policy_emphasis.inference import topic_quality
from policy_emphasis.measures.topics import fit_topics

# gensim's own test corpus and topics, with the values that its CoherenceModel gives
TEXTS = [
    ["human", "interface", "computer"],
    ["survey", "user", "computer", "system", "response", "time"],
    ["eps", "user", "interface", "system"],
    ["system", "human", "system", "eps"],
    ["user", "response", "time"],
    ["trees"],
    ["graph", "trees"],
    ["graph", "minors", "trees"],
    ["graph", "minors", "survey"],
]
TOPICS1 = [["human", "computer", "system", "interface"], ["graph", "minors", "trees", "eps"]]
TOPICS2 = [["user", "graph", "minors", "system"], ["time", "graph", "survey", "minors"]]

PLAIN = np.kron(np.eye(3, dtype=int), np.ones((12, 5), dtype=int)) * 3
NOISE = np.random.default_rng(0).poisson(1, (36, 15))
ONCE = {"model": "nmf", "n_topics": 3, "seed": 1}


@pytest.mark.parametrize("topics, value", [(TOPICS1, 0.027823), (TOPICS2, -0.217095)])
def test_npmi_is_gensims(topics, value):
    assert topic_quality.npmi(topics, TEXTS).mean() == pytest.approx(value, abs=1e-6)


def test_words_that_no_window_holds_together_are_incoherent():
    assert topic_quality.npmi([["a", "b"]], [["a", "x", "y", "b"]], window=2)[0] < -0.8


def test_words_that_every_window_holds_together_are_coherent():
    texts = [["a", "x", "y", "b"], ["z"] * 4]
    assert topic_quality.npmi([["a", "b"]], texts, window=4)[0] == pytest.approx(1)


def test_windows_are_those_that_a_plain_loop_finds():
    random = np.random.default_rng(2)
    texts = [random.choice(list("abcx"), n).tolist() for n in (0, 1, 5, 3, 9, 2)]
    windows = [
        set(text[start : start + 3])
        for text in filter(None, texts)
        for start in range(max(len(text) - 2, 1))
    ]
    shares = {w: np.mean([set(w) <= window for window in windows]) for w in ("a", "b", "ab")}
    by_hand = np.log(shares["ab"] / shares["a"] / shares["b"]) / -np.log(shares["ab"])
    assert topic_quality.npmi([["a", "b"]], texts, window=3)[0] == pytest.approx(by_hand)


def test_coherence_does_not_depend_on_how_many_texts_are_counted_at_a_time(monkeypatch):
    whole = topic_quality.npmi(TOPICS1, TEXTS)
    monkeypatch.setattr(topic_quality, "CHUNK", 2)
    assert (topic_quality.npmi(TOPICS1, TEXTS) == whole).all()


@pytest.mark.parametrize("texts", [[["a"]], [], [[]]])
def test_a_word_that_no_text_holds_adds_nothing(texts):
    assert topic_quality.npmi([["a", "nowhere"]], texts).tolist() == [0.0]


def test_frex_prefers_terms_of_a_topics_own():
    shared = np.array([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])
    own = np.array([[0.9, 0.1, 0], [0, 0.1, 0.9]])
    assert topic_quality.frex(own, 1).min() > topic_quality.frex(shared, 3).max()


def test_matching_is_one_to_one_and_ignores_order():
    topics = np.eye(3)
    assert topic_quality.matched_similarity(topics, topics[[2, 0, 1]]).tolist() == [1, 1, 1]
    twice, once = np.array([[1.0, 0], [1, 0]]), np.array([[1.0, 0], [0, 1]])
    assert topic_quality.matched_similarity(twice, once).tolist() == [1, 0]


def test_stability_is_high_for_plain_topics_and_low_for_noise():
    found = []
    for texts in (counted(PLAIN), counted(NOISE)):
        fitted = fit_topics(texts, **ONCE)
        again = topic_quality.topic_stability(texts, fitted, model="nmf", seed=1, refits=5)
        found.append(again.mean())
    assert found[0] > 0.95 > 0.9 > found[1]


def test_numbers_of_topics_that_the_texts_cannot_carry_are_left_out():
    tokens = [[f"t{j}" for j in np.flatnonzero(row)] for row in PLAIN]
    table = topic_quality.by_number(counted(PLAIN), tokens, model="nmf", seed=1, refits=1)
    assert table["n_topics"].tolist() == [4, 5, 6, 7] and not table.isna().any().any()
