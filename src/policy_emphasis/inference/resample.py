"""Paragraph (cluster) bootstrap, as one matrix product.

Neighbouring sentences are not independent, so whole paragraphs are drawn, within each place, and
never words (Field & Welsh 2007; for keyness, Egbert & Biber 2019). A draw is a row of
multiplicities; every statistic that is a ratio of sums over paragraphs then follows from one
product of the draws with a paragraph table.
"""

import numpy as np
import pandas as pd

LEVEL = 0.95  # of every interval
SIGNIFICANCE = 0.05  # what q (Benjamini–Hochberg) stays below where something is called clear
FEW = 10  # paragraphs below which a text, or a part of it, is compared with no other
BATCH = 4096  # paragraphs drawn at a time
# Draws × paragraphs. What so many paragraphs amount to hardly varies from draw to draw: of more
# paragraphs fewer draws are made, not below FEWEST.
CELLS, FEWEST = 40_000_000, 200
USABLE = 0.5  # share of draws that have to hold a statistic for it to have an interval


def multiplicities(groups, draws, seed):
    """How often each paragraph is drawn: an array (draws × paragraphs) of whole numbers.

    groups: the place of each paragraph. Within each place as many paragraphs are drawn, with
    replacement, as it has; draws: of so many paragraphs, affordable().
    """
    draws = affordable(draws, len(groups))
    matrix = np.zeros((draws, len(groups)))
    for where, drawn in in_batches(groups, draws, seed):
        matrix[:, where] = drawn
    return matrix


def affordable(draws, paragraphs):
    """How many draws of so many paragraphs are made."""
    return min(draws, max(FEWEST, CELLS // max(paragraphs, 1)))


def in_batches(groups, draws, seed):
    """The same draws, some places at a time: pairs of the positions of their paragraphs and how
    often each is drawn (draws × paragraphs), so that no more than a batch has to be held."""
    random, (place, _) = np.random.default_rng(seed), pd.factorize(np.asarray(groups))
    own = pd.Series(place).groupby(place).indices.values()
    positions, drawn, n = [], [], 0
    for i, where in enumerate(own, 1):
        equal = np.full(len(where), 1 / len(where))
        positions.append(where)
        drawn.append(random.multinomial(len(where), equal, size=draws))
        n += len(where)
        if n >= BATCH or i == len(own):
            yield np.concatenate(positions), np.concatenate(drawn, axis=1)
            positions, drawn, n = [], [], 0


def ratios(draws, numerator, denominator):
    """Ratios of sums in each draw: numerator (paragraphs × statistics) over denominator
    (paragraphs). NaN where a draw has none of the denominator; interval() leaves it out."""
    above, below = draws @ numerator, draws @ denominator[:, None]
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)


def interval(samples):
    """Percentile interval at 95% over draws (axis 0): an array of two rows, low and high; NaN
    where fewer than half the draws are usable."""
    samples = np.asarray(samples, dtype=float)
    usable = np.isfinite(samples).mean(axis=0) >= USABLE
    edges = np.full((2, samples.shape[1]), np.nan)
    if usable.any():
        tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
        quantile = np.nanquantile if np.isnan(samples).any() else np.quantile  # ten times as fast
        edges[:, usable] = quantile(samples[:, usable], tails, axis=0)
    return edges
