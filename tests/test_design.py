"""Paragraphs drawn section by section: check values, and what the intervals hold on real reports,
cut in halves, drawn anew, and given again in the next year."""

import tarfile
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from tables import documents
from test_coding_error import COLLECTION, CORPORA, FOLDERS

from policy_emphasis.inference import differences, shares
from policy_emphasis.inference.differences import WIDEST, WITHIN
from policy_emphasis.inference.shares import Sample
from policy_emphasis.measures import themes
from policy_emphasis.reference.lists import read_codebook, read_table
from policy_emphasis.text.outline import outline

SETS = ("provinces", "major-cities")  # of the collection: governments with a report in most years
YEARS = range(2016, 2026)
SEVERAL = 30  # paragraphs: shorter texts of the collection are abridged, or no reports


def test_variance_within_sections_is_that_of_stratified_sampling():
    """Two strata of two paragraphs, 10 characters each, with 2 and 4, 8 and 10 on the theme: share
    .6; within strata each pair lies 1 off its mean, so the variance is 2 · (1 + 1) · 2 / 40² =
    .005; without strata, 4/3 · (16 + 4 + 4 + 16) / 40² = .0333."""
    mass = np.array([[2.0, 8], [4, 6], [8, 2], [10, 0]])
    sample = Sample(mass, np.full(4, 10.0), section=np.array(["a", "a", "b", "b"]))
    assert shares._variance(sample, sample.share()) == pytest.approx(4 / 3 * 40 / 40**2)
    within = sample.within_sections()
    assert shares._variance(within, within.share()) == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("sections", "strata"),
    [
        ("aabbb", [0, 0, 1, 1, 1]),
        ("abcde", [0, 0, 1, 1, 1]),  # each alone: in pairs, the last with the pair before it
        ("abbc", [0, 0, 0, 0]),
        ("aaaa", [0, 0, 0, 0]),
        ("bab", [0, 0, 0]),
    ],
)
def test_a_section_of_one_paragraph_is_joined_with_the_next(sections, strata):
    assert shares._collapsed(np.array(list(sections))).tolist() == strata


def test_one_section_is_no_design(run):
    characters = pd.DataFrame({"theme": run.paragraphs["text"].str.count("产业") * 8.0})
    paragraphs, pair = run.paragraphs.assign(section="one"), run.places[1:]
    found = differences.contrasts(characters.rename_axis(columns="theme"), paragraphs, pair)
    assert found[WITHIN].to_numpy() == pytest.approx(found[differences.INTERVAL].to_numpy())


def test_a_theme_that_is_spread_evenly_elsewhere_has_a_narrower_interval():
    sizes = np.full(40, 100.0)
    mass = np.column_stack([np.where(np.arange(40) < 2, 30.0, 0), sizes - 60, sizes * 0])
    mass[:, 1:] = np.where(np.arange(40)[:, None] % 2, [100, 0], [0, 100]) - mass[:, :1] / 2
    widths = {}
    for known in (1.0, np.array([2.0, 1, 1])):
        found = shares.score_interval(Sample(mass, sizes, design=known))
        widths[np.size(known)] = (found["high"] - found["low"]).to_numpy()
    assert widths[3][0] < widths[1][0] and widths[3][1:] == pytest.approx(widths[1][1:])


@pytest.mark.slow
def test_reports_drawn_anew_within_their_sections_are_held(run):
    found = replicates([sample_of_place(run, place) for place in run.places[1:]], 60, seed=1)
    # 120 pairs of texts: the standard error of a mean over themes is near 1%
    assert found["held"].mean() >= 0.93 and 0.93 <= found["held_within"].mean() <= 0.99
    assert found["alarm"].mean() <= 0.05 and found["alarm_within"].mean() <= 0.05 + 0.04


@pytest.mark.slow
def test_halves_of_one_report_do_not_differ(run):
    found = halves([sample_of_place(run, place) for place in run.places[1:]], 60, seed=1)
    assert (found[["alarm", "alarm_within", "widest"]].mean() <= 0.05).all()
    assert found["held_within"].mean() >= 0.93


@pytest.mark.slow
def test_intervals_of_rare_themes_hold_what_they_promise(run):
    found = rare_and_common(sample_of_place(run, "tianjin"), 60, 60, seed=1)
    # Means over seven themes or more of 60 texts: a standard error of up to 1.5 %
    assert (found[["share", "difference"]] >= 0.93 - 0.03).all(axis=None)
    assert found.loc["rarest", "width"] < 2 and found.loc["common", "width"] < 1.2


def sample_of_place(run, place):
    """A report of the run as a Sample of its themes."""
    codebook = run.codebook
    coded = themes.with_uncoded(run.sentences, themes.code_sentences(run.sentences, codebook))
    return _sample(themes.theme_mass(coded, codebook), run.paragraphs, place)


def replicates(samples, n, seed):
    """What differences between two texts say whose paragraphs are drawn from the same sections of
    one report, `n` pairs a report: as from _judged."""
    random, found = np.random.default_rng(seed), []
    for sample in samples:
        sections = [np.flatnonzero(sample.section == name) for name in pd.unique(sample.section)]
        for _ in range(n):
            drawn = [np.concatenate([random.choice(s, len(s)) for s in sections]) for _ in "ab"]
            found.append(_judged(*(sample.only(which) for which in drawn)))
    return pd.DataFrame(found)


def halves(samples, n, seed, within=False):
    """The same of two halves of one report, its paragraphs dealt at random; within: from each
    stratum half."""
    random, found = np.random.default_rng(seed), []
    for sample in samples:
        size = len(sample.sizes)
        stratum = shares._collapsed(sample.section) if within else np.zeros(size, int)
        for _ in range(n):
            order = np.lexsort((random.random(size), stratum))
            side = np.empty(size, bool)
            side[order] = np.arange(size) % 2 == random.integers(2)
            found.append(_judged(sample.only(side), sample.only(~side)))
    return pd.DataFrame(found)


def rare_and_common(pool, n, size, seed):
    """In what part of texts of `size` paragraphs drawn from a pool the interval of a share holds
    the pool's share, and that of a difference of two such texts zero: a row each for the seven
    rarest themes, the next eight and the others, with share, difference and width, the interval of
    a share over 2 · 1.96 of its true standard error."""
    random, truth = np.random.default_rng(seed), pool.share()
    held, zero, estimates, widths = [], [], [], []
    for _ in range(n):
        first, second = (pool.only(random.integers(0, len(pool.sizes), size)) for _ in "ab")
        found, apart = shares.score_interval(first), differences.difference_interval(first, second)
        held.append((found["low"] <= truth) & (truth <= found["high"]))
        zero.append((apart["low"] <= 0) & (apart["high"] >= 0))
        estimates.append(found["share"])
        widths.append(found["high"] - found["low"])
    ideal = 2 * 1.96 * np.std(estimates, axis=0)
    table = {"share": np.mean(held, axis=0), "difference": np.mean(zero, axis=0)}
    table["width"] = np.mean(widths, axis=0) / ideal
    order = np.argsort(truth)
    groups = {"rarest": order[:7], "middle": order[7:15], "common": order[15:]}
    return pd.DataFrame({name: pd.DataFrame(table).loc[g].mean() for name, g in groups.items()}).T


def next_years(reports):
    """The same of a government's reports of two consecutive years. reports: (place, year) →
    Sample. A row a pair; held and held_within are arrays over the themes."""
    found = []
    for (place, year), (other, following) in pairwise(sorted(reports)):
        if place == other and following == year + 1:
            pair = (reports[place, following], reports[place, year])
            found.append({"place": place, **_judged(*pair, each=True)})
    return pd.DataFrame(found)


def _judged(first, second, each=False):
    """held: the part of the themes whose interval holds zero (or of each theme, whether);
    alarm: whether a difference is called clear; both also within sections; widest: whether the
    interval of the widest leaves out zero."""
    table = differences.every_interval(first, second)
    found = {}
    for suffix, columns in (("", differences.INTERVAL), ("_within", WITHIN)):
        low, high, _ = (table[column] for column in columns)
        held = ((low <= 0) & (high >= 0)).to_numpy()
        found["held" + suffix] = held if each else held.mean()
        found["alarm" + suffix] = differences.clear(table, columns).any()
    low, high = table.loc[table["difference"].abs().idxmax(), WIDEST]
    return found | {"widest": low > 0 or high < 0}


def collected():
    """(place, year) → Sample of the themes, of the collection's reports that are whole."""
    with tarfile.open(CORPORA / f"{COLLECTION}.tar.xz") as archive:
        texts = {}
        for member in archive:
            kind, place, file = (["", "", *member.name.split("/")])[-3:]
            year = file.removesuffix(".md")
            if kind in SETS and year.isdigit() and int(year) in YEARS:
                text = archive.extractfile(member).read().decode("utf-8")
                texts[place, int(year)] = text.split("---", 2)[-1]
    samples = {key: of_text(text) for key, text in texts.items()}
    return {key: sample for key, sample in samples.items() if len(sample.sizes) >= SEVERAL}


def of_text(text):
    """One report's text as a Sample of its themes."""
    report, codebook = outline(documents(text)), read_codebook()
    coded = themes.with_uncoded(report.sentences, themes.code_sentences(report.sentences, codebook))
    return _sample(themes.theme_mass(coded, codebook), report.paragraphs)


def _sample(characters, paragraphs, place=None):
    known = read_table("theme_design.csv").set_index("theme")["design"]
    sample = Sample.of_paragraphs(characters, paragraphs, known)
    return sample if place is None else sample.only((paragraphs["place"] == place).to_numpy())


def pooled(samples):
    """The paragraphs of several texts as one Sample."""
    mass = np.concatenate([sample.mass for sample in samples])
    return replace(samples[0], mass=mass, sizes=mass.sum(axis=1), section=np.zeros(len(mass)))


def provinces():
    """The provincial reports of 2025, as Samples."""
    texts = sorted(FOLDERS["provinces-2025"].glob("*.txt"))
    return [of_text(path.read_text("utf-8")) for path in texts]


def design_elsewhere(sample):
    """The design of each theme in the paragraphs of a Sample: those that its variance amounts to,
    over those of the average theme."""
    share = sample.share()
    variance, binomial = shares._variance(sample, share), share * (1 - share)
    average = binomial.sum() / variance.sum()
    return pd.Series(binomial / variance / average, sample.names)
