"""Shares of text, of themes or of topics, with paragraph-bootstrap intervals, and their differences between places.

Both take the same paragraph table: characters of each paragraph (rows) by theme or topic (columns).

    shares(...)    → share, low, high
    theme_table(...), topic_table(...) → the published tables `themes` and `topic_shares`
    contrasts(...) → the published table `theme_contrasts`
    plan_against_review(...) → the same, between what is planned and what is reported, within a place
"""

from itertools import combinations

import numpy as np
import pandas as pd

from policy_emphasis.inference import resample

STAGES = ("all", "review", "plan")


def shares(characters, paragraphs, places, draws, seed, stages=STAGES):
    """Share of each place's characters that each column fills, by stage.

    characters: paragraphs × columns; paragraphs: its rows, with place, stage and characters. Returns the columns' name, place, stage,
    share, low, high (95 % percentile interval over whole paragraphs drawn within each place) and n (paragraphs of that place and
    stage). A stage that a place does not have has no row.
    """
    drawn = resample.multiplicities(paragraphs["place"], draws, seed)
    mass, sizes = characters.to_numpy(float), paragraphs["characters"].to_numpy(float)
    tables = []
    for place in places:
        for stage in stages:
            at = ((paragraphs["place"] == place) & ((paragraphs["stage"] == stage) | (stage == "all"))).to_numpy()
            if not at.any():
                continue
            low, high = resample.interval(resample.ratios(drawn[:, at], mass[at], sizes[at]))
            tables.append(pd.DataFrame({characters.columns.name: characters.columns, "place": place, "stage": stage,
                                        "share": mass[at].sum(axis=0) / sizes[at].sum(), "low": low, "high": high, "n": at.sum()}))
    return pd.concat(tables, ignore_index=True)


def theme_table(characters, carrying, codebook, paragraphs, places, draws, seed):
    """The published table `themes`: shares of the codebook's themes, with labels, CAP code and n_sentences (sentences that carry the theme)."""
    table = shares(characters, paragraphs, places, draws, seed)
    labels = codebook.set_index("theme")[["label_en", "label_zh", "cap"]]
    at = {(place, stage): ((paragraphs["place"] == place) & ((paragraphs["stage"] == stage) | (stage == "all"))).to_numpy()
          for place in places for stage in STAGES}
    counted = [carrying[theme].to_numpy()[at[place, stage]].sum() for theme, place, stage in zip(table["theme"], table["place"], table["stage"])]
    table = table.join(labels, on="theme").assign(n_sentences=counted).rename(columns={"n": "n_paragraphs"})
    return table[["theme", "label_en", "label_zh", "cap", "place", "stage", "share", "low", "high", "n_sentences", "n_paragraphs"]]


def topic_table(weights, paragraphs, places, draws, seed):
    """The published table `topic_shares`, with the fitted topics held fixed. weights: paragraphs × topics, a DataFrame."""
    characters = weights.mul(paragraphs["characters"].to_numpy(), axis=0)
    return shares(characters, paragraphs, places, draws, seed, stages=("all",)).drop(columns="stage")


def contrasts(characters, paragraphs, places, draws, seed):
    """Difference in share, place_a − place_b, for every column and pair of places: name, place_a, place_b, difference, low, high, q.

    Differences are bootstrapped as differences; q is Benjamini–Hochberg over the columns of a pair.
    """
    groups = {place: (paragraphs["place"] == place).to_numpy() for place in places}
    return pd.concat([_difference(characters, paragraphs, groups[a], groups[b], draws, seed).assign(place_a=a, place_b=b)
                      for a, b in combinations(places, 2)], ignore_index=True)


def plan_against_review(characters, paragraphs, places, draws, seed):
    """Difference in share, plan − review, within each place that has both: name, place, difference, low, high, q (over the columns of a place)."""
    tables = []
    for place in places:
        plan, review = (((paragraphs["place"] == place) & (paragraphs["stage"] == stage)).to_numpy() for stage in ("plan", "review"))
        if plan.any() and review.any():
            tables.append(_difference(characters, paragraphs, plan, review, draws, seed).assign(place=place))
    columns = [characters.columns.name, "difference", "low", "high", "q", "place"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def standing_first(differences, labels):
    """contrasts() for reading: in percentage points, with labels, those that stand (interval without zero and q < 0.05) first."""
    stands = (differences["q"] < 0.05) & ((differences["low"] > 0) | (differences["high"] < 0))
    points = differences.assign(label_en=differences["theme"].map(labels).fillna("Uncoded"), stands=stands.map({True: "yes", False: "no"}),
                                **{name: 100 * differences[name] for name in ("difference", "low", "high")})
    return points.sort_values(["stands", "q", "theme"], ascending=[False, True, True], ignore_index=True)


def _difference(characters, paragraphs, first, second, draws, seed):
    drawn = resample.multiplicities(paragraphs["place"], draws, seed)
    mass, sizes = characters.to_numpy(float), paragraphs["characters"].to_numpy(float)
    share = [mass[at].sum(axis=0) / sizes[at].sum() for at in (first, second)]
    samples = [resample.ratios(drawn[:, at], mass[at], sizes[at]) for at in (first, second)]
    between = samples[0] - samples[1]
    low, high = resample.interval(between)
    difference = share[0] - share[1]
    return pd.DataFrame({characters.columns.name: characters.columns, "difference": difference, "low": low, "high": high,
                         "q": resample.q_values(difference, np.nanstd(between, axis=0, ddof=1))})
