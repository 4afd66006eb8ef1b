"""Draws of paragraphs, and what is computed over them."""

import numpy as np
import pandas as pd
import pytest
from tables import paragraphs

from policy_emphasis.inference import resample, shares

PLACES = ["a"] * 40 + ["b"] * 60


def test_draws_keep_each_places_size():
    groups = np.array(["a"] * 5 + ["b"] * 8)
    drawn = resample.multiplicities(groups, 200, 1)
    assert (drawn[:, :5].sum(axis=1) == 5).all() and (drawn[:, 5:].sum(axis=1) == 8).all()


def test_draws_follow_their_seed():
    first, again, other = (resample.multiplicities(PLACES, 200, seed) for seed in (1, 1, 2))
    assert (first == again).all() and (first != other).any()


def test_share_intervals_agree_with_a_bootstrap_in_plain_loops():
    random = np.random.default_rng(5)
    rows = paragraphs(PLACES, random.integers(40, 400, len(PLACES)))
    sizes = rows["characters"].to_numpy()
    mass = sizes * random.choice([0, 0, 0.5, 1], len(rows))
    characters = pd.DataFrame({"theme": mass}).rename_axis(columns="theme")
    found = shares.shares(characters, rows, ["a", "b"], draws=4000, seed=3, stages=("all",))
    for row in found.itertuples():
        where, draws = np.flatnonzero(rows["place"] == row.place), []
        for _ in range(3000):
            picked = random.choice(where, len(where))
            draws.append(mass[picked].sum() / sizes[picked].sum())
        width = row.boot_high - row.boot_low
        assert row.share == pytest.approx(mass[where].sum() / sizes[where].sum())
        edges = np.quantile(draws, [0.025, 0.975])
        assert [row.boot_low, row.boot_high] == pytest.approx(edges, abs=0.08 * width)


def test_a_statistic_that_most_draws_lack_has_no_interval():
    samples = np.array([[1.0, np.nan, 1], [2, np.nan, np.nan], [3, 3, 3]])
    low, high = resample.interval(samples)
    assert np.isnan([low[1], high[1]]).all() and np.isfinite([low[2], high[2], low[0]]).all()


def test_draws_in_batches_are_the_same_draws(monkeypatch):
    groups = list("abcacbbbca")
    whole = resample.multiplicities(groups, 50, 3)
    monkeypatch.setattr(resample, "BATCH", 4)
    batches = list(resample.in_batches(groups, 50, 3))
    assert len(batches) == 2
    for where, drawn in batches:
        assert (drawn == whole[:, where]).all()
