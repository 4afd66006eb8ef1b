"""Paragraph (cluster) bootstrap, as one matrix product.

Neighbouring sentences are not independent, so whole paragraphs are drawn, within each place, and never words (Field & Welsh
2007; for keyness, Egbert & Biber 2019). A draw is a row of multiplicities; every statistic that is a ratio of
sums over paragraphs then follows from one product of the draws with a paragraph table.

    multiplicities(groups, draws, seed) → draws × paragraphs
    permuted(groups, times, seed) → places under which nothing differs
    ratios(draws, numerator, denominator) → draws × statistics
    interval(samples) → low, high; standard_error(samples)
"""

import numpy as np
from scipy import sparse

LEVEL = 0.95
EXACT = (
    2**20
)  # words; a draw holds a few times as many at most, and single precision holds whole numbers up to 2**24
DENSE = 5_000_000  # cells up to which a table is multiplied as it would be if it were full: faster, and small enough


def multiplicities(groups, draws, seed):
    """How often each paragraph is drawn: an array (draws × paragraphs) of whole numbers.

    groups: the place of each paragraph. Within each place as many paragraphs are drawn, with replacement, as it has.
    """
    groups = np.asarray(groups)
    random = np.random.default_rng(seed)
    matrix = np.zeros((draws, len(groups)))
    for place in dict.fromkeys(groups):
        where = np.flatnonzero(groups == place)
        matrix[:, where] = random.multinomial(
            len(where), np.full(len(where), 1 / len(where)), size=draws
        )
    return matrix


def permuted(groups, times, seed):
    """The places of the paragraphs, permuted over them: `times` arrays, under which no place differs from another."""
    random = np.random.default_rng(seed)
    return [random.permutation(np.asarray(groups)) for _ in range(times)]


def sums(draws, table):
    """The sums of a paragraph table (paragraphs × columns, dense or sparse) in each draw: draws × columns, dense."""
    if sparse.issparse(table) and table.shape[0] * table.shape[1] > DENSE:
        return np.ascontiguousarray(
            (table.T.tocsr() @ draws.T).T
        )  # sparse × dense: the cost is that of the words that stand there
    table = table.toarray() if sparse.issparse(table) else np.asarray(table)
    if (
        table.dtype.kind == "i" and table.sum() < EXACT
    ):  # counts: single precision holds their sums exactly, in half the memory
        return draws.astype(np.float32) @ table.astype(np.float32)
    return draws @ table.astype(float)


def ratios(draws, numerator, denominator):
    """Ratios of sums in each draw: numerator (paragraphs × statistics) over denominator (paragraphs). NaN where a draw
    holds none of the denominator; interval() leaves such draws out."""
    below = sums(draws, np.asarray(denominator)[:, None])
    return np.divide(
        sums(draws, numerator),
        below,
        out=np.full((draws.shape[0], numerator.shape[1]), np.nan),
        where=below > 0,
    )


def interval(samples):
    """Percentile interval at 95 % over draws (axis 0): two arrays, NaN where fewer than half the draws are usable."""
    samples = np.asarray(samples, dtype=float)
    usable = np.isfinite(samples).mean(axis=0) >= 0.5
    edges = np.full((2, samples.shape[1]), np.nan)
    if usable.any():
        edges[:, usable] = np.nanquantile(
            samples[:, usable], [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0
        )
    return edges[0], edges[1]


def standard_error(samples):
    """Standard deviation over draws (axis 0) in one pass, without a copy of the samples."""
    n, centre = len(samples), samples[0]
    off = np.ones(n) @ samples / n - centre
    square = np.einsum("ij,ij->j", samples, samples) / n - 2 * centre * (off + centre) + centre**2
    return np.sqrt(np.maximum(square - off**2, 0) * n / (n - 1))
