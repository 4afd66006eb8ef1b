"""Each text against all others: is a theme's share outside what the others lead to expect?

The paragraph is the unit within a text, but the rest are texts. So a share is set beside the range
in which one more text of its length would be expected: the mean of the others, give or take how far
they lie apart and the text's own sampling error (prediction interval of a random-effects model,
Higgins, Thompson & Spiegelhalter 2009, the variance between texts by moments). Reports take up the
same fields one after the other and so lie closer together than drawn paragraphs would; where they
do, the sampling error is scaled to that (as over-dispersion is, Spiegelhalter 2005). Each text is
left out of what it is compared with, so it cannot hide by widening the range (an externally
studentised residual, Cook & Weisberg 1982). All texts and themes are one family of tests.

Whether shares of texts lie evenly around their mean as roots (arcsines) or as logarithms, nobody
knows, and far out the two part ways: arcsines call too many large shares outlying, logarithms too
many small ones. What is called clear has to be so on both scales. Of texts made of the paragraphs
of 31 provinces and 92 cities, dealt anew, tilted at random to some themes, or mixed of three texts
each (15 settings of 10, 31 or 90 texts, 300 families each), 1 to 8% of families hold a clear share,
3% at the median; tests/test_all_texts.py keeps watch over that. Where texts differ strongly in
kind (tilted twice as far) 15 to 33% do: a clear share of such a run is a reason to read the text.
"""

import numpy as np
import pandas as pd
from scipy import stats

from policy_emphasis.inference.resample import FEW, LEVEL, SIGNIFICANCE
from policy_emphasis.inference.shares import Sample, in_place, score_interval
from policy_emphasis.reference.documents import is_report
from policy_emphasis.reference.lists import UNCODED

LEAST_OTHERS = 8  # texts; how far apart fewer lie is not known well enough
TINY = 1e-12  # a variance of nothing
COLUMNS = ["share", "low", "high", "rest", "expected_low", "expected_high", "z", "p", "q", "clear"]


def alike(documents):
    """The places whose texts are compared: those of work reports, of all genres where too few are,
    with FEW paragraphs and more. documents: with place, genre, paragraphs."""
    reports = documents[is_report(documents)]
    chosen = reports if len(reports) > LEAST_OTHERS else documents
    return chosen.loc[chosen["paragraphs"] >= FEW, "place"].tolist()


def against_rest(characters, paragraphs, places, *, design=None):
    """Each place's share of each theme against all other places'.

    characters: paragraphs × themes; paragraphs: its rows; places: those compared; design: as from
    lists.read_design. Returns theme, place and COLUMNS: share, low, high (95%, as score_interval);
    rest (mean share of all others); expected_low, expected_high (95% range for one more text); z
    (how far off, in standard errors); p, q (Benjamini–Hochberg over all themes and places); clear.
    With fewer than LEAST_OTHERS others p and q are missing and nothing is clear. The uncoded rest
    of the texts is no theme.
    """
    themes = characters.columns.drop(UNCODED, errors="ignore")
    if len(places) < 3:  # the spread of one other text is not known
        return pd.DataFrame(columns=[themes.name, "place", *COLUMNS])
    sample = Sample.of_paragraphs(characters[themes], paragraphs, design=design)
    own = [score_interval(sample.only(in_place(paragraphs, place))) for place in places]
    texts = {name: np.stack([text[name] for text in own]) for name in own[0]}
    half = 0.5 / paragraphs.loc[paragraphs["place"].isin(places), "place"].value_counts().median()
    found = _expected(texts["share"], texts["effective"], half) | {"share": texts["share"]}
    found |= {"low": texts["low"], "high": texts["high"], "rest": _of_others(texts["share"])}
    found = pd.DataFrame({name: values.ravel() for name, values in found.items()})
    enough = len(places) > LEAST_OTHERS
    found["p"] = found["p"] if enough else np.nan
    found["q"] = stats.false_discovery_control(found["p"]) if enough else np.nan
    found["clear"] = found["q"] < SIGNIFICANCE
    found[themes.name] = np.tile(themes, len(places))
    found["place"] = np.repeat(places, len(themes))
    return found[[themes.name, "place", *COLUMNS]]


def _expected(share, effective, half):
    """What the others lead to expect of each share (texts × themes), on both scales: expected_low,
    expected_high, z, p. half: half a paragraph, as a share, which keeps the logarithm of none."""
    variance, freedom = share * (1 - share) / effective, max(len(share) - 3, 1)
    roots = _beside(np.arcsin(np.sqrt(share)), 1 / (4 * effective))
    logs = _beside(np.log(share + half), variance / (share + half) ** 2)
    z = np.where(np.abs(roots[0]) < np.abs(logs[0]), roots[0], logs[0])
    z = np.where(roots[0] * logs[0] > 0, z, 0)  # the scales disagree on the side: in the middle
    angles = (np.clip(end, 0, np.pi / 2) for end in roots[1:])
    low, high = (np.sin(angle) ** 2 for angle in angles)
    low = np.minimum(low, np.maximum(np.exp(logs[1]) - half, 0))
    high = np.maximum(high, np.minimum(np.exp(logs[2]) - half, 1))
    p = 2 * stats.t.sf(np.abs(z), freedom)
    return {"expected_low": low, "expected_high": high, "z": z, "p": p}


def _beside(values, error):
    """How far each value (texts × themes) is from the mean of all others, in standard errors, and
    the ends of the 95% range around that mean. error: the sampling variance of each value."""
    others = len(values) - 1
    mean, usual = _of_others(values), _of_others(error)
    apart = np.maximum(_of_others(values**2) - mean**2, TINY) * others / (others - 1)
    between, held = np.maximum(apart - usual, 0), np.minimum(apart / np.maximum(usual, TINY), 1)
    spread = np.sqrt(between + held * error + apart / others)
    reach = stats.t.ppf((1 + LEVEL) / 2, max(others - 2, 1)) * spread
    return (values - mean) / spread, mean - reach, mean + reach


def _of_others(values):
    """Of each text the mean of all others, theme by theme."""
    return (values.sum(axis=0) - values) / (len(values) - 1)


def standing(found):
    """How far each place stands out over all themes, the most usual first: place, unusual (root
    mean square of z), n (themes with a clear share). found: as from against_rest."""
    by_place = found.groupby("place", sort=False)
    unusual = np.sqrt(by_place["z"].agg(lambda z: (z**2).mean()))
    table = pd.DataFrame({"unusual": unusual, "n": by_place["clear"].sum()}).reset_index()
    return table.sort_values("unusual", kind="stable", ignore_index=True)
