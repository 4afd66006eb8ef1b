"""What chance alone would give. A figure that is the largest of many, or a sum over all of them,
lies above zero where nothing is there; so it is compared with what shuffled paragraphs give.

p counts the texts as they are as one of the shuffles (Phipson & Smyth 2010).
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy import stats

from policy_emphasis.inference.resample import LEVEL
from policy_emphasis.inference.shares import Sample, in_place
from policy_emphasis.measures.topics import theme_overlap
from policy_emphasis.reference.lists import UNCODED

SHUFFLES = 999
SAME = 1e-12  # closer than this, a shuffled figure is the figure itself


@dataclass(frozen=True)
class Permuted:
    """A figure and what shuffled texts give instead: estimate; chance, their mean; reach, below
    which 95 % of them stay; p, the part of them that come up to it."""

    estimate: float
    chance: float
    reach: float
    p: float


def permuted(estimate, shuffled):
    """The Permuted of a figure. shuffled: the figure of each shuffle."""
    p = (1 + np.count_nonzero(shuffled >= estimate - SAME)) / (1 + len(shuffled))
    return Permuted(estimate, shuffled.mean(), np.quantile(shuffled, LEVEL), p)


@dataclass(frozen=True)
class Agreement:
    """Topics beside the codebook. nearest: for each topic the theme that fills most of its coded
    text (topic, theme, overlap), beside the most that any theme fills where topics are dealt to
    other paragraphs (chance, the mean of those; q, Benjamini–Hochberg over topics); overall: the
    mean overlap as a Permuted."""

    nearest: pd.DataFrame
    overall: Permuted


def agreement(weights, characters, *, seed):
    """The Agreement of topics and themes. weights: paragraphs × topics; characters: paragraphs ×
    themes, as from themes.theme_mass."""
    random, coded = np.random.default_rng(seed), characters.drop(columns=UNCODED).to_numpy()
    shuffled = np.empty((SHUFFLES, weights.shape[1]))
    for i in range(SHUFFLES):
        mass = random.permutation(weights.to_numpy()).T @ coded
        shuffled[i] = mass.max(axis=1) / np.maximum(mass.sum(axis=1), SAME)
    nearest = theme_overlap(weights, characters)
    p = [permuted(*topic).p for topic in zip(nearest["overlap"], shuffled.T, strict=True)]
    chance = {"chance": shuffled.mean(axis=0), "q": stats.false_discovery_control(p)}
    overall = permuted(nearest["overlap"].mean(), shuffled.mean(axis=1))
    return Agreement(nearest.assign(**chance), overall)


def apart(first, second, *, seed):
    """The Permuted of how far two texts (Samples) are apart: the part of the one's text that would
    have to go to other themes for it to be like the other, half the sum of the differences between
    their shares. Shuffled, their paragraphs are dealt to two texts of as many paragraphs."""
    random, n = np.random.default_rng(seed), len(first.sizes)
    mass = np.concatenate([first.mass, second.mass])
    sizes = np.concatenate([first.sizes, second.sizes])
    orders = random.permuted(np.tile(np.arange(len(sizes)) < n, (SHUFFLES, 1)), axis=1)
    drawn = np.vstack([np.arange(len(sizes)) < n, orders]).astype(float)
    shares, others = (side @ mass / (side @ sizes)[:, None] for side in (drawn, 1 - drawn))
    distance = np.abs(shares - others).sum(axis=1) / 2
    return permuted(distance[0], distance[1:])


def overall(characters, paragraphs, pairs, *, places, seed):
    """How far whole texts are apart, pair by pair, and plan from review within each place that has
    both: place_a, place_b, compared (whole texts, plan and review), apart, chance, reach, p, as in
    Permuted.

    characters: paragraphs × themes; paragraphs: its rows, with place and stage.
    """
    sample, found = Sample.of_paragraphs(characters, paragraphs), []
    sides = [(a, b, "whole texts", ("all", "all")) for a, b in pairs]
    sides += [(place, place, "plan and review", ("plan", "review")) for place in places]
    for a, b, compared, stages in sides:
        first, second = map(partial(in_place, paragraphs), (a, b), stages)
        if first.any() and second.any():
            test = vars(apart(sample.only(first), sample.only(second), seed=seed))
            found.append({"place_a": a, "place_b": b, "compared": compared, **test})
    columns = ["place_a", "place_b", "compared", "estimate", "chance", "reach", "p"]
    return pd.DataFrame(found, columns=columns).rename(columns={"estimate": "apart"})
