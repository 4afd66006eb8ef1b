"""Would a claim stand under other defensible choices? (Steegen et al. 2016; Simonsohn et al. 2020;
for text preprocessing Denny & Spirling 2018.)

A claim is a figure that the default run found to be above zero. A specification of it
(inference.specifications) agrees where its estimate has that sign too, and confirms it where its
interval leaves out zero besides. A choice that changes nothing for a claim does not make it surer:
it is left out of the count. Specifications in which a side is a single paragraph or section, which
has no interval, are silent and count for nothing.
"""

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from policy_emphasis.reference.lists import UNCODED

ROBUST = 0.9  # share of its specifications that confirm a claim which is called robust
FAIR = 0.5  # share of them below which a claim is called uncertain
FIGURES = ["estimate", "low", "high", "silent"]
INTERACTION = 0.1  # part of the variance that a second choice has to add to be named


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
    """The text of `place` has words that are clearly its own, apart from its own `name`."""

    place: str
    name: str


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


def term_claims(leading, names):
    """The claims about words: finding → TermClaim, for each place that has distinctive terms.

    leading: place → its terms, as from keyness.leading; names: place → its Chinese name."""
    own = [place for place, terms in leading.items() if terms["distinctive"].any()]
    return {f"terms-{place}": TermClaim(place, names[place]) for place in own}


def distinct(specified):
    """The specifications of each claim that can differ and say something: finding, the choices that
    change its figures (their options as text; empty where they change nothing) and FIGURES. A
    choice that never changes a claim's figures is left out, unless none does, and so is what is
    silent. specified: family → table of specifications."""
    found = []
    for table in filter(len, specified.values()):
        choices = table.columns.drop(["finding", *FIGURES])
        for _, own in table.groupby("finding", sort=False):
            changing = [choice for choice in choices if _changes(own, choices, choice)]
            differing = own.drop_duplicates(changing or choices)
            options = differing[changing].astype(str)
            found.append(pd.concat([differing[["finding", *FIGURES]], options], axis=1))
    every = pd.concat(found)
    return every[~every["silent"].astype(bool)].reset_index(drop=True)


def _changes(table, choices, choice):
    """Whether a choice changes any figure of a claim, the others as they are."""
    others, figures = [*choices.drop(choice)], table.round(9)
    return len(figures.drop_duplicates([*others, *FIGURES])) > len(figures.drop_duplicates(others))


def robustness(specified):
    """finding; of its distinct() specifications robust_share (share above zero with an interval
    that leaves out zero), same_sign (share above zero) and robust_n (number); n (all
    specifications) and silent (those that say nothing)."""
    found, silent = distinct(specified), pd.concat(specified.values()).groupby("finding")["silent"]
    found = found.assign(sign=found["estimate"] > 0, confirmed=confirmed(found))
    counted = found.groupby("finding", sort=False).agg(
        robust_share=("confirmed", "mean"), same_sign=("sign", "mean"), robust_n=("sign", "size")
    )
    return counted.join(silent.agg(n="size", silent="sum")).reset_index()


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
        choices = table.columns.drop(["finding", *FIGURES])
        options = {"var_name": "choice", "value_name": "option"}
        judged = table.assign(confirmed=confirmed(table))
        tables.append(judged.melt(kept, choices, **options).astype({"option": str}))
    by_option = pd.concat(tables).groupby(["finding", "choice", "option"], sort=False)
    means = by_option.agg(estimate=("estimate", "mean"), robust_share=("confirmed", "mean"))
    by_choice = means.groupby(["finding", "choice"])["estimate"]
    means["effect"] = by_choice.transform("max") - by_choice.transform("min")
    return means.reset_index()


def what_moves_most(specified):
    """For each claim the choice that its estimate depends on most, or the two that together explain
    INTERACTION more of its variance: finding, choices and options (lists), estimate (mean),
    robust_share, explained (part of the variance); a row for each combination of options. A claim
    that no choice changes has none."""
    columns = ["estimate", "robust_share", "choices", "options", "explained", "finding"]
    found = [pd.DataFrame(columns=columns)]
    for table in filter(len, specified.values()):
        choices = table.columns.drop(["finding", *FIGURES])
        for finding, own in table[~table["silent"].astype(bool)].groupby("finding", sort=False):
            if own["estimate"].nunique() > 1:
                found.append(_moving(own, choices).assign(finding=finding))
    return pd.concat(found[1:] or found, ignore_index=True)


def _moving(table, choices):
    """The rows of what_moves_most for the specifications of one claim."""
    total, explained = table["estimate"].var(ddof=0), {}
    for chosen in [*combinations(choices, 1), *combinations(choices, 2)]:
        means = table.groupby(list(chosen))["estimate"].transform("mean")
        explained[chosen] = means.var(ddof=0) / total
    one, two = (
        max((c for c in explained if len(c) == n), key=explained.get, default=()) for n in (1, 2)
    )
    most = two if two and explained[two] >= explained[one] + INTERACTION else one
    by = table.assign(confirmed=confirmed(table)).groupby(list(most), sort=False)
    means = by.agg(estimate=("estimate", "mean"), robust_share=("confirmed", "mean")).reset_index()
    options = means[list(most)].astype(str).to_numpy().tolist()
    shown = {"choices": [list(most)] * len(means), "options": options}
    return means[["estimate", "robust_share"]].assign(**shown, explained=explained[most])


def one_table(specified):
    """All specifications of all families, for publication: family, finding, the choices (empty
    where they do not bear on it), and FIGURES."""
    named = [table.assign(family=family) for family, table in specified.items()]
    table = pd.concat(named, ignore_index=True)
    return table.astype(dict.fromkeys(["estimate", "low", "high"], float))  # a family may have none


def confirmed(table):
    """Which specifications confirm their claim: the estimate and its whole interval above zero."""
    return (table["estimate"] > 0) & (table["low"] > 0)


def _widest(table, by):
    """Of each place or pair, in their order, the row of the theme that differs most."""
    coded = table[table["theme"] != UNCODED]
    width = coded["difference"].abs().groupby([coded[name] for name in by], sort=False)
    return coded.loc[width.idxmax()].itertuples()
