"""Themes, in words: what each place speaks of most, how plan differs from review, which differences
between places hold, and how sure a share is."""

from itertools import compress

from policy_emphasis.inference.shares import clear
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.words import labels
from policy_emphasis.words.finding import Finding

PAGE = "04_emphasis"
NAMED = 3  # themes of a place that its finding names


def findings(analysis):
    """What each place speaks of most, which differences hold, and how plan differs from review."""
    return [
        *(_largest(place, analysis) for place in analysis.documents["place"]),
        *(_contrast(a, b, analysis) for a, b in analysis.report_pairs),
        *(_plan(place, analysis) for place in analysis.plan_shifts["place"].drop_duplicates()),
    ]


def doubt(analysis):
    """How wide the intervals are, and what these texts cannot tell.

    The estimate is half an interval's width, the widest of the places' medians.
    """
    whole = _whole_texts(analysis)
    half = ((whole["high"] - whole["low"]) / 2).groupby(whole["place"]).median()
    figure = ("interval width", "difference", half.max())
    evidence = f"{PAGE}.html#chart-shares"
    return [Finding("doubt", PAGE, _cannot_tell(half, analysis), *figure, evidence=evidence)]


def shares_title(analysis):
    """Each text's largest theme, and whether in any text its interval lies above the second's."""
    language = analysis.run.language
    ranked = _whole_texts(analysis).groupby("place")
    first, second = (ranked.nth(rank).set_index("place") for rank in (0, 1))
    texts = {}
    for place in analysis.documents["place"]:
        values = {"place": language.place(place), "share": first["share"][place]}
        text = language.say("{place}'s text ({share:.0%})", **values)
        texts.setdefault(analysis.theme_names[first["theme"][place]], []).append(text)
    largest = language.apart(
        language.say("{theme} is the largest theme of {texts}", theme=theme, texts=named)
        for theme, named in zip(texts, map(language.listed, texts.values()), strict=True)
    )
    if (first["low"] > second["high"]).any():
        return largest
    return language.say(
        "{largest}; in no text is the first clearly ahead of the second", largest=largest
    )


def stages_title(analysis):
    """The theme that gains most from review to plan, in each report, and whether any is clear."""
    language = analysis.run.language
    coded = _coded(analysis.plan_shifts)
    rises = coded.loc[coded.groupby("place", sort=False)["difference"].idxmax()]
    shifts = language.apart(
        language.say("{place}, {theme} ({difference:+.1f} points)", **labels.spoken(row, analysis))
        for row in rises.to_dict("records")
    )
    if coded.empty:
        return language.say("No text has both a review and a plan")
    if clear(coded).any():
        return language.say(
            "What grows most from review to plan, though not all of it clearly: {shifts}",
            shifts=shifts,
        )
    return language.say(
        "No shift from review to plan is clear; the largest rises: {shifts}", shifts=shifts
    )


def contrast_title(analysis):
    """How many theme differences between the first two work reports are clear, and the widest."""
    language = analysis.run.language
    if not analysis.report_pairs:
        return language.say("No two work reports to compare")
    differences = _between(*analysis.report_pairs[0], analysis)
    widest = labels.spoken(_gap(differences), analysis)
    if not clear(differences).any():
        return language.say(
            "No theme difference between {place_a} and {place_b} is clear; the widest is {theme}, "
            "{difference:.1f} points more in {more}",
            **widest,
        )
    return language.say(
        "Clear theme differences between {place_a} and {place_b}: {n} of {of}; the widest "
        "difference is {theme}, {difference:.1f} points more in {more}",
        n=clear(differences).sum(),
        of=len(differences),
        **widest,
    )


def row_labels(analysis):
    """theme → its label as lines of text, largest mean share first, uncoded last."""
    whole = analysis.themes[analysis.themes["stage"] == "all"]
    mean = whole.groupby("theme", sort=False)["share"].mean().round(9).drop(UNCODED)
    ordered = mean.sort_values(ascending=False, kind="stable").index
    language = analysis.run.language
    lines = {row.theme: labels.lines_of(row, language) for row in whole.itertuples()}
    return {theme: lines[theme] for theme in [*ordered, UNCODED]}


def _largest(place, analysis):
    """The finding on the themes that fill most of one text."""
    language = analysis.run.language
    whole = _whole_texts(analysis)
    top = whole[whole["place"] == place].head(NAMED)
    first, *others = (
        language.say(
            "{theme}, {share:.1f} % ({low:.1f}–{high:.1f})", **labels.spoken(row, analysis)
        )
        for row in top.to_dict("records")
    )
    named = {"place": language.place(place), "first": first, "others": language.listed(others)}
    if place in analysis.articles:
        statement = language.say(
            "{place}'s news article dwells most on {first}; then {others}.", **named
        )
    else:
        statement = language.say(
            "{place} gives the largest share of its text to {first}; then {others}.", **named
        )
    theme, *figure = top.iloc[0][["theme", "share", "low", "high"]]
    evidence = f"{PAGE}.html#evidence-{theme}-{place}"
    return Finding(f"themes-{place}", PAGE, statement, theme, "share", *figure, evidence=evidence)


def _contrast(a, b, analysis):
    """The finding on the theme differences between two reports."""
    differences = _between(a, b, analysis)
    gap = _gap(differences)
    statement = _how_many_clear(differences, labels.spoken(gap, analysis), analysis)
    subject = f"{gap['theme']} {gap['more']}-{gap['less']}"
    figure = (subject, "difference", gap["difference"], gap["low"], gap["high"])
    evidence = f"{PAGE}.html#evidence-{gap['theme']}"
    return Finding(f"contrast-{a}-{b}", PAGE, statement, *figure, evidence=evidence)


def _how_many_clear(differences, gap, analysis):
    """How many differences are clear, and the widest of them."""
    language = analysis.run.language
    widest = language.say(
        "{theme}: {more} {difference:.1f} points above {less} "
        "(95 % interval {low:+.1f} to {high:+.1f}, q = {q:.2f})",
        **gap,
    )
    themes = differences.loc[clear(differences), "theme"]
    values = gap | {"of": len(differences), "widest": widest}
    if themes.empty:
        return language.say(
            "None of the {of} theme differences between {place_a} and {place_b} is clear once the "
            "number of themes is allowed for; the widest is {widest}.",
            **values,
        )
    return language.say_n(
        "1 of {of} theme differences between {place_a} and {place_b} is clear once the number of "
        "themes is allowed for ({themes}); the widest is {widest}.",
        "{n} of {of} theme differences between {place_a} and {place_b} are clear once the number "
        "of themes is allowed for ({themes}); the widest is {widest}.",
        len(themes),
        themes=language.apart(themes.map(analysis.theme_names)),
        **values,
    )


def _plan(place, analysis):
    """The finding on the shifts from one report's review of the past to its plan."""
    shifts = _coded(analysis.plan_shifts).sort_values("difference", ascending=False, kind="stable")
    shifts = shifts[shifts["place"] == place]
    statement = _shifts_in_words(place, shifts, analysis)
    widest = _widest(shifts)  # the shift whose robustness is computed
    figure = (widest.theme, "difference", *widest[["difference", "low", "high"]])
    evidence = f"{PAGE}.html#evidence-{widest.theme}-{place}"
    return Finding(f"plan-{place}", PAGE, statement, *figure, evidence=evidence)


def _shifts_in_words(place, shifts, analysis):
    """shifts: the largest rise first, the largest fall last."""
    language = analysis.run.language
    said = [
        language.say(
            "{theme} ({difference:+.1f} points, 95 % interval {low:+.1f} to {high:+.1f}, "
            "q = {q:.2f})",
            **labels.spoken(row, analysis),
        )
        for row in shifts.to_dict("records")
    ]
    values = {"place": language.place(place), "up": said[0], "down": said[-1]}
    if clear(shifts).any():
        return language.say(
            "{place}'s plan and its review of the past differ clearly in {n} of {of} themes: "
            "{shifts}.",
            n=clear(shifts).sum(),
            of=len(shifts),
            shifts=language.apart(compress(said, clear(shifts))),
            **values,
        )
    if ((shifts["low"] > 0) | (shifts["high"] < 0)).any():
        return language.say(
            "No shift from {place}'s review of the past to its plan is clear; the largest rise is "
            "{up} and the largest fall {down}; an interval that leaves out zero beside a high q is "
            "what one theme among so many shows by chance.",
            **values,
        )
    return language.say(
        "No shift from {place}'s review of the past to its plan is clear; the largest rise is {up} "
        "and the largest fall {down}.",
        **values,
    )


def _cannot_tell(half, analysis):
    """half: place → half the width of a typical interval."""
    language, themes = analysis.run.language, analysis.themes
    named = [(labels.place(p, analysis), 100 * half[p]) for p in analysis.documents["place"]]
    (first, points), *others = named
    halves = [
        language.say("±{points:.1f} points for {place}", points=points, place=first),
        *(language.say("±{points:.1f} for {place}", points=n, place=place) for place, n in others),
    ]
    uncoded = themes.loc[(themes["stage"] == "all") & (themes["theme"] == UNCODED), "share"]
    values = {"halves": language.listed(halves), "least": min(uncoded), "most": max(uncoded)}
    if analysis.documents["year"].nunique() > 1:
        return language.say(
            "A typical theme share could be off by {halves} (half of its 95 % interval, at the "
            "median); the codebook leaves {least:.0%} to {most:.0%} of a text uncoded; one text a "
            "place, of different years, cannot separate the place from the year or the occasion; "
            "and words are not budgets: what a report dwells on is not what a government spends.",
            **values,
        )
    return language.say(
        "A typical theme share could be off by {halves} (half of its 95 % interval, at the "
        "median); the codebook leaves {least:.0%} to {most:.0%} of a text uncoded; one text a "
        "place cannot separate the place from the year or the occasion; and words are not budgets: "
        "what a report dwells on is not what a government spends.",
        **values,
    )


def _whole_texts(analysis):
    """Shares of the themes in whole texts, the largest first."""
    whole = _coded(analysis.themes[analysis.themes["stage"] == "all"])
    return whole.sort_values(["share", "theme"], ascending=[False, True])


def _between(a, b, analysis):
    """The theme differences between two places."""
    differences = _coded(analysis.theme_contrasts)
    return differences[(differences["place_a"] == a) & (differences["place_b"] == b)]


def _coded(table):
    return table[table["theme"] != UNCODED]


def _widest(differences):
    return differences.loc[differences["difference"].abs().idxmax()]


def _gap(differences):
    """The widest difference, as that of the place with more (`more`) above the other (`less`)."""
    gap = _widest(differences).to_dict()
    if gap["difference"] > 0:
        return gap | {"more": gap["place_a"], "less": gap["place_b"]}
    gap |= {"difference": -gap["difference"], "low": -gap["high"], "high": -gap["low"]}
    return gap | {"more": gap["place_b"], "less": gap["place_a"]}
