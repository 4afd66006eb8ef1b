"""Do the intervals hold what they promise? Coverage on simulated texts with known shares, and false alarms where nothing differs.

The texts are made of paragraphs of uneven length, as reports are: `bursty`, half of the text in paragraphs given wholly to one theme and half in mixed ones;
`mixed`, every paragraph a mixture. `python -m pytest tests/test_calibration.py` runs a small form; `make bench` 500 simulations and more.
"""

import numpy as np
import pandas as pd
import pytest

from policy_emphasis.inference import keyness, resample, shares

TRUTH = np.array([0.15, 0.1, 0.06, 0.04, 0.02, 0.01, 0.3, 0.15, 0.1, 0.04, 0.02, 0.01])
SMALL = 120


def simulate(kind, n, random):
    """Characters by theme of `n` paragraphs whose expected shares are TRUTH, and their lengths."""
    sizes = np.round(np.exp(random.normal(5.4, 0.6, n)))
    if kind == "mixed":
        return random.dirichlet(TRUTH, n) * sizes[:, None], sizes
    first, second = TRUTH[:6], TRUTH[6:]
    given = random.random(n) < first.sum() / TRUTH.sum()
    mix = np.zeros((n, 12))
    mix[given, random.choice(6, given.sum(), p=first / first.sum())] = 1
    mix[~given, 6:] = random.dirichlet(15 * second / second.sum(), (~given).sum())
    return mix * sizes[:, None], sizes


def coverage(kind, n, simulations, seed):
    """Share of simulations in which each theme's interval holds its true share, and each difference's interval holds zero; and the share of simulations
    with any difference called certain."""
    random, truth = np.random.default_rng(seed), TRUTH / TRUTH.sum()
    held, held_zero, alarms = np.zeros(12), np.zeros(12), 0
    for _ in range(simulations):
        one, other = simulate(kind, n, random), simulate(kind, int(1.5 * n), random)
        _, low, high, _ = shares.score_interval(*one)
        held += (low <= truth) & (truth <= high)
        _, low, high, q = shares.difference_interval(one, other)
        held_zero += (low <= 0) & (0 <= high)
        alarms += bool(((q < 0.05) & ((low > 0) | (high < 0))).any())
    return held / simulations, held_zero / simulations, alarms / simulations


def false_alarms(run, permutations, seed, draws=300):
    """Share of permutations of the places over the paragraphs in which any term is called distinctive of a place, and any theme difference certain."""
    characters = pd.DataFrame(
        {
            k: run.paragraphs["text"].str.count(w) * 8.0
            for k, w in [
                ("a", "产业"),
                ("b", "农村|农业"),
                ("c", "安全"),
                ("d", "生态"),
                ("e", "就业"),
            ]
        }
    ).rename_axis(columns="theme")
    places, found = list(run.places), {"terms": 0, "themes": 0}
    for i, permuted in enumerate(resample.permuted(run.paragraphs["place"], permutations, seed)):
        paragraphs = run.paragraphs.assign(place=permuted)
        table = keyness.place_terms(run.counts, run.terms, paragraphs, places, 1000, draws, i)
        found["terms"] += table.groupby("place")["distinctive"].any().sum() / len(places)
        pairs = shares.contrasts(characters, paragraphs, places)
        found["themes"] += (
            ((pairs["q"] < 0.05) & ((pairs["low"] > 0) | (pairs["high"] < 0)))
            .groupby([pairs["place_a"], pairs["place_b"]])
            .any()
            .mean()
        )
    return {name: count / permutations for name, count in found.items()}


@pytest.mark.parametrize("kind", ["bursty", "mixed"])
def test_intervals_cover_what_they_promise(kind):
    held, held_zero, alarms = coverage(kind, 50, SMALL, seed=1)
    # the mean over 12 themes of 120 simulations has a standard error near 1 %; the bench holds 500 to 93–97 %
    assert 0.925 <= held.mean() <= 0.985 and 0.925 <= held_zero.mean() <= 0.99
    assert alarms <= 0.05 + 3 * (0.05 * 0.95 / SMALL) ** 0.5


def test_a_theme_that_never_occurs_is_not_certain():
    share, low, high, _ = shares.score_interval(
        np.array([[0.0, 10], [0, 20], [0, 30]]), np.array([10.0, 20, 30])
    )
    assert share[0] == low[0] == 0 and 0.1 < high[0] < 1


def test_one_paragraph_says_nothing():
    assert [
        v.tolist() for v in shares.score_interval(np.array([[4.0, 6]]), np.array([10.0]))[1:3]
    ] == [[0, 0], [1, 1]]


@pytest.mark.slow
def test_permuted_labels_raise_few_alarms(run):
    alarms = false_alarms(run, 12, seed=3)
    assert alarms["terms"] <= 0.15 and alarms["themes"] <= 0.15
