"""Themes, in words: what each place speaks of most, how plan differs from review, and how sure a
share is."""

from itertools import compress

import pandas as pd

from policy_emphasis.inference.differences import WIDEST, clear
from policy_emphasis.inference.shares import CORRECTED, in_place, lead
from policy_emphasis.language import N_
from policy_emphasis.paths import CODEBOOK
from policy_emphasis.reference.lists import UNCODED, read_coded_themes
from policy_emphasis.words import differences, norm_own, structure, validity
from policy_emphasis.words.finding import (
    FEW_PLACES,
    Finding,
    few_places,
    genre_of,
    label_lines,
    place_name,
    row_by_row,
    spoken,
    without_uncoded,
)

PAGE = "04_emphasis"
FIRST = ("doubt", "contrast-")  # findings that open the page after the largest themes
NAMED = 3  # themes of a place that its finding names


def findings(analysis):
    """What each place speaks of most, how places differ, and how plan differs from review."""
    return [
        *(_largest(place, analysis) for place in analysis.places),
        *norm_own.own_reports(analysis),
        *differences.findings(analysis),
        *(_plan(place, analysis) for place in analysis.plan_shifts["place"].drop_duplicates()),
    ]


def opening(analysis):
    """All findings of the page, in the order in which a reader needs them."""
    found = [*findings(analysis), *structure.findings(analysis), *doubt(analysis)]
    named = {f"themes-{place}" for place in analysis.places}
    return sorted(found, key=lambda one: (one.finding not in named, _rank(one.finding)))


def _rank(name):
    """Where a finding stands among those that open the page, by how its name begins."""
    return next((i for i, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))


def doubt(analysis):
    """How wide the intervals are, and what these texts cannot tell.

    The estimate is half an interval's width, the widest of the places' medians.
    """
    whole, themes, say = _whole_texts(analysis), analysis.themes, analysis.say
    sampled, every = (_half_widths(whole, *ends) for ends in (["low", "high"], CORRECTED[1:]))
    left = themes.loc[(themes["stage"] == "all") & (themes["theme"] == UNCODED), "share"]
    values = {"halves": _off_by(sampled, analysis), "corrected": _off_by(every, analysis)}
    values |= {"n": len(read_coded_themes()), "least": min(left), "most": max(left)}
    sampling = N_(
        "Sampling alone could move a typical theme share by {halves} (half its 95% interval, at "
        "the median), and with the codebook's own errors, as {n} hand-coded sentences show them, "
        "by {corrected}."
    )
    if analysis.coding_error.empty:
        sampling = N_(
            "Sampling alone could move a typical theme share by {halves} (half its 95% interval, "
            "at the median; the codebook's own errors are not in it)."
        )
    alone = N_("One text a place cannot separate the place from the year or the occasion.")
    if analysis.documents["year"].nunique() > 1:
        alone = N_(
            "One text a place, of different years, cannot separate the place from the year or the "
            "occasion."
        )
    uncoded = N_("The codebook leaves {least:.0%} to {most:.0%} of a text uncoded.")
    if f"{min(left):.0%}" == f"{max(left):.0%}":
        uncoded = N_("The codebook leaves {least:.0%} of a text uncoded.")
    words = N_("Words are not budgets: what a report dwells on is not what a government spends.")
    found = [say(message, **values) for message in (sampling, uncoded)]
    statement = analysis.language.sentences([*found, say(alone), say(words)])
    figure = ("interval width", "difference", sampled.max())
    return [Finding("doubt", PAGE, statement, *figure, evidence="#chart-shares")]


def _half_widths(whole, low, high):
    """Half the width of an interval, at the median over a place's themes."""
    return ((whole[high] - whole[low]) / 2).groupby(whole["place"]).median()


def _off_by(half, analysis):
    """±3.0 points for Tianjin and ±4.0 for Zhaoqing; of many places, from which to which."""
    ordered = half.reindex(analysis.places)
    if len(ordered) > NAMED:
        ordered = ordered.loc[[ordered.idxmin(), ordered.idxmax()]]
    halves = []
    for place, points in ordered.items():
        message = N_("±{points:.1f} for {place}")
        if not halves:
            message = N_("±{points:.1f} points for {place}")
        values = {"points": 100 * points, "place": place_name(place, analysis)}
        halves.append(analysis.say(message, **values))
    return analysis.language.listed(halves)


def shares_title(analysis):
    """In which texts the largest theme is clearly ahead of the second."""
    mass, texts = analysis.by_theme
    leading = []
    for place, own in _whole_texts(analysis).groupby("place", sort=False):
        here, (first, second) = in_place(texts, place), own["theme"].head(2)
        ahead = (mass[first] - mass[second])[here].to_numpy()
        _, low, _ = lead(ahead, mass[here].sum(axis=1).to_numpy())
        if low > 0:
            values = {"theme": first, "place": place}
            leading.append(analysis.say("{theme} in {place}", **spoken(values, analysis)))
    if not leading:
        return analysis.say("In no text is the largest theme clearly ahead of the second")
    largest = analysis.language.listed(leading)
    if len(leading) > FEW_PLACES:
        largest = few_places(leading, analysis)
    return analysis.say("The largest theme is clearly ahead of the second: {texts}", texts=largest)


def corrected_title(analysis):
    """In which texts another theme comes first once the codebook's own errors are taken out."""
    if analysis.coding_error.empty:
        return analysis.say("Shares as coded; what they are without coding error is not known")
    moved = [place for place in analysis.places if _corrected_first(place, analysis)]
    if not moved:
        return analysis.say("Corrected, the same theme stays first in every text: all shares")
    places = few_places(moved, analysis)
    return analysis.say(
        "Corrected, another theme comes first in {places}: all shares", places=places
    )


def stages_title(analysis):
    """How many shifts from review to plan are clear."""
    shifts = without_uncoded(analysis.plan_shifts)
    if shifts.empty:
        return analysis.say("No text has both a review and a plan")
    return analysis.say_n(
        "1 of {of} shifts from review to plan is clear",
        "{n} of {of} shifts from review to plan are clear",
        int(clear(shifts).sum()),
        none=N_("No shift from review to plan is clear"),
        of=len(shifts),
    )


def row_labels(analysis):
    """theme → its label as lines of text, largest mean share first, uncoded last."""
    whole = analysis.themes[analysis.themes["stage"] == "all"]
    mean = whole.groupby("theme", sort=False)["share"].mean().round(9).drop(UNCODED)
    ordered = mean.sort_values(ascending=False, kind="stable").index
    lines = {
        row.theme: validity.marked(label_lines(row, analysis.language), row.theme)
        for row in whole.itertuples()
    }
    return {theme: lines[theme] for theme in [*ordered, UNCODED]}


def _largest(place, analysis):
    whole = _whole_texts(analysis)
    top = whole[whole["place"] == place].head(NAMED)
    message = N_("{theme}, {share:.1f}%")
    first, *others = row_by_row(message, top, analysis)
    message = N_("{place} gives the largest share of its text to {first}; then {others}.")
    if place in analysis.articles:
        message = N_("{place}'s text ({genre}) dwells most on {first}; then {others}.")
    values = {"place": analysis.language.place(place), "first": first}
    values |= {"genre": genre_of(place, analysis)}
    statement = analysis.say(message, others=analysis.language.listed(others), **values)
    statement = analysis.language.sentences([statement, *_corrected_first(place, analysis)])
    theme, *figure = top.iloc[0][["theme", "share", "low", "high"]]
    evidence = f"{CODEBOOK}.html#evidence-{theme}-{place}"
    return Finding(f"themes-{place}", PAGE, statement, theme, "share", *figure, evidence=evidence)


def _corrected_first(place, analysis):
    """Which theme comes first without the codebook's own errors, where that is another."""
    own = _whole_texts(analysis)
    own = own[own["place"] == place]
    corrected = own.sort_values("corrected", ascending=False, kind="stable").iloc[0]
    if pd.isna(corrected["corrected"]) or corrected["theme"] == own["theme"].iloc[0]:
        return []
    values = {"theme": corrected["theme"], "share": corrected["corrected"]}
    message = N_("Corrected for the codebook's own errors, {theme} comes first ({share:.1f}%).")
    return [analysis.say(message, **spoken(values, analysis))]


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
    figure = (claimed, "widest", *widest[["difference", *WIDEST]])
    evidence = f"{CODEBOOK}.html#evidence-{claimed}-{place}"
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


def _whole_texts(analysis):
    """Shares of the themes in whole texts, the largest first."""
    whole = without_uncoded(analysis.themes[analysis.themes["stage"] == "all"])
    return whole.sort_values(["share", "theme"], ascending=[False, True])
