import numpy as np
import pytest
from scipy import sparse

from policy_emphasis.measures import topics
from policy_emphasis.paths import ProjectError


@pytest.mark.parametrize("model", ["nmf", "lda"])
def test_two_plain_subjects_are_told_apart(model):
    counts = sparse.csr_matrix(
        np.array(
            [[4, 3, 0, 0], [5, 2, 0, 0], [0, 0, 3, 3], [0, 0, 6, 2], [3, 4, 0, 0], [0, 0, 0, 0]]
        )
    )
    weights, terms = topics.fit_topics(counts, model, 2, 1, [10, 10, 10, 10, 10, 10])
    best = weights.to_numpy().argmax(axis=1)
    assert best[0] == best[1] == best[4] != best[2] == best[3]
    assert weights.sum(axis=1).tolist() == pytest.approx([1, 1, 1, 1, 1, 0])
    assert terms.sum(axis=1) == pytest.approx([1, 1])
    assert weights["t01"].sum() >= weights["t02"].sum()


def test_the_same_seed_gives_the_same_topics(run):
    for model in ("nmf", "lda"):
        first, second = (
            topics.fit_topics(run.counts, model, 5, 3, run.paragraphs["characters"])[1]
            for _ in range(2)
        )
        assert (first == second).all()


def test_more_topics_than_the_texts_can_carry(run):
    with pytest.raises(ProjectError, match="n_topics got 500, but these texts hold"):
        topics.fit_topics(run.counts, "nmf", 500, 1, run.paragraphs["characters"])


def test_topics_table(run):
    weights, terms = topics.fit_topics(run.counts, "nmf", 6, 1, run.paragraphs["characters"])
    table = topics.topics_table(weights, terms, run.terms, run.paragraphs["characters"])
    assert table["prevalence"].is_monotonic_decreasing and table["prevalence"].sum() <= 1 + 1e-9
    assert (table["terms"].str.split().str.len() == 10).all()
    typical = topics.typical_paragraphs(weights, run.paragraphs)
    assert typical.groupby(["topic", "place"]).size().eq(2).all() and len(typical) == 2 * 3 * 6
    mass = typical["weight"] * typical["characters"]
    assert all(
        of.is_monotonic_decreasing for _, of in mass.groupby([typical["topic"], typical["place"]])
    )
