"""Shares of themes with the codebook's own errors taken out, and their uncertainty put in.

How often the codebook sees a theme where it is, and where it is not, is known from sentences coded
by hand. A share as coded is turned into the share that such errors would make it of (Rogan & Gladen
1978); the interval carries the sampling of paragraphs and that of the hand-coded sentences (Lang &
Reiczigel 2014). That the codebook errs as often in other texts is an assumption.
"""

import numpy as np
import pandas as pd
from scipy import stats

from policy_emphasis.inference.resample import LEVEL

PRIOR = 3  # sentences by which a theme's sensitivity is drawn towards that of all themes together
SEVERAL = 2  # hand-coded sentences from which on a theme tells how much its coding varies


def error_rates(gold, coded, lengths):
    """How the codebook errs, theme by theme.

    gold, coded: sentences × themes, `uncoded` one of them, by hand and by the codebook; each row
    sums to 1. lengths: of the sentences, with which they count. Returns theme; sensitivity, the
    part of a theme's text that is coded as it, drawn towards the average where few sentences tell;
    n; false_rate, the part of all other text that is coded as it; n_other. n and n_other: how many
    sentences coded all or nothing would tell as much.
    """
    weight, found = np.asarray(lengths, float)[:, None], coded.to_numpy(float)
    here = _rate(found, weight * gold.to_numpy(float))
    elsewhere = _rate(found, weight * (1 - gold.to_numpy(float)))
    average = (here["rate"] * here["n"]).sum() / here["n"].sum()
    n = here["n"] + PRIOR
    sensitivity = (here["rate"] * here["n"] + PRIOR * average) / n
    other = elsewhere.rename(columns={"rate": "false_rate", "n": "n_other"})
    return pd.DataFrame({"theme": gold.columns, "sensitivity": sensitivity, "n": n}).join(other)


def _rate(coded, weights):
    """Of each theme its mean code, `rate`, and n; 0 where no sentence tells."""
    total = np.maximum(weights.sum(axis=0), 1e-12)
    rate = (weights * coded).sum(axis=0) / total
    n = total**2 / np.maximum((weights**2).sum(axis=0), 1e-12)
    n = np.where(weights.any(axis=0), n, 0)
    variance = (weights**2 * (coded - rate) ** 2).sum(axis=0) / total**2
    told = n >= SEVERAL
    shared = (rate * (1 - rate))[told].sum() / (n * variance)[told].sum()  # of a sentence, not all
    return pd.DataFrame({"rate": rate, "n": n * shared})


def corrected(share, effective, rates):
    """Shares (arrays over the themes of `rates`) without the coding's errors: share, low, high.

    effective: the number of paragraphs that the variance of each amounts to, as from
    shares.score_interval. Estimates and ends lie within 0 and 1; NaN for a theme that the codebook
    sees in its own text no more often than in other text, for then its share says nothing.
    """
    z = stats.norm.ppf((1 + LEVEL) / 2)
    estimate = (share - rates["false_rate"]) / (rates["sensitivity"] - rates["false_rate"])
    # Lang & Reiczigel's: a few sentences are added to each of the three samples, half of each kind.
    n, hits, misses = effective + z**2, rates["n"] + 2, rates["n_other"] + 2
    seen = (effective * share + z**2 / 2) / n
    true = (rates["n"] * rates["sensitivity"] + 1) / hits
    false = (rates["n_other"] * rates["false_rate"] + 1) / misses
    centre = ((seen - false) / (true - false)).clip(0, 1)
    of_true, of_false = true * (1 - true) / hits, false * (1 - false) / misses
    shift = 2 * z**2 * (centre * of_true - (1 - centre) * of_false)
    variance = seen * (1 - seen) / n + centre**2 * of_true + (1 - centre) ** 2 * of_false
    half = z * np.sqrt(variance) / (true - false)
    ends = {"low": centre + shift - half, "high": centre + shift + half}
    tells = rates["sensitivity"] > rates["false_rate"]
    return pd.DataFrame({"share": estimate, **ends}).clip(0, 1).where(tells)
