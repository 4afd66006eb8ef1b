"""Topic models."""

from types import SimpleNamespace

import numpy as np
import pytest
from tables import counted

from policy_emphasis.language import Language
from policy_emphasis.measures import topics
from policy_emphasis.paths import ProjectError
from policy_emphasis.words import topics as words

TWO_SUBJECTS = counted(
    [[4, 3, 0, 0], [5, 2, 0, 0], [0, 0, 3, 3], [0, 0, 6, 2], [3, 4, 0, 0], [0, 0, 0, 0]],
    places=list("ababab"),
)


@pytest.mark.parametrize("model", ["nmf", "lda"])
def test_two_plain_subjects_are_told_apart(model):
    fitted = topics.fit_topics(TWO_SUBJECTS, model=model, n_topics=2, seed=1)
    best = fitted.weights.to_numpy().argmax(axis=1)
    assert best[0] == best[1] == best[4] != best[2] == best[3]
    assert fitted.weights.sum(axis=1).tolist() == pytest.approx([1, 1, 1, 1, 1, 0])
    assert fitted.terms.sum(axis=1) == pytest.approx([1, 1])
    assert fitted.weights["t01"].sum() >= fitted.weights["t02"].sum()


@pytest.mark.slow
@pytest.mark.parametrize("model", ["nmf", "lda"])
def test_the_same_seed_gives_the_same_topics(run, model):
    first, second = (
        topics.fit_topics(run.counted, model=model, n_topics=5, seed=3).terms for _ in range(2)
    )
    assert (first == second).all()


def test_more_topics_than_the_texts_can_carry_are_refused():
    said = (
        "n_topics got 500, but these texts hold 5 paragraphs with 4 counted terms; take at most 4"
    )
    with pytest.raises(ProjectError, match=said):
        topics.fit_topics(TWO_SUBJECTS, model="nmf", n_topics=500, seed=1)


def test_topics_fitted_to_a_sample_are_found_in_all_paragraphs(monkeypatch):
    monkeypatch.setattr(topics, "SAMPLE", 60)
    counts = np.kron(np.eye(3, dtype=int), np.ones((40, 5), dtype=int)) * 3
    fitted = topics.fit_topics(counted(counts), model="nmf", n_topics=3, seed=1)
    assert (fitted.filled, fitted.fitted_to) == (120, 60)
    largest = fitted.weights.to_numpy().argmax(axis=1).reshape(3, 40)
    assert (largest == largest[:, :1]).all() and len(set(largest[:, 0])) == 3


def test_a_page_says_how_many_paragraphs_topics_were_fitted_to():
    def said(filled, rounds):
        model = SimpleNamespace(filled=filled, fitted_to=min(filled, 20_000), rounds=rounds)
        language = Language()
        given = {"topic_model": model, "say": language.say, "language": language}
        return words.sampled(SimpleNamespace(**given))

    assert said(9_000, None) == ""
    assert said(20_000, 25) == "With so many paragraphs a fit is ended after 25 rounds."
    assert said(179_657, 25).startswith("The topics were fitted to 20,000 of 179,657 paragraphs")


def test_topics_are_shown_by_prevalence_with_ten_terms(run):
    fitted = topics.fit_topics(run.counted, model="nmf", n_topics=6, seed=1)
    table = topics.topics_table(fitted, run.counted)
    assert table["prevalence"].is_monotonic_decreasing and table["prevalence"].sum() <= 1 + 1e-9
    assert (table["terms"].str.split().str.len() == 10).all()


def test_typical_paragraphs_are_each_places_heaviest():
    fitted = topics.fit_topics(TWO_SUBJECTS, model="nmf", n_topics=2, seed=1)
    typical = topics.typical_paragraphs(fitted.weights, TWO_SUBJECTS.paragraphs)
    assert set(zip(typical["topic"], typical["place"], strict=True)) == {
        (topic, place) for topic in fitted.weights for place in "ab"
    }
    assert typical.groupby(["topic", "place"]).size().max() == 2
    assert (typical["weight"] > 1 / 2).all()  # a place that never speaks of a topic shows nothing
    mass = (typical["weight"] * typical["characters"]).groupby([typical.topic, typical.place])
    assert all(own.is_monotonic_decreasing for _, own in mass)
