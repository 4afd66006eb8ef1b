"""Shares of text, of themes or of topics, with intervals that hold what they promise.

Both take the same paragraph table: characters of each paragraph (rows) by theme or topic (columns).

Why not the percentile bootstrap alone: on simulated texts of this size its 95% interval holds the
truth in some 93% of cases for a large theme, but in 40 to 80% for a rare one, because a theme
that few paragraphs carry is all or nothing. So the interval is Wilson's score interval at the
effective number of paragraphs (Wilson 1927; for clustered data Kish 1965, Dean & Pagano 2015), with
Student's t. The effective number is the theme's own where that is smaller than what is expected of
it, and drawn towards that where few paragraphs speak of the theme. Expected is the text's average
over its themes, times how the theme stands to such averages in other reports, where that is known
(a generalised variance function, Wolter 2007). tests/test_calibration.py measures the coverage. The
percentile bootstrap is published beside it.
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from scipy import sparse, stats

from policy_emphasis.inference import resample
from policy_emphasis.inference.coding_error import corrected
from policy_emphasis.inference.resample import LEVEL

SHRINK = 20  # paragraphs: a theme in so many counts half by its variance, half by the average
STAGES = ("all", "review", "plan")
CORRECTED = ["corrected", "corrected_low", "corrected_high"]


def in_stage(paragraphs, stage):
    """Mask of the paragraphs of a stage: all, review, plan, or plan and review. What a government
    promises of its own conduct is part of its plan."""
    if stage == "all":
        return np.ones(len(paragraphs), dtype=bool)
    kinds = {"review": ["review"], "plan": ["plan", "governance"]}
    kinds["plan and review"] = [*kinds["plan"], *kinds["review"]]
    return paragraphs["stage"].isin(kinds[stage]).to_numpy()


def in_place(paragraphs, place, stage="all"):
    """Mask of the paragraphs of a place and stage."""
    return (paragraphs["place"] == place).to_numpy() & in_stage(paragraphs, stage)


@dataclass(frozen=True)
class Sample:
    """Paragraphs as they are sampled: mass, what each has of every theme or topic (paragraphs ×
    columns); sizes, its length in the same unit; the names of the columns, and their design, as
    from lists.read_design; the section of each paragraph; its stratum, where the paragraphs are
    not drawn from the whole text."""

    mass: np.ndarray
    sizes: np.ndarray
    names: pd.Index = None
    design: np.ndarray | float = 1.0
    section: np.ndarray | None = None
    stratum: np.ndarray | None = None

    @classmethod
    def of_paragraphs(cls, characters, paragraphs, design=None):
        """From the table of characters and the paragraphs that are its rows; without a design the
        columns are alike."""
        sizes, names = paragraphs["characters"].to_numpy(float), characters.columns
        known = 1.0 if design is None else design[names].to_numpy()
        section = paragraphs["section"].to_numpy()
        return cls(characters.to_numpy(float), sizes, names, design=known, section=section)

    def only(self, which):
        """Some of the paragraphs: a mask over them, or their positions."""
        kept = {"mass": self.mass[which], "sizes": self.sizes[which]}
        return replace(self, **kept, section=None if self.section is None else self.section[which])

    def within_sections(self):
        """The same, drawn section by section."""
        return replace(self, stratum=_collapsed(self.section))

    def share(self):
        """Share of each column in all of the text."""
        return self.mass.sum(axis=0) / self.sizes.sum()


def shares(characters, paragraphs, places, *, draws, seed, stages=STAGES, design=None):
    """Share of each place's characters that each column fills, by stage.

    characters: paragraphs × columns; paragraphs: its rows, with place, stage, section and
    characters; design: as from lists.read_design.
    Returns the columns' name, place, stage, share, low, high and effective (as score_interval),
    boot_low, boot_high (percentile bootstrap over whole paragraphs drawn within each place) and n
    (paragraphs of that place and stage). A stage that a place does not have has no row.
    """
    drawn = resample.multiplicities(paragraphs["place"], draws, seed)
    sample, tables = Sample.of_paragraphs(characters, paragraphs, design=design), {}
    for place, stage in product(places, stages):
        here = in_place(paragraphs, place, stage)
        if not here.any():
            continue
        own = sample.only(here)
        low, high = resample.interval(resample.ratios(drawn[:, here], own.mass, own.sizes))
        found = score_interval(own).assign(boot_low=low, boot_high=high, n=here.sum())
        tables[place, stage] = found
    return pd.concat(tables, names=["place", "stage"]).reorder_levels([2, 0, 1]).reset_index()


def score_interval(sample, level=LEVEL):
    """Of each column of a Sample its share, low and high (95%, or another level), effective, the
    number of paragraphs that its variance amounts to, and freedom: paragraphs less strata. One
    paragraph alone says nothing: 0 to 1."""
    share, freedom = sample.share(), _freedom(sample)
    if freedom < 1:
        unknown = {"share": share, "low": 0.0, "high": 1.0, "effective": 1.0, "freedom": 0}
        return pd.DataFrame(unknown, sample.names)
    effective = _effective(sample, share)
    t = stats.t.ppf((1 + level) / 2, freedom)
    centre = share + t**2 / (2 * effective)
    spread = t * np.sqrt(share * (1 - share) / effective + t**2 / (4 * effective**2))
    low, high = ((centre + side) / (1 + t**2 / effective) for side in (-spread, spread))
    interval = {"low": np.clip(low, 0, share), "high": np.clip(high, share, 1)}
    found = {"share": share, **interval, "effective": effective, "freedom": freedom}
    return pd.DataFrame(found, sample.names)


def _effective(sample, share):
    """The number of paragraphs drawn one by one that each column's variance amounts to."""
    mass, sizes, variance = sample.mass, sample.sizes, _variance(sample, share)
    binomial, average = share * (1 - share), sizes.sum() ** 2 / (sizes**2).sum()
    if variance.sum() > 0:
        average = binomial.sum() / variance.sum()
    expected = average * sample.design * np.ones(len(share))
    own = np.divide(binomial, variance, out=expected.copy(), where=variance > 0)
    carried, squares = mass.sum(axis=0), (mass**2).sum(axis=0)
    carrying = np.divide(carried**2, squares, out=np.zeros(len(share)), where=share > 0)
    weight = carrying / (carrying + SHRINK)
    return np.where(own < expected, own, own**weight * expected ** (1 - weight))


def _variance(sample, share):
    """Of each column's share: that of a ratio of sums, linearised, over each stratum."""
    error = (sample.mass - np.outer(sample.sizes, share)) / sample.sizes.sum()
    stratum = np.zeros(len(error), int) if sample.stratum is None else sample.stratum
    n = np.bincount(stratum)
    inside = sparse.csr_array((np.ones(len(error)), (stratum, np.arange(len(error)))))
    centre = inside @ error / n[:, None]
    return (n / (n - 1))[stratum] @ (error - centre[stratum]) ** 2


def _freedom(sample):
    """Degrees of freedom: paragraphs less strata."""
    strata = 1 if sample.stratum is None else sample.stratum.max() + 1
    return len(sample.sizes) - strata


def _collapsed(section):
    """The stratum of each paragraph, a number: its section, joined with those after it until there
    are two paragraphs; what is left over at the end belongs to the stratum before."""
    order, _ = pd.factorize(section)
    stratum, current, n = [], 0, 0
    for paragraphs in np.bincount(order):
        stratum.append(current)
        n += paragraphs
        if n > 1:
            current, n = current + 1, 0
    return np.minimum(stratum, max(current - 1, 0))[order]


def lead(ahead, sizes):
    """How far one column is ahead of another in the same paragraphs: estimate, low, high (95%), a
    ratio of sums with its linearised t interval. ahead: the one less the other, of each paragraph;
    sizes: its length. One paragraph alone says nothing: −1 to 1."""
    n, total = len(sizes), sizes.sum()
    estimate = ahead.sum() / total
    if n < 2:
        return estimate, -1.0, 1.0
    squares = ((ahead - estimate * sizes) ** 2).sum()
    half = stats.t.ppf((1 + LEVEL) / 2, n - 1) * np.sqrt(squares * n / (n - 1)) / total
    return estimate, estimate - half, estimate + half


def theme_table(
    characters, paragraphs, *, every, codebook, rates, places, draws, seed, design=None
):
    """The published table `themes`: shares of the codebook's themes, with labels, CAP code,
    n_sentences (sentences that carry the theme) and the share without the codebook's own errors:
    corrected, corrected_low, corrected_high. every: as from themes.with_uncoded; rates: as from
    coding_error.error_rates; a theme that it does not hold has no corrected share."""
    table = shares(characters, paragraphs, places, design=design, draws=draws, seed=seed)
    carrying = pd.concat(
        {stage: every[in_stage(every, stage)].value_counts(["theme", "place"]) for stage in STAGES}
    )
    named = pd.MultiIndex.from_frame(table[["stage", "theme", "place"]])
    table["n_sentences"] = carrying.reindex(named, fill_value=0).to_numpy()
    rates = rates.set_index("theme").reindex(table["theme"]).reset_index()
    without_errors = corrected(table["share"], table["effective"], rates)
    table[CORRECTED] = without_errors[["share", "low", "high"]]
    labels = ["label_en", "label_zh", "cap"]
    table = table.join(codebook.set_index("theme")[labels], on="theme")
    intervals = ["share", "low", "high", "boot_low", "boot_high"]
    columns = ["theme", *labels, "place", "stage", *intervals, "n_sentences", "n_paragraphs"]
    return table.rename(columns={"n": "n_paragraphs"})[[*columns, *CORRECTED]]


def topic_table(weights, paragraphs, places, *, draws, seed):
    """The published table `topic_shares`, with the fitted topics held fixed. weights: paragraphs ×
    topics, a DataFrame."""
    characters = weights.mul(paragraphs["characters"].to_numpy(), axis=0)
    table = shares(characters, paragraphs, places, draws=draws, seed=seed, stages=("all",))
    return table.drop(columns=["stage", "effective", "freedom"])


def with_interval(topics, weights, paragraphs):
    """The topics table with prevalence_low and prevalence_high: the interval of each topic's share
    of all texts together."""
    sizes = paragraphs["characters"].to_numpy(float)
    found = score_interval(Sample(weights.to_numpy() * sizes[:, None], sizes))
    return topics.assign(prevalence_low=found["low"], prevalence_high=found["high"])
