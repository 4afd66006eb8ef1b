"""Where would a comparison change if the texts were more alike? Length, sections, and the text that is no report.

length_matched(...)     → theme differences on subsamples of the longer text as long as the shorter
by_sections(...)        → theme differences on plans alone, on reviews alone
report_pair(...)        → the two texts that are compared like for like
without_articles(...)   → the terms that lean to a place, with and without the texts of another genre
"""

import numpy as np
import pandas as pd

from policy_emphasis.inference import keyness
from policy_emphasis.inference.shares import contrasts, in_stage
from policy_emphasis.reference.documents import is_report


def length_matched(characters, paragraphs, pair, repeats, seed):
    """Theme differences (first − second of `pair`) on `repeats` subsamples: whole paragraphs of the longer text, drawn without replacement until it is as long
    as the shorter. Returns the columns' name, difference (full texts), matched (mean over subsamples), low, high (95 % of subsamples), same_sign (share of
    subsamples with the sign of the full difference)."""
    random = np.random.default_rng(seed)
    at = {place: np.flatnonzero(paragraphs["place"] == place) for place in pair}
    size, mass = paragraphs["characters"].to_numpy(float), characters.to_numpy(float)
    longer = max(pair, key=lambda place: size[at[place]].sum())
    target = min(size[rows].sum() for rows in at.values())
    share = {place: mass[rows].sum(axis=0) / size[rows].sum() for place, rows in at.items()}
    other = next(place for place in pair if place != longer)
    sign = 1 if longer == pair[0] else -1
    found = []
    for _ in range(repeats):
        order = random.permutation(at[longer])
        picked = order[: np.searchsorted(size[order].cumsum(), target) + 1]
        found.append(sign * (mass[picked].sum(axis=0) / size[picked].sum() - share[other]))
    found, full = np.array(found), share[pair[0]] - share[pair[1]]
    low, high = np.quantile(found, [0.025, 0.975], axis=0)
    return pd.DataFrame(
        {
            characters.columns.name: characters.columns,
            "difference": full,
            "matched": found.mean(axis=0),
            "low": low,
            "high": high,
            "same_sign": (np.sign(found) == np.sign(full)).mean(axis=0),
        }
    )


def by_sections(characters, paragraphs, pair):
    """contrasts() of the pair on everything, on plans alone and on reviews alone: one table with the column `sections`."""
    tables = []
    for name in ("all", "plan", "review"):
        rows = paragraphs["place"].isin(pair).to_numpy() & in_stage(paragraphs, name)
        if set(paragraphs["place"][rows]) == set(pair):
            tables.append(
                contrasts(characters[rows], paragraphs[rows], list(pair)).assign(sections=name)
            )
    return pd.concat(tables, ignore_index=True)


def without_articles(
    counts, terms, paragraphs, documents, prior_words, draws, seed, min_paragraphs, n
):
    """For each work report, how many of the `n` terms that lean to it most still do when only work reports are compared: place, kept, of. Empty where that
    leaves fewer than two texts, or nothing out."""
    reports = documents.loc[is_report(documents), "place"].tolist()
    rows = []
    if 1 < len(reports) < len(documents):
        only = paragraphs["place"].isin(reports).to_numpy()
        tables = [
            keyness.place_terms(
                counts[at],
                terms,
                paragraphs[at],
                places,
                prior_words,
                draws,
                seed,
                False,
                min_paragraphs,
            )
            for at, places in (
                (np.ones(len(only), dtype=bool), documents["place"].tolist()),
                (only, reports),
            )
        ]
        for place in reports:
            top, rest = (
                t.loc[(t["place"] == place) & t["tested"] & (t["low"] > 0), "term"] for t in tables
            )
            rows.append((place, top.head(n).isin(rest).sum(), len(top.head(n))))
    return pd.DataFrame(rows, columns=["place", "kept", "of"])


def report_pair(documents):
    """The first two places whose texts are work reports, or the first two places where there are no two reports."""
    reports = documents.loc[is_report(documents), "place"].tolist()
    return tuple((reports if len(reports) > 1 else documents["place"].tolist())[:2])


def widest_first(matched, labels):
    """length_matched() for reading: in percentage points, with labels, the widest difference first."""
    points = matched.assign(
        label=matched["theme"].map(labels),
        **{c: 100 * matched[c] for c in ("difference", "matched", "low", "high")},
    )
    return points.reindex(
        points["difference"].abs().round(9).sort_values(ascending=False, kind="stable").index
    )


def report_pairs(differences, documents):
    """The pairs of places in theme_contrasts that are both work reports: like is compared with like."""
    reports = set(documents.loc[is_report(documents), "place"])
    pairs = differences[["place_a", "place_b"]].drop_duplicates()
    return [tuple(pair) for pair in pairs.to_numpy() if reports.issuperset(pair)]
