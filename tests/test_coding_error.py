"""Shares with the codebook's errors taken out: check values, and whether the interval holds."""

import tarfile

import numpy as np
import pandas as pd
import pytest

from policy_emphasis import paths
from policy_emphasis.inference.coding_error import corrected, error_rates
from policy_emphasis.inference.shares import Sample, score_interval
from policy_emphasis.measures import themes, validation
from policy_emphasis.reference.lists import UNCODED, read_codebook, read_table

GOLD = paths.ROOT / "tests" / "gold" / "themes.csv"
CORPORA = paths.ROOT.parent / "shared" / "corpora"
COLLECTION = "lawtext-gov-reports"
FOLDERS = {
    "seed": paths.RAW,
    "provinces-2025": CORPORA / "provinces-2025" / "txt",
    "cities-2024": CORPORA / "cities-2024",
}
COMMON, RARE = 0.2, 0.02  # shares of the simulated themes
SENSITIVITY, LENGTH = 0.6, 40.0


def test_rogan_and_gladens_share():
    """s .12, sensitivity .80, specificity .97 → .116883."""
    rates = _rates(0.80, 0.03, n=1e9)
    found = corrected(np.array([0.12]), np.array([100.0]), rates)
    assert found["share"].item() == pytest.approx(0.116883, abs=1e-6)


def test_without_errors_the_interval_is_agresti_and_coulls():
    """Agresti & Coull (1998): 10 of 50 → .1112 to .3329 (two successes, two failures added, with z
    exact: .1114 to .3314)."""
    found = corrected(np.array([0.2]), np.array([50.0]), _rates(1, 0, n=1e9))
    z2 = 1.959964**2
    centre = (10 + z2 / 2) / (50 + z2)
    half = 1.959964 * np.sqrt(centre * (1 - centre) / (50 + z2))
    assert found["low"].item() == pytest.approx(centre - half, abs=1e-4)
    assert found["high"].item() == pytest.approx(centre + half, abs=1e-4)


def test_fewer_hand_coded_sentences_widen_the_interval():
    width = {}
    for n in (20, 200, 2000):
        found = corrected(np.array([0.1]), np.array([100.0]), _rates(0.7, 0.02, n=n))
        width[n] = (found["high"] - found["low"]).item()
    assert width[20] > width[200] > width[2000]


def test_a_theme_that_the_codebook_does_not_see_has_no_corrected_share():
    found = corrected(np.array([0.1]), np.array([100.0]), _rates(0.05, 0.06, n=100))
    assert found.isna().all(axis=None)


def _rates(sensitivity, false_rate, n):
    row = {"theme": "a", "sensitivity": sensitivity, "n": n}
    return pd.DataFrame([{**row, "false_rate": false_rate, "n_other": n}])


def test_the_rates_give_back_the_hand_coded_shares_of_their_own_sentences():
    """Sentences counted with their length: what is coded is what is there and seen, and what is not
    there and seen all the same."""
    random = np.random.default_rng(1)
    gold, coded = (pd.DataFrame(np.eye(3)[random.integers(0, 3, 3000)]) for _ in range(2))
    lengths = random.integers(5, 80, len(gold))
    rates = error_rates(gold, coded, lengths)
    there, seen = (np.average(table, axis=0, weights=lengths) for table in (gold, coded))
    expected = rates["sensitivity"] * there + rates["false_rate"] * (1 - there)
    assert expected.to_numpy() == pytest.approx(seen, abs=1e-3)


def test_a_theme_that_nobody_coded_has_the_average_sensitivity():
    gold = pd.DataFrame({"a": [1.0] * 40, "b": [0.0] * 40})
    coded = pd.DataFrame({"a": [1.0, 1.0, 1.0, 0.0] * 10, "b": [0.0, 0.0, 0.0, 1.0] * 10})
    rates = error_rates(gold, coded, np.full(40, 30)).set_index("theme")
    assert rates.loc["b", "sensitivity"] == pytest.approx(rates.loc["a", "sensitivity"])
    assert rates.loc["b", "false_rate"] == pytest.approx(0.25)


def coverage(simulations, seed, sentences=420):
    """In what part of simulations the interval of a share as coded, and of the corrected one, holds
    the true share: themes × [coded, corrected].

    Texts of 75 paragraphs of five sentences, two in three of them on the paragraph's own theme; the
    coding misses a theme in two of five sentences, for another at random. The hand-coded sentences
    are drawn from texts that speak of other things.
    """
    random = np.random.default_rng(seed)
    n = 12
    true = np.append([COMMON, RARE], np.full(n - 2, (1 - COMMON - RARE) / (n - 2)))
    confused = np.full((n, n), (1 - SENSITIVITY) / (n - 1)) + np.eye(n) * (
        SENSITIVITY - (1 - SENSITIVITY) / (n - 1)
    )

    def coded(of_sentences):
        drawn = random.random((len(of_sentences), 1)) < confused[of_sentences].cumsum(axis=1)
        return np.eye(n)[drawn.argmax(axis=1)]

    held = np.zeros((n, 2))
    for _ in range(simulations):
        own = np.repeat(random.choice(n, 75, p=true), 5)
        spoken = np.where(random.random(375) < 2 / 3, own, random.choice(n, 375, p=true))
        lengths = random.lognormal(np.log(LENGTH), 0.5, 375)
        mass = (coded(spoken) * lengths[:, None]).reshape(75, 5, n).sum(axis=1)
        interval = score_interval(Sample(mass, lengths.reshape(75, 5).sum(axis=1)))
        elsewhere = random.choice(n, sentences)
        of_gold = random.lognormal(np.log(LENGTH), 0.5, sentences)
        gold = pd.DataFrame(np.eye(n)[elsewhere])
        rates = error_rates(gold, pd.DataFrame(coded(elsewhere)), of_gold)
        found = corrected(interval["share"], interval["effective"], rates)
        for column, ends in enumerate((interval, found)):
            held[:, column] += (ends["low"] <= true) & (true <= ends["high"])
    return held / simulations


def test_the_corrected_interval_holds_the_true_share_where_the_plain_one_does_not():
    held = coverage(100, seed=3)
    assert held[:, 1].mean() > 0.93 and held[:2, 1].min() > 0.88
    assert held[0, 0] < 0.85  # a common theme, as coded, is a third too small


def hand_coded():
    """The sentences coded by hand with their themes, by hand and by the codebook: gold, coded
    (sentences × themes), lengths."""
    table = pd.read_csv(GOLD, keep_default_na=False)
    table["sentence"] = [f"s{i}" for i in table.index]
    table["text"] = _texts(table)
    names = read_codebook()["theme"].tolist()
    gold = _matrix(table, names)
    found = themes.code_sentences(table[["sentence", "text"]], read_codebook())
    coded = themes.with_uncoded(table[["sentence"]], found)
    coded = coded.pivot(index="sentence", columns="theme", values="weight").fillna(0)
    coded = coded.reindex(index=table["sentence"], columns=names, fill_value=0)
    return gold, coded, table["text"].str.len()


def _matrix(table, names):
    """The codes of table: a sentence on two themes is half on each."""
    codes = table[["theme", "second_theme"]].to_numpy()
    weights = np.array([[(row == name).sum() for name in names] for row in codes], float)
    return pd.DataFrame(weights / weights.sum(axis=1, keepdims=True), columns=names)


def _texts(table):
    files = {(row.corpus, row.file): None for row in table.itertuples()}
    for corpus, file in files:
        if corpus in FOLDERS:
            files[corpus, file] = (FOLDERS[corpus] / file).read_bytes().decode("utf-8")
    with tarfile.open(CORPORA / f"{COLLECTION}.tar.xz") as archive:
        for member in archive:
            key = (COLLECTION, member.name.removeprefix("./"))
            if key in files:
                files[key] = archive.extractfile(member).read().decode("utf-8")
    return [files[row.corpus, row.file][row.start : row.end] for row in table.itertuples()]


def test_two_passes_of_coding_agree():
    table = pd.read_csv(GOLD, keep_default_na=False)
    assert len(table) >= 400 and (table["corpus"] == "seed").sum() >= 200
    assert validation.alpha(list(table["theme_a"]), list(table["theme_b"])) > 0.8
    assert set(table["theme"]) <= {*read_codebook()["theme"], UNCODED}


@pytest.mark.skipif(
    not CORPORA.is_dir(), reason="the corpora are not on this machine (../shared/corpora)"
)
@pytest.mark.slow
def test_the_published_error_rates_are_those_of_the_hand_coded_sentences():
    published, computed = read_table("theme_coding_error.csv"), error_rates(*hand_coded())
    # `make bench` renews the published file
    pd.testing.assert_frame_equal(published, computed.round(6), atol=1e-5, check_dtype=False)
