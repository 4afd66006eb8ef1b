"""What chance alone would give: figures of shuffled texts."""

import numpy as np
import pandas as pd
import pytest

from policy_emphasis.inference import permutation
from policy_emphasis.inference.shares import Sample
from policy_emphasis.reference.lists import UNCODED


def test_p_counts_the_texts_as_they_are_as_one_shuffle():
    found = permutation.permuted(3.0, np.array([1.0, 2.0, 3.0, 4.0]))
    assert (found.p, found.chance) == (3 / 5, 2.5)


def _texts(random, n=60, themes=8, topics=5):
    """Paragraphs that speak of a theme each, and the weights of topics that know nothing of it."""
    names = [*(f"theme{i}" for i in range(themes)), UNCODED]
    mass = np.eye(themes + 1)[random.integers(0, themes, n)] * random.integers(50, 300, (n, 1))
    weights = random.dirichlet(np.full(topics, 0.2), n)
    return pd.DataFrame(weights), pd.DataFrame(mass, columns=names)


@pytest.mark.slow
def test_topics_dealt_at_random_agree_with_the_codebook_in_about_one_case_in_twenty():
    random, confirmed, matched = np.random.default_rng(7), [], []
    for seed in range(100):
        weights, characters = _texts(random)
        found = permutation.agreement(weights, characters, seed=seed)
        confirmed.append(found.overall.p < 0.05)
        matched.append((found.nearest["q"] < 0.05).any())
    assert np.mean(confirmed) <= 0.12 and np.mean(matched) <= 0.12


def test_topics_that_are_themes_agree():
    _, characters = _texts(np.random.default_rng(1))
    shares = characters.div(characters.sum(axis=1), axis=0)
    found = permutation.agreement(shares.drop(columns=UNCODED), characters, seed=1).nearest
    assert (found["q"] < 0.01).all() and (found["overlap"] > found["chance"]).all()
    assert found["theme"].tolist() == [f"theme{i}" for i in range(8)]


def _apart(random, *spoken, seed, n=50):
    """The test of texts that speak of themes in these shares."""
    themes = np.concatenate([random.choice(10, n, p=shares) for shares in spoken])
    sizes = random.integers(50, 300, len(themes)).astype(float)
    sample = Sample(np.eye(10)[themes] * sizes[:, None], sizes)
    return permutation.apart(sample, np.repeat(np.arange(len(spoken)), n), seed=seed)


ALIKE = np.full(10, 0.1)


@pytest.mark.slow
@pytest.mark.parametrize("texts", [2, 5])
def test_texts_of_one_kind_are_apart_in_about_one_case_in_twenty(texts):
    random = np.random.default_rng(11)
    p = np.array([_apart(random, *[ALIKE] * texts, seed=seed).p for seed in range(150)])
    assert np.mean(p < 0.05) <= 0.11
    assert 0.35 < np.mean(p) < 0.65


def test_texts_that_speak_of_other_things_are_apart():
    other, quite_other = np.array([0.55] + [0.05] * 9), np.array([0.73] + [0.03] * 9)
    for texts in ([ALIKE, other], [ALIKE, ALIKE, quite_other, ALIKE]):
        found = _apart(np.random.default_rng(5), *texts, seed=2, n=120)
        assert found.p < 0.01 and found.estimate > found.reach > found.chance


def _run(places):
    """Texts of 20 paragraphs each, half of them plan, half review in the first place."""
    random = np.random.default_rng(3)
    _, characters = _texts(random, n=20 * len(places))
    rows = pd.DataFrame({"place": places * 20, "stage": "plan", "section": "one"})
    rows.loc[rows["place"] == "a", "stage"] = ["plan", "review"] * 10
    return characters, rows.assign(characters=characters.sum(axis=1))


def test_whole_texts_and_stages_are_compared_where_both_sides_have_text():
    found = permutation.overall(*_run(["a", "b"]), ["a", "b"], seed=1)
    assert found[["place_a", "place_b", "compared"]].to_numpy().tolist() == [
        ["a", "b", "whole texts"],
        ["a", "a", "plan and review"],
    ]
    assert found["p"].between(0.001, 1).all() and (found["chance"] < found["reach"]).all()
    assert permutation.overall(*_run(["b"]), ["b"], seed=1).empty


def test_of_many_texts_the_farthest_pair_is_tested_and_the_nearest_named():
    places = list("abcdef")
    found = permutation.overall(*_run(places), places, seed=1)
    whole = found[found["compared"] == "whole texts"]
    assert len(whole) == 2 and whole["apart"].is_monotonic_decreasing
    assert whole["p"].notna().tolist() == [True, False]


def test_a_text_of_a_few_paragraphs_is_compared_with_none():
    characters, rows = _run(["a", "b", "c"])
    rows.loc[rows.index[rows["place"] == "c"][9:], "place"] = "a"
    found = permutation.overall(characters, rows, ["a", "b", "c"], seed=1)
    assert "c" not in {*found["place_a"], *found["place_b"]}


def test_shared_phrases_by_chance_lie_between_none_and_all():
    """Two texts of four paragraphs, one phrase in every paragraph and one in a single one: dealt
    anew, the first is always shared, the second never; its text is then not the one with fewer."""
    tokens = pd.DataFrame(
        {"paragraph": [f"p{i}" for i in range(8)], "place": ["a"] * 4 + ["b"] * 4}
    )
    tokens = pd.concat([tokens.assign(token="高质量发展"), tokens[:1].assign(token="乡村振兴")])
    found = permutation.shared_by_chance(tokens, ["高质量发展", "乡村振兴"], ["a", "b"], seed=1)
    assert found == 1
    apart = tokens.assign(token=[f"高质量发展{i}" for i in range(9)])
    assert permutation.shared_by_chance(apart, list(apart["token"]), ["a", "b"], seed=1) == 0
