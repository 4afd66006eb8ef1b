"""What chance alone would give. A figure that is the largest of many, or a sum over all of them,
lies above zero where nothing is there; so it is compared with what shuffled paragraphs give.

p counts the texts as they are as one of the shuffles (Phipson & Smyth 2010).
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from policy_emphasis.inference.resample import FEW, LEVEL
from policy_emphasis.inference.shares import Sample, in_place
from policy_emphasis.measures.terms import set_phrases
from policy_emphasis.measures.topics import theme_overlap
from policy_emphasis.reference.lists import UNCODED

SHUFFLES = 999
CELLS = 5_000_000  # of a table that is filled at once
SAME = 1e-12  # closer than this, a shuffled figure is the figure itself


@dataclass(frozen=True)
class Permuted:
    """A figure and what shuffled texts give instead: estimate; chance, their mean; reach, below
    which 95% of them stay; p, the part of them that come up to it."""

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
    other paragraphs (chance, the mean of those; reach, below which 95% of them stay; q,
    Benjamini–Hochberg over topics); overall: the mean overlap as a Permuted."""

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
    chance = {"chance": shuffled.mean(axis=0), "reach": np.quantile(shuffled, LEVEL, axis=0)}
    chance["q"] = stats.false_discovery_control(p)
    overall = permuted(nearest["overlap"].mean(), shuffled.mean(axis=1))
    return Agreement(nearest.assign(**chance), overall)


def apart(sample, texts, *, seed):
    """The Permuted of how far the two texts are apart that are farthest from each other. Shuffled,
    the paragraphs are dealt to texts of as many paragraphs, and the farthest two are compared.
    sample: paragraphs, as a Sample; texts: of each the number, from 0, of its text."""
    random = np.random.default_rng(seed)
    orders = np.array([random.permutation(texts) for _ in range(SHUFFLES)])
    at_once = max(1, CELLS // (texts.size * (texts.max() + 1)))
    some = np.split(orders, range(at_once, SHUFFLES, at_once))
    shuffled = np.concatenate([distances(sample, few).max(axis=-1) for few in some])
    return permuted(distances(sample, texts).max(), shuffled)


def distances(sample, texts):
    """How far each pair of texts (0 and 1, 0 and 2, …) is apart: the part of the one that would
    have to go to other themes for it to be like the other (total variation distance). texts: of
    each paragraph the number of its text; or several such lists, and the distances for each."""
    held = (texts[..., None, :] == np.arange(texts.max() + 1)[:, None]).astype(float)
    shares = held @ sample.mass / (held @ sample.sizes)[..., None]
    one, other = np.triu_indices(held.shape[-2], 1)
    return np.abs(shares[..., one, :] - shares[..., other, :]).sum(axis=-1) / 2


def shared_by_chance(tokens, phrases, pair, *, seed):
    """The overlap coefficient of the set phrases of two places (as from terms.phrase_overlap) where
    their paragraphs are dealt to texts of as many paragraphs: the mean over shuffles."""
    tokens, random = tokens[tokens["place"].isin(pair)], np.random.default_rng(seed)
    paragraphs = tokens.drop_duplicates("paragraph")
    used = set_phrases(tokens, phrases)
    holds = pd.crosstab(used["paragraph"], used["token"]) > 0
    holds = holds.reindex(paragraphs["paragraph"], fill_value=False).to_numpy(np.float32)
    first = (paragraphs["place"] == pair[0]).to_numpy()
    sides = np.array([random.permutation(first) for _ in range(SHUFFLES)])
    one, other = sides @ holds > 0, ~sides @ holds > 0
    fewest = np.minimum(one.sum(axis=1), other.sum(axis=1))
    return ((one & other).sum(axis=1) / np.maximum(fewest, 1)).mean()


def overall(characters, paragraphs, places, *, seed):
    """How far the texts of these places are apart as wholes, and in each plan from review: place_a,
    place_b, compared (whole texts, plan and review), apart, chance, reach, p, as in Permuted.

    Of more than two texts only the nearest pair and the farthest: the farthest alone is tested, by
    the farthest of shuffled texts. What has fewer than FEW paragraphs is left out. characters:
    paragraphs × themes; paragraphs: its rows.
    """
    places = [place for place in places if (paragraphs["place"] == place).sum() >= FEW]
    sample, found = Sample.of_paragraphs(characters, paragraphs), []
    here = paragraphs["place"].isin(places).to_numpy()
    if len(places) > 1:
        whole, texts = sample.only(here), pd.Index(places).get_indexer(paragraphs["place"][here])
        pairs = pd.DataFrame(combinations(places, 2), columns=["place_a", "place_b"])
        pairs = pairs.assign(compared="whole texts", estimate=distances(whole, texts))
        pairs = pairs.sort_values("estimate", ascending=False, kind="stable")
        found.append(pairs.iloc[0].to_dict() | vars(apart(whole, texts, seed=seed)))
        found += pairs.iloc[1:].tail(1).to_dict("records")
    for place in places:
        review, plan = (in_place(paragraphs, place, stage) for stage in ("review", "plan"))
        if min(review.sum(), plan.sum()) >= FEW:
            either = review | plan
            test = vars(apart(sample.only(either), plan[either].astype(int), seed=seed))
            named = {"place_a": place, "place_b": place, "compared": "plan and review"}
            found.append(named | test)
    columns = ["place_a", "place_b", "compared", "estimate", "chance", "reach", "p"]
    return pd.DataFrame(found, columns=columns).rename(columns={"estimate": "apart"})
