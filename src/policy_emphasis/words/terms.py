"""Words that set a place apart, and the set phrases that places share, in words."""

from policy_emphasis.language import N_
from policy_emphasis.words.finding import Finding, glossed, place_name

PAGE = "02_terms"
NAMED = 5  # leading terms of a place that its finding names
TITLED = 3  # terms of a place that its chart's title names


def findings(analysis):
    """Which words set each place apart; and the set phrases that come from above: those of four or
    more characters that every text, or every report, uses."""
    return [*(_apart(place, analysis) for place in analysis.places), _shared(analysis)]


def chart_title(place, analysis):
    """The terms most a place's own, without its name."""
    own = analysis.leading_terms(place)["term"].head(TITLED)
    values = {"place": analysis.language.place(place), "words": glossed(own, analysis)}
    if own.empty:
        return analysis.say("No word leans to {place} beyond chance", **values)
    return analysis.say("{place} leans most to {words}", **values)


def _apart(place, analysis):
    own = analysis.leading_terms(place)
    message = N_("No word leans to {place} beyond chance.")
    figure = ("terms", "count", 0)
    if len(own):
        message = N_("{place} leans most to {words}; {clear}.")
        term, *log_odds = own.iloc[0][["term", "log_odds", "low", "high"]]
        figure = (term, "log-odds", *log_odds)
    if len(own) and place in analysis.articles:
        message = N_(
            "{place} leans most to {words}; {clear}; the words named belong to its genre as much "
            "as to its place."
        )
    words = glossed(own["term"].head(NAMED), analysis)
    values = {"words": words, "clear": _how_many_clear(place, own, analysis)}
    statement = analysis.say(message, place=place_name(place, analysis), **values)
    return Finding(f"terms-{place}", PAGE, statement, *figure, evidence=f"#evidence-{place}")


def _how_many_clear(place, own, analysis):
    """How many of the words tested are clear, naming the first of them."""
    clear = own.loc[own["distinctive"], "term"]
    tested = int(analysis.terms.loc[analysis.terms["place"] == place, "tested"].sum())
    words = glossed(clear.head(2 * NAMED), analysis)
    values = {"n": len(clear), "tested": tested, "words": words}
    none = N_(
        "none of the {tested} words tested is clearly used more often there than elsewhere, its "
        "own name aside"
    )
    if len(clear) > 2 * NAMED:
        return analysis.say(
            "{n} of {tested} words tested are clearly used more often there than elsewhere, among "
            "them {words}",
            **values,
        )
    return analysis.say_n(
        "1 of {tested} words tested is clearly used more often there than elsewhere: {words}",
        "{n} of {tested} words tested are clearly used more often there than elsewhere: {words}",
        none=none,
        **values,
    )


def _shared(analysis):
    phrases = analysis.shared_phrases
    common, everywhere = phrases.index[phrases["common"]], int(phrases["everywhere"].sum())
    values = {"n": len(common), "of": len(phrases), "everywhere": everywhere}
    places = analysis.language.listed(place_name(name, analysis) for name in analysis.alike)
    values |= {"places": places, "examples": glossed(common[:NAMED], analysis)}
    statement = analysis.say(_shared_message(common, analysis), **values)
    figure = ("shared", "share", len(common) / max(len(phrases), 1))
    return Finding("shared", PAGE, statement, *figure, evidence="#shared")


def _shared_message(common, analysis):
    if common.empty:
        return N_("None of the {of} set policy phrases found stands in {places} alike.")
    if len(analysis.reports) < 2:
        return N_("{n} of the {of} set policy phrases found stand in every text ({examples}).")
    if not analysis.articles:
        return N_("{n} of the {of} set policy phrases found stand in {places} alike ({examples}).")
    return N_(
        "{n} of the {of} set policy phrases found stand in {places} alike ({examples}), and "
        "{everywhere} in every text, the article included."
    )
