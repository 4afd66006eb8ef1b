"""What a government emphasises over several years, in words."""

from policy_emphasis.language import N_
from policy_emphasis.paths import NORMS
from policy_emphasis.words.finding import Finding
from policy_emphasis.words.norm_peers import years
from policy_emphasis.words.validity import cited

MOST = 3  # themes that a sentence names at each end
OTHERS = {"province": N_("{n} other provinces"), "city": N_("{n} other cities")}


def findings(beside, analysis):
    """For each place what it gives more of its text than the middle one of the others, over several
    years, and what less."""
    return [_place(place, beside, analysis) for place in beside.lasting["place"].unique()]


def nothing(analysis):
    """Said where no theme is clearly apart."""
    return analysis.say("No place is clearly apart from its level in a theme over several years")


def years_title(shown, beside, analysis):
    """In how many of the panels shown (place, theme) the place is clearly apart from the
    others over several years, as is tested there."""
    panels = set(shown[["place", "theme"]].itertuples(index=False, name=None))
    lasting = beside.lasting[beside.lasting["clear"].astype(bool)]
    clear = panels & set(lasting[["place", "theme"]].itertuples(index=False, name=None))
    values = {"of": len(panels)}
    none = N_(
        "Of {of} themes that stand out most, place by place, none is clearly apart over several "
        "years"
    )
    return analysis.say_n(
        "Of {of} themes that stand out most, place by place, 1 is clearly apart over several years",
        "Of {of} themes that stand out most, place by place, {n} are clearly apart over several "
        "years",
        len(clear),
        none=none,
        **values,
    )


def _place(place, beside, analysis):
    document = beside.documents.set_index("place").loc[place]
    own = beside.lasting[beside.lasting["place"] == place]
    clear = own[own["clear"]].sort_values("p", kind="stable")
    more, less = clear[clear["percentile"] > 0.5], clear[clear["percentile"] <= 0.5]
    row, named = own.iloc[0], document["series"]
    if analysis.language.code == "zh":
        named = document["series_zh"]
    others = OTHERS.get(document["tier"], N_("{n} other governments of its level"))
    values = {"place": analysis.language.place(named), "reports": row["reports"]}
    values |= {"years": years(row["since"], row["until"]), "n": len(clear), "of": len(own)}
    values |= {"others": analysis.say(others, n=row["n"]), "more": _named(more, analysis)}
    message = MESSAGES[len(more) > 0, len(less) > 0]
    statement = analysis.say(message, less=_named(less, analysis), **values)
    figure = ("norms", "count", len(clear))
    shown = "#norm-lasting" if beside.lasting["clear"].any() else ""  # nothing clear, no table
    return Finding(f"norms-lasting-{place}", NORMS, statement, *figure, evidence=shown)


MESSAGES = {  # whether there are themes of which it says more, and less
    (True, True): N_(
        "In its {reports} reports of {years} taken together, {place} gives more of its text than "
        "the middle one of {others} to {more}; and less to {less}. Clearly apart: {n} of {of} "
        "themes."
    ),
    (True, False): N_(
        "In its {reports} reports of {years} taken together, {place} gives more of its text than "
        "the middle one of {others} to {more}. Clearly apart: {n} of {of} themes."
    ),
    (False, True): N_(
        "In its {reports} reports of {years} taken together, {place} gives less of its text than "
        "the middle one of {others} to {less}. Clearly apart: {n} of {of} themes."
    ),
    (False, False): N_(
        "In its {reports} reports of {years} taken together, {place} is clearly apart from the "
        "middle one of {others} in none of {of} themes."
    ),
}


def _named(table, analysis):
    """Themes with their mean share, and what is usual: “Education” (3.2%, usually 2.4%)."""
    message = N_("{theme} ({share:.1f}%, usually {median:.1f}%)")
    return analysis.language.apart(
        [
            analysis.say(
                message,
                theme=cited(row.theme, analysis),
                share=100 * row.share,
                median=100 * row.median,
            )
            for row in table.head(MOST).itertuples()
        ]
    )
