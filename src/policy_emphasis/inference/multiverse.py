"""Would a claim stand under other defensible choices? (Steegen et al. 2016; Simonsohn et al. 2020;
for text preprocessing Denny & Spirling 2018.)

A claim is a difference that the default run found to be above zero. A specification of it
(inference.specifications) agrees where its estimate has that sign too, and confirms it where its
interval leaves out zero besides.
"""

from dataclasses import dataclass

import pandas as pd

from policy_emphasis.reference.lists import UNCODED

ROBUST = 0.9  # share of its specifications that confirm a claim which is called robust
FAIR = 0.5  # share of them below which a claim is called uncertain
FIGURES = ["estimate", "low", "high"]


@dataclass(frozen=True)
class RankClaim:
    """In the text of `place` the theme `first` fills more than the theme `second`."""

    place: str
    first: str
    second: str


@dataclass(frozen=True)
class PlaceClaim:
    """`theme` fills more of the text of the place `more` than of that of `less`."""

    theme: str
    more: str
    less: str


@dataclass(frozen=True)
class StageClaim:
    """In the text of `place` `theme` fills more of the stage `more` than of the stage `less`."""

    theme: str
    place: str
    more: str
    less: str


@dataclass(frozen=True)
class TermClaim:
    """The text of `place` leans to each of these terms, against all others."""

    place: str
    terms: tuple


def theme_claims(table, differences, shifts, *, pairs):
    """The claims of the pages about themes: finding → RankClaim, PlaceClaim or StageClaim.

    table, differences, shifts: as from shares.theme_table, contrasts and plan_against_review, of
    the run itself; pairs: the pairs of places that are compared.
    """
    claims, whole = {}, table[(table["stage"] == "all") & (table["theme"] != UNCODED)]
    for place, own in whole.groupby("place", sort=False):
        ranked = own.sort_values(["share", "theme"], ascending=[False, True])["theme"]
        claims[f"themes-{place}"] = RankClaim(place, *ranked.head(2))
    for row in _widest(differences, ["place_a", "place_b"]):
        a, b = row.place_a, row.place_b
        if (a, b) in pairs:
            more, less = (a, b) if row.difference > 0 else (b, a)
            claims[f"contrast-{a}-{b}"] = PlaceClaim(row.theme, more, less)
    for row in _widest(shifts, ["place"]):
        stages = ("plan", "review") if row.difference > 0 else ("review", "plan")
        claims[f"plan-{row.place}"] = StageClaim(row.theme, row.place, *stages)
    return claims


def term_claims(leading, n):
    """The claims about words: finding → TermClaim, on the `n` terms that lean to a place most.

    leading: place → its terms, as from keyness.leading."""
    named = {place: tuple(terms["term"].head(n)) for place, terms in leading.items()}
    return {f"terms-{place}": TermClaim(place, terms) for place, terms in named.items() if terms}


def robustness(specified):
    """finding, robust_share (share of specifications whose estimate is above zero with an interval
    that leaves out zero), same_sign (share with an estimate above zero), robust_n (specifications;
    for words, words × specifications). specified: family → table of specifications."""
    every = pd.concat([table[["finding", *FIGURES]] for table in specified.values()])
    every = every.assign(sign=every["estimate"] > 0, confirmed=_confirmed(every))
    counted = every.groupby("finding", sort=False).agg(
        robust_share=("confirmed", "mean"), same_sign=("sign", "mean"), robust_n=("sign", "size")
    )
    return counted.reset_index()


def standing(robust_share):
    """How a claim stands with this share of specifications that confirm it: sure, fair or weak."""
    if robust_share >= ROBUST:
        return "sure"
    return "fair" if robust_share >= FAIR else "weak"


def what_moves(specified):
    """What each choice does to each claim: finding, choice, option, estimate (mean) and
    robust_share under that option; and the choice's `effect`, the range of the mean estimates over
    its options."""
    kept, tables = ["finding", "estimate", "confirmed"], []
    for table in filter(len, specified.values()):
        choices = table.columns.drop(["finding", *FIGURES, "term"], errors="ignore")
        options = {"var_name": "choice", "value_name": "option"}
        confirmed = table.assign(confirmed=_confirmed(table))
        tables.append(confirmed.melt(kept, choices, **options).astype({"option": str}))
    by_option = pd.concat(tables).groupby(["finding", "choice", "option"], sort=False)
    means = by_option.agg(estimate=("estimate", "mean"), robust_share=("confirmed", "mean"))
    by_choice = means.groupby(["finding", "choice"])["estimate"]
    means["effect"] = by_choice.transform("max") - by_choice.transform("min")
    return means.reset_index()


def what_moves_most(specified):
    """For each claim the options of the one choice with the largest effect."""
    every = what_moves(specified)
    most = every.loc[every.groupby("finding", sort=False)["effect"].idxmax(), ["finding", "choice"]]
    return most.merge(every, on=["finding", "choice"])


def one_table(specified):
    """All specifications of all families, for publication: family, finding, the choices (empty
    where they do not bear on it), estimate, low, high."""
    named = [table.assign(family=family) for family, table in specified.items()]
    return pd.concat(named, ignore_index=True)


def _confirmed(table):
    return (table["estimate"] > 0) & (table["low"] > 0)


def _widest(table, by):
    """Of each place or pair, in their order, the row of the theme that differs most."""
    coded = table[table["theme"] != UNCODED]
    width = coded["difference"].abs().groupby([coded[name] for name in by], sort=False)
    return coded.loc[width.idxmax()].itertuples()
