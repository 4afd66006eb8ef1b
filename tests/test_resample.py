import numpy as np
import pytest
from scipy import stats

from policy_emphasis.inference import resample, shares


def test_benjamini_hochberg_check_values():
    p = np.array(
        [
            0.0001,
            0.0004,
            0.0019,
            0.0095,
            0.0201,
            0.0278,
            0.0298,
            0.0344,
            0.0459,
            0.3240,
            0.4262,
            0.5719,
            0.6528,
            0.7590,
            1,
        ]
    )
    q = stats.false_discovery_control(p)
    assert q[:6].round(5) == pytest.approx(
        [0.0015, 0.003, 0.0095, 0.03562, 0.0603, 0.06386], abs=1e-5
    )


def test_draws_keep_each_places_size():
    groups = np.array(["a"] * 5 + ["b"] * 8)
    drawn = resample.multiplicities(groups, 200, 1)
    assert (drawn[:, :5].sum(axis=1) == 5).all() and (drawn[:, 5:].sum(axis=1) == 8).all()
    assert (drawn == resample.multiplicities(groups, 200, 1)).all()
    assert (drawn != resample.multiplicities(groups, 200, 2)).any()


def test_share_intervals_agree_with_a_bootstrap_in_plain_loops(run):
    import pandas as pd

    paragraphs = run.paragraphs
    characters = pd.DataFrame({"theme": paragraphs["text"].str.count("产业") * 10.0}).rename_axis(
        columns="theme"
    )
    table = shares.shares(
        characters, paragraphs, list(run.places), 4000, 3, stages=("all",)
    ).set_index("place")
    random = np.random.default_rng(11)
    for place in run.places:
        at = np.flatnonzero(paragraphs["place"] == place)
        mass, size = characters["theme"].to_numpy(), paragraphs["characters"].to_numpy()
        draws = []
        for _ in range(3000):
            picked = random.choice(at, len(at))
            draws.append(mass[picked].sum() / size[picked].sum())
        row = table.loc[place]
        width = row["boot_high"] - row["boot_low"]
        assert row["share"] == pytest.approx(mass[at].sum() / size[at].sum())
        assert [row["boot_low"], row["boot_high"]] == pytest.approx(
            np.quantile(draws, [0.025, 0.975]), abs=0.08 * width
        )


def test_standard_error_is_the_standard_deviation_over_draws():
    samples = np.random.default_rng(1).normal(5, 0.3, (400, 7))
    assert resample.standard_error(samples) == pytest.approx(samples.std(axis=0, ddof=1))


def test_both_ways_of_summing_agree(run, monkeypatch):
    drawn = resample.multiplicities(run.paragraphs["place"], 20, 1)
    full = resample.sums(drawn, run.counts)
    monkeypatch.setattr(resample, "DENSE", 0)
    assert (resample.sums(drawn, run.counts) == full).all()
