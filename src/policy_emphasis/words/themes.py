"""Themes, in words: what each place speaks of most, how plan differs from review, and how sure a
share is."""

from itertools import compress

from policy_emphasis.inference.shares import clear
from policy_emphasis.language import N_
from policy_emphasis.reference.lists import UNCODED, read_coded_themes
from policy_emphasis.words import differences
from policy_emphasis.words.finding import (
    Finding,
    label_lines,
    place_name,
    row_by_row,
    without_uncoded,
)

PAGE = "04_emphasis"
NAMED = 3  # themes of a place that its finding names


def findings(analysis):
    """What each place speaks of most, how places differ, and how plan differs from review."""
    return [
        *(_largest(place, analysis) for place in analysis.places),
        *differences.findings(analysis),
        *(_plan(place, analysis) for place in analysis.plan_shifts["place"].drop_duplicates()),
    ]


def doubt(analysis):
    """How wide the intervals are, and what these texts cannot tell.

    The estimate is half an interval's width, the widest of the places' medians.
    """
    whole, themes = _whole_texts(analysis), analysis.themes
    half = ((whole["high"] - whole["low"]) / 2).groupby(whole["place"]).median()
    halves = []
    for place in analysis.places:
        message = N_("±{points:.1f} for {place}")
        if not halves:
            message = N_("±{points:.1f} points for {place}")
        values = {"points": 100 * half[place], "place": place_name(place, analysis)}
        halves.append(analysis.say(message, **values))
    uncoded = themes.loc[(themes["stage"] == "all") & (themes["theme"] == UNCODED), "share"]
    true = ((whole["corrected_high"] - whole["corrected_low"]) / 2).groupby(whole["place"]).median()
    values = {"halves": analysis.language.listed(halves), "n": len(read_coded_themes())}
    values |= {"corrected": 100 * true.max()}
    values |= {"least": min(uncoded), "most": max(uncoded)}
    statement = analysis.say(_doubt_message(analysis), **values)
    figure = ("interval width", "difference", half.max())
    return [Finding("doubt", PAGE, statement, *figure, evidence="#chart-shares")]


def shares_title(analysis):
    """Each text's largest theme, and whether in any text its interval lies above the second's."""
    language = analysis.language
    ranked = _whole_texts(analysis).groupby("place")
    first, second = (ranked.nth(rank).set_index("place").loc[analysis.places] for rank in (0, 1))
    named = [
        analysis.say("{place}'s text ({share:.0%})", place=language.place(place), share=share)
        for place, share in first["share"].items()
    ]
    texts = first.assign(texts=named).groupby("theme", sort=False)["texts"].agg(language.listed)
    message = N_("{theme} is the largest theme of {texts}")
    largest = language.apart(row_by_row(message, texts.reset_index(), analysis))
    if (first["low"] > second["high"]).any():
        return largest
    return analysis.say(
        "{largest}; in no text is the first clearly ahead of the second", largest=largest
    )


def stages_title(analysis):
    """The theme that gains most from review to plan, in each report, and whether any is clear."""
    coded = without_uncoded(analysis.plan_shifts)
    if coded.empty:
        return analysis.say("No text has both a review and a plan")
    rises = coded.loc[coded.groupby("place", sort=False)["difference"].idxmax()]
    each = row_by_row(N_("{place}, {theme} ({difference:+.1f} points)"), rises, analysis)
    message = N_("No shift from review to plan is clear; the largest rises: {shifts}")
    if clear(coded).any():
        message = N_("What grows most from review to plan, though not all of it clearly: {shifts}")
    return analysis.say(message, shifts=analysis.language.apart(each))


def row_labels(analysis):
    """theme → its label as lines of text, largest mean share first, uncoded last."""
    whole = analysis.themes[analysis.themes["stage"] == "all"]
    mean = whole.groupby("theme", sort=False)["share"].mean().round(9).drop(UNCODED)
    ordered = mean.sort_values(ascending=False, kind="stable").index
    lines = {row.theme: label_lines(row, analysis.language) for row in whole.itertuples()}
    return {theme: lines[theme] for theme in [*ordered, UNCODED]}


def _largest(place, analysis):
    whole = _whole_texts(analysis)
    top = whole[whole["place"] == place].head(NAMED)
    message = N_("{theme}, {share:.1f}%")
    first, *others = row_by_row(message, top, analysis)
    message = N_("{place} gives the largest share of its text to {first}; then {others}.")
    if place in analysis.articles:
        message = N_("{place}'s news article dwells most on {first}; then {others}.")
    values = {"place": analysis.language.place(place), "first": first}
    statement = analysis.say(message, others=analysis.language.listed(others), **values)
    theme, *figure = top.iloc[0][["theme", "share", "low", "high"]]
    evidence = f"#evidence-{theme}-{place}"
    return Finding(f"themes-{place}", PAGE, statement, theme, "share", *figure, evidence=evidence)


def _plan(place, analysis):
    shifts = without_uncoded(analysis.plan_shifts).sort_values(
        "difference", ascending=False, kind="stable"
    )
    shifts = shifts[shifts["place"] == place]  # the largest rise first, the largest fall last
    message = N_("{theme} ({difference:+.1f} points, q = {q:.2f})")
    named = row_by_row(message, shifts, analysis)
    values = {"place": analysis.language.place(place), "up": named[0], "down": named[-1]}
    values |= {"n": clear(shifts).sum(), "of": len(shifts)}
    values |= {"shifts": analysis.language.apart(compress(named, clear(shifts)))}
    statement = analysis.say(_shifts_message(shifts), **values)
    claimed = analysis.theme_claims[f"plan-{place}"].theme  # whose robustness is computed
    widest = shifts.set_index("theme").loc[claimed]
    figure = (claimed, "difference", *widest[["difference", "low", "high"]])
    evidence = f"#evidence-{claimed}-{place}"
    return Finding(f"plan-{place}", PAGE, statement, *figure, evidence=evidence)


def _shifts_message(shifts):
    if clear(shifts).any():
        return N_(
            "{place}'s plan and its review of the past differ clearly in {n} of {of} themes: "
            "{shifts}."
        )
    if ((shifts["low"] > 0) | (shifts["high"] < 0)).any():
        return N_(
            "No shift from {place}'s review of the past to its plan is clear; the largest rise is "
            "{up} and the largest fall {down}; an interval that leaves out zero beside a high q is "
            "what one theme among so many shows by chance."
        )
    return N_(
        "No shift from {place}'s review of the past to its plan is clear; the largest rise is {up} "
        "and the largest fall {down}."
    )


def _doubt_message(analysis):
    if analysis.coding_error.empty:
        return N_(
            "Sampling alone could put a typical theme share off by {halves} (half of its 95% "
            "interval, at the median; the codebook's own errors are not in it); the codebook "
            "leaves {least:.0%} to {most:.0%} of a text uncoded; one text a place cannot separate "
            "the place from the year or the occasion; and words are not budgets: what a report "
            "dwells on is not what a government spends."
        )
    if analysis.documents["year"].nunique() > 1:
        return N_(
            "Sampling alone could put a typical theme share off by {halves} (half of its 95% "
            "interval, at the median), and by up to ±{corrected:.1f} with the codebook's own "
            "errors, as {n} hand-coded sentences show them; the codebook leaves {least:.0%} to "
            "{most:.0%} of a text uncoded; one text a place, of different years, cannot separate "
            "the place from the year or the occasion; and words are not budgets: what a report "
            "dwells on is not what a government spends."
        )
    return N_(
        "Sampling alone could put a typical theme share off by {halves} (half of its 95% "
        "interval, at the median), and by up to ±{corrected:.1f} with the codebook's own errors, "
        "as {n} hand-coded sentences show them; the codebook leaves {least:.0%} to {most:.0%} of a "
        "text uncoded; one text a place cannot separate the place from the year or the occasion; "
        "and words are not budgets: what a report dwells on is not what a government spends."
    )


def _whole_texts(analysis):
    """Shares of the themes in whole texts, the largest first."""
    whole = without_uncoded(analysis.themes[analysis.themes["stage"] == "all"])
    return whole.sort_values(["share", "theme"], ascending=[False, True])
