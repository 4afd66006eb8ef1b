"""Coherence and exclusivity of topics, and the matching behind their stability."""

import numpy as np
import pytest

from policy_emphasis.inference import topic_quality

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


@pytest.mark.parametrize("topics, value", [(TOPICS1, 0.027823), (TOPICS2, -0.217095)])
def test_npmi_is_gensims(topics, value):
    assert topic_quality.npmi(topics, TEXTS).mean() == pytest.approx(value, abs=1e-6)


def test_words_that_no_window_holds_together_are_incoherent():
    assert topic_quality.npmi([["a", "b"]], [["a", "x", "y", "b"]], window=2)[0] < -0.8


def test_words_that_every_window_holds_together_are_coherent():
    texts = [["a", "x", "y", "b"], ["z"] * 4]
    assert topic_quality.npmi([["a", "b"]], texts, window=4)[0] == pytest.approx(1)


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
