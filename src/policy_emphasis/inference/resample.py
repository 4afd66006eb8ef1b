"""Paragraph (cluster) bootstrap, as one matrix product.

Neighbouring sentences are not independent, so whole paragraphs are drawn, within each place, and
never words (Field & Welsh 2007; for keyness, Egbert & Biber 2019). A draw is a row of
multiplicities; every statistic that is a ratio of sums over paragraphs then follows from one
product of the draws with a paragraph table.
"""

import numpy as np

LEVEL = 0.95  # of every interval
SIGNIFICANCE = 0.05  # what q (Benjamini–Hochberg) stays below where something is called clear
FEW = 10  # paragraphs below which a text, or a part of it, is compared with no other
USABLE = 0.5  # share of draws that have to hold a statistic for it to have an interval


def multiplicities(groups, draws, seed):
    """How often each paragraph is drawn: an array (draws × paragraphs) of whole numbers.

    groups: the place of each paragraph. Within each place as many paragraphs are drawn, with
    replacement, as it has.
    """
    groups = np.asarray(groups)
    random = np.random.default_rng(seed)
    matrix = np.zeros((draws, len(groups)))
    for place in dict.fromkeys(groups):
        where = np.flatnonzero(groups == place)
        equal = np.full(len(where), 1 / len(where))
        matrix[:, where] = random.multinomial(len(where), equal, size=draws)
    return matrix


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
        edges[:, usable] = np.nanquantile(samples[:, usable], tails, axis=0)
    return edges
