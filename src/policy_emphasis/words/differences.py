"""How places differ in their themes, in words: as wholes and theme by theme."""

import pandas as pd

from policy_emphasis.inference.differences import WIDEST, WITHIN, clear
from policy_emphasis.inference.resample import SIGNIFICANCE
from policy_emphasis.language import N_
from policy_emphasis.paths import CODEBOOK
from policy_emphasis.reference.lists import read_table
from policy_emphasis.words.finding import Finding, spoken, theme_name, without_uncoded

PAGE = "04_emphasis"
NAMED = 3  # themes that a sentence names


def findings(analysis):
    """Whether the reports differ as wholes, and in which themes."""
    return [*_overall(analysis), *(_contrast(a, b, analysis) for a, b in analysis.report_pairs)]


def contrast_title(analysis):
    """How many theme differences between the two texts that compare best are clear."""
    if len(analysis.alike) < 2:
        return analysis.say("No two texts to compare")
    a, b = analysis.alike[:2]
    table = _between(a, b, analysis)
    values = {"place_a": a, "place_b": b, "n": int(clear(table).sum()), "of": len(table)}
    values = spoken(values, analysis)
    if not values["n"]:
        message = N_("No theme difference between {place_a} and {place_b} is clear")
        return analysis.say(message, **values)
    message = N_("{n} of {of} theme differences between {place_a} and {place_b} are clear")
    return analysis.say(message, **values)


def overall_title(analysis):
    """How far the two reports that are farthest apart are from each other, beside chance."""
    pairs = analysis.overall[analysis.overall["compared"] == "whole texts"]
    if pairs.empty:
        return analysis.say("Plan and review of a text, beside what chance gives")
    values = spoken(pairs.iloc[0].to_dict(), analysis)
    return analysis.say(
        "{place_a} and {place_b} are {apart:.0%} of their text apart; shuffled, {chance:.0%}",
        **values,
    )


def next_year(analysis):
    """What the intervals of differences hold where one government reports again in a year."""
    pairs = without_uncoded(read_table("theme_design.csv"))
    held = {**pairs[["pairs", "governments"]].max(), **pairs[["held", "held_within"]].mean()}
    return analysis.say(
        "How wide are these intervals? In {pairs} pairs of reports that {governments} provinces "
        "and cities gave in two consecutive years, the interval of a theme's difference held zero "
        "in {held:.1%} of cases, and in {held_within:.1%} with paragraphs drawn section by "
        "section: so little moves from year to year that what stays inside the interval may still "
        "be a lasting difference.",
        **held,
    )


def _overall(analysis):
    """Whether the reports differ at all: the pair farthest from each other; and the nearest."""
    found, pairs = [], analysis.overall[analysis.overall["compared"] == "whole texts"]
    for pair, end in zip(pairs.itertuples(), ("farthest", "nearest"), strict=False):
        message = N_(
            "As wholes, {place_a} and {place_b} differ by no more than chance explains: "
            "{apart:.0%} of one text would have to go to other themes to match the other, where "
            "their shuffled paragraphs give {chance:.0%} on average and more than {reach:.0%} in "
            "one case of twenty (p = {p:.2f})."
        )
        if pair.p < SIGNIFICANCE:
            message = N_(
                "As wholes, {place_a} and {place_b} differ by more than chance: {apart:.0%} of one "
                "text would have to go to other themes to match the other, where their shuffled "
                "paragraphs give {chance:.0%} on average and more than {reach:.0%} in one case of "
                "twenty (p = {p:.3f})."
            )
        if pd.isna(pair.p):  # of more than two reports
            message = N_(
                "Of {n} reports these are the farthest apart; nearest to each other are {place_a} "
                "and {place_b}: {apart:.0%} of the text."
            )
        values = spoken(pair._asdict(), analysis) | {"n": len(analysis.alike)}
        statement = analysis.say(message, **values)
        figure = ("overall", "share", pair.apart)
        found.append(Finding(f"overall-{end}", PAGE, statement, *figure, evidence="#overall"))
    return found


def _contrast(a, b, analysis):
    """How many differences are clear, and the widest."""
    gap = _gap(a, b, analysis)
    values = spoken(gap, analysis)
    none = N_(
        "None of the {of} theme differences between {place_a} and {place_b} is clear once the "
        "number of themes is allowed for; the widest is {widest}."
    )
    widest = analysis.say(
        "{theme}: {more} {difference:.1f} points above {less} (q = {q:.2f})",
        **values,
    )
    statement = analysis.say_n(
        "1 of {of} theme differences between {place_a} and {place_b} is clear once the number of "
        "themes is allowed for ({themes}); the widest is {widest}.",
        "{n} of {of} theme differences between {place_a} and {place_b} are clear once the number "
        "of themes is allowed for ({themes}); the widest is {widest}.",
        none=none,
        widest=widest,
        **values,
    )
    within = analysis.say_n(
        "With paragraphs drawn section by section, which is less strict, 1 is.",
        "With paragraphs drawn section by section, which is less strict, {n} are.",
        gap["within"],
        none=N_("Nor is any with paragraphs drawn section by section."),
    )
    statement = analysis.language.sentences([statement, within])
    subject = f"{gap['theme']} {gap['more']}-{gap['less']}"
    figure = (subject, "widest", gap["difference"], *(gap[end] for end in WIDEST))
    evidence = f"{CODEBOOK}.html#evidence-{gap['theme']}"
    return Finding(f"contrast-{a}-{b}", PAGE, statement, *figure, evidence=evidence)


def _between(a, b, analysis):
    """The differences between two places in the themes, without what is uncoded."""
    table = without_uncoded(analysis.theme_contrasts)
    return table[(table["place_a"] == a) & (table["place_b"] == b)]


def _gap(a, b, analysis):
    """The difference between two places that is claimed, as that of the place with more above the
    other; how many of their differences (of) are clear (n), and those themes."""
    table = _between(a, b, analysis)
    themes = [theme_name(theme, analysis) for theme in table.loc[clear(table), "theme"]]
    claim = analysis.theme_claims[f"contrast-{a}-{b}"]
    gap = table[table["theme"] == claim.theme].iloc[0].to_dict()
    gap |= {"more": claim.more, "less": claim.less, "of": len(table)}
    gap |= {"n": len(themes), "themes": analysis.language.apart(themes)}
    gap["within"] = int(clear(table, WITHIN).sum())
    if claim.more == a:
        return gap
    low, high = WIDEST
    return gap | {"difference": -gap["difference"], low: -gap[high], high: -gap[low]}
