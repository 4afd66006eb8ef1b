"""Do the themes measure what they say? Tried on all reports of a corpus at once.

Reliability: the terms of a theme are cut into random halves, matched by how often they are found,
and the rates of both are set beside each other over the reports of a level and year; the
correlation of two halves becomes that of two whole lists by Spearman and Brown's formula (1910).
A theme that one term carries is that term. Known groups (Cronbach & Meehl 1955, doi
10.1037/h0040957): reports that must speak more of a theme are told from the others with the
probability that one drawn of each has more of it (the area under the ROC curve). Convergence and
discrimination (Campbell & Fiske 1959, doi 10.1037/h0046016): the rank correlation of a theme with
a list of words in use, which has to be higher than that of any other theme. All but the groups of
years are compared within level and year, so that what all reports took up together counts for
nothing.
"""

import numpy as np
import pandas as pd
from scipy import sparse, stats

from policy_emphasis.inference.norms import LEAST
from policy_emphasis.measures.themes import found_in
from policy_emphasis.reference.lists import UNCODED

SPLITS = 100  # random halves of a theme's terms
RELIABLE = 0.65  # a split-half reliability below which a theme is said to fail
AGREEING = 0.75  # an F1 with the headings below which it is
CARRIED = 0.3  # of a theme's hits: a term that makes up more is named
HEADED = 20  # paragraphs with a heading, from which a theme's F1 is judged
THEMES = ["theme", "terms", "split_half", "n", "term", "part", "headed", "precision", "recall"]
THEMES += ["f1"]
CHECKS = ["check", "theme", "value", "n", "n_others", "other_theme", "other"]


def term_rates(sentences, reports, terms):
    """How often each term is found in each report, in 1,000 characters, of overlapping terms the
    longest: reports × terms. reports: as from norms.report_table, by what `sentences` call them."""
    number, term, *_ = found_in(sentences["text"], list(terms))
    row = reports.index.get_indexer(sentences["place"].take(number))
    here = row >= 0
    held = (np.ones(here.sum()), (row[here], term[here]))
    counts = sparse.coo_array(held, shape=(len(reports), len(terms))).tocsr()
    return 1000 * counts.toarray() / reports["characters"].to_numpy(float)[:, None]


def split_half(rates, themes, reports, *, seed):
    """The split-half reliability of each theme: a Series theme → reliability, over reports that
    have LEAST of their tier and year. rates: reports × terms; themes: of the terms, in order."""
    codes, known = _cells(reports)
    rates, codes = rates[known], codes[known]
    rng, found = np.random.default_rng(seed), {}
    for theme in dict.fromkeys(themes) if known.any() else ():
        own = rates[:, np.asarray(themes) == theme]
        own = own[:, np.argsort(-own.sum(axis=0), kind="stable")]
        if own.shape[1] > 1:
            halves = [_halves(own, codes, rng) for _ in range(SPLITS)]
            found[theme] = float(np.mean([2 * r / (1 + r) for r in halves]))
    return pd.Series(found, dtype=float)


def strongest(rates, themes, terms):
    """The term that makes up most of each theme's hits: theme, term, part. rates: reports × terms;
    themes: of the terms."""
    table = pd.DataFrame({"theme": themes, "term": terms, "hits": rates.sum(axis=0)})
    table["part"] = table["hits"] / table.groupby("theme")["hits"].transform("sum")
    order = table.sort_values("part", ascending=False, kind="stable")
    return order.drop_duplicates("theme")[["theme", "term", "part"]].reset_index(drop=True)


def told_apart(values, inside, reports, *, by_year):
    """How likely a report inside a group has more than one outside, ties counted half. values: of
    each report; inside: whether it is; by_year: whether only reports of one year are compared."""
    cells = reports["year"].to_numpy() if by_year else np.zeros(len(reports))
    won = pairs = 0.0
    for cell in np.unique(cells):
        ours, theirs = values[inside & (cells == cell)], values[~inside & (cells == cell)]
        if len(ours) and len(theirs):
            won += stats.mannwhitneyu(ours, theirs).statistic
            pairs += len(ours) * len(theirs)
    return won / pairs if pairs else np.nan


def correlations(values, shares, reports):
    """The rank correlation of a measure with the share of each theme, ranks taken within tier and
    year: a Series theme → ρ. values: of each report; shares: reports × themes."""
    codes, known = _cells(reports)
    cells = codes[known]
    table = shares[known].assign(_measure=values[known])
    ranks = table.groupby(cells).rank(pct=True)
    return ranks.corrwith(ranks.pop("_measure"))


def checks(rates, shares, reports, *, validity):
    """Every known group and attention list: CHECKS. rates: a function of words → the rate of all of
    them in each report; shares: reports × themes, of whole texts; reports: with tier."""
    found = []
    for group in validity.known_groups:
        level = (reports["tier"] == group.tier).to_numpy()
        own = reports[level]
        if group.theme not in shares and not group.words:
            continue
        values = rates(group.words) if group.words else shares[group.theme].to_numpy(float)
        inside = _inside(own, group)
        value = told_apart(values[level], inside, own, by_year=group.years is None)
        n = int(inside.sum())
        found.append((group.id, group.theme, value, n, len(own) - n, "", np.nan))
    for known in validity.attention_lists:
        every = correlations(rates(known.words), shares, reports).dropna()
        if known.theme not in every or len(every) == 1:
            continue
        other = every.drop(known.theme).idxmax()
        n = int(_cells(reports)[1].sum())
        found.append((known.id, known.theme, every[known.theme], n, np.nan, other, every[other]))
    return pd.DataFrame(found, columns=CHECKS)


def agreement(headed, since):
    """In what part of headed paragraphs heading and body agree, as rows of CHECKS: those of
    reports since that year with a heading of their own, those that stand under their section's
    alone, and all of older reports. headed: theme, predicted, own, year."""
    right, late = headed["theme"] == headed["predicted"], headed["year"] >= since
    parts = {"own": late & headed["own"], "section": late & ~headed["own"], "older": ~late}
    found = [(f"headings-{name}", right[here].mean(), here.sum()) for name, here in parts.items()]
    return pd.DataFrame(found, columns=["check", "value", "n"]).reindex(columns=CHECKS)


def failing(table):
    """The themes that fail: theme → what they fail, of split_half and f1. table: THEMES."""
    failed = {}
    for row in table.itertuples():
        weak = ["split_half"] if row.split_half < RELIABLE else []
        weak += ["f1"] if row.headed >= HEADED and row.f1 < AGREEING else []
        if weak:
            failed[row.theme] = weak
    return failed


def _inside(reports, group):
    """Whether each report is of a known group."""
    inside = np.ones(len(reports), bool)
    if group.levels:
        inside &= reports["level"].isin(group.levels).to_numpy()
    if group.places:
        inside &= reports["place"].isin(group.places).to_numpy()
    if group.years:
        inside &= reports["year"].between(*group.years).to_numpy()
    return inside


def _cells(reports):
    """The tier and year of each report as a number, and whether LEAST reports share it."""
    codes = reports.groupby(["tier", "year"], sort=False).ngroup().to_numpy()
    return codes, np.bincount(codes)[codes] >= LEAST


def _halves(rates, codes, rng):
    """The correlation of the rates of two random halves of a theme's terms (reports × terms, most
    found first) over reports, within their cells; neighbours in rank fall to different halves."""
    pairs = rng.permuted(np.tile([0, 1], (rates.shape[1] + 1) // 2).reshape(-1, 2), axis=1)
    first = pairs.ravel()[: rates.shape[1]] == 0
    sides = [np.sqrt(rates[:, side].sum(axis=1)) for side in (first, ~first)]
    sizes = np.maximum(np.bincount(codes), 1)
    off = [side - (np.bincount(codes, side) / sizes)[codes] for side in sides]
    return np.corrcoef(*off)[0, 1]


def theme_table(rates, codebook, reports, *, headings, seed):
    """What is known of each theme: THEMES. rates: reports × the codebook's terms in order, of the
    reports that it was not improved on; headings: scores() of validation on those."""
    own = codebook[codebook["theme"] != UNCODED]
    themes = [row.theme for row in own.itertuples() for _ in row.terms]
    terms = [term for row in own.itertuples() for term in row.terms]
    table = pd.DataFrame({"theme": own["theme"], "terms": own["terms"].map(len)})
    halves = split_half(rates, themes, reports, seed=seed)
    table["split_half"] = table["theme"].map(halves)
    table["n"] = int(_cells(reports)[1].sum())
    table = table.merge(strongest(rates, themes, terms), on="theme")
    scores = headings.rename(columns={"n": "headed"})
    return table.merge(scores, on="theme", how="left").fillna({"headed": 0})[THEMES]
