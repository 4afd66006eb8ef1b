"""Words that set a place apart, and the set phrases that places share, in words."""

from policy_emphasis.analysis import NAMED
from policy_emphasis.words import labels
from policy_emphasis.words.finding import Finding

PAGE = "02_terms"
TITLED = 3  # terms of a place that its chart's title names


def findings(analysis):
    """Which words set each place apart."""
    return [_apart(place, analysis) for place in analysis.documents["place"]]


def shared(analysis):
    """The set phrases that come from above: those of four or more characters that every text, or
    every report, uses."""
    phrases = analysis.shared_phrases
    figure = ("shared", "share", len(phrases.common) / max(phrases.found, 1))
    statement = _in_common(phrases, analysis)
    return [Finding("shared", PAGE, statement, *figure, evidence=f"{PAGE}.html#shared")]


def chart_title(place, analysis):
    """The terms most a place's own, without its own name."""
    language = analysis.run.language
    own = analysis.leading_terms(place)["term"].head(TITLED)
    values = {"place": language.place(place), "words": _named(own, analysis)}
    if own.empty:
        return language.say("No word leans to {place} beyond chance", **values)
    return language.say("{place} leans most to {words}", **values)


def _apart(place, analysis):
    """The finding on the words of one place."""
    own = analysis.leading_terms(place)
    statement = _leans_to(place, own, analysis)
    figure = ("terms", "count", 0)
    if len(own):
        term, *log_odds = own.iloc[0][["term", "log_odds", "low", "high"]]
        figure = (term, "log-odds", *log_odds)
    evidence = f"{PAGE}.html#evidence-{place}"
    return Finding(f"terms-{place}", PAGE, statement, *figure, evidence=evidence)


def _leans_to(place, own, analysis):
    say = analysis.run.language.say
    name = labels.place(place, analysis)
    if own.empty:
        return say("No word leans to {place} beyond chance.", place=name)
    values = {"place": name, "words": _named(own["term"].head(NAMED), analysis)}
    clear = _how_many_clear(place, own, analysis)
    if place not in analysis.articles:
        return say("{place} leans most to {words}; {clear}.", clear=clear, **values)
    return say(
        "{place} leans most to {words}; {clear}; the words named belong to its genre as much as to "
        "its place.",
        clear=clear,
        **values,
    )


def _how_many_clear(place, own, analysis):
    """How many of the words tested are clear, naming the first of them."""
    language, terms = analysis.run.language, analysis.terms
    clear = own.loc[own["distinctive"], "term"]
    values = {
        "tested": int(terms.loc[terms["place"] == place, "tested"].sum()),
        "words": _named(clear.head(2 * NAMED), analysis),
    }
    if clear.empty:
        return language.say(
            "none of the {tested} words tested is clearly used more often there than elsewhere, "
            "its own name aside",
            **values,
        )
    if len(clear) > 2 * NAMED:
        return language.say(
            "{n} of {tested} words tested are clearly used more often there than elsewhere, among "
            "them {words}",
            n=len(clear),
            **values,
        )
    return language.say_n(
        "1 of {tested} words tested is clearly used more often there than elsewhere: {words}",
        "{n} of {tested} words tested are clearly used more often there than elsewhere: {words}",
        len(clear),
        **values,
    )


def _in_common(phrases, analysis):
    language = analysis.run.language
    values = {
        "n": len(phrases.common),
        "of": phrases.found,
        "everywhere": len(phrases.everywhere),
        "places": language.listed(labels.place(place, analysis) for place in phrases.places),
        "examples": _named(phrases.common[:NAMED], analysis),
    }
    if not phrases.common:
        return language.say(
            "None of the {of} set policy phrases found stands in {places} alike.", **values
        )
    if len(analysis.reports) < 2:
        return language.say(
            "{n} of the {of} set policy phrases found stand in every text ({examples}).", **values
        )
    if not analysis.articles:
        return language.say(
            "{n} of the {of} set policy phrases found stand in {places} alike ({examples}).",
            **values,
        )
    return language.say(
        "{n} of the {of} set policy phrases found stand in {places} alike ({examples}), and "
        "{everywhere} in every text, the article included.",
        **values,
    )


def _named(terms, analysis):
    return analysis.run.language.listed(labels.with_gloss(term, analysis.run) for term in terms)
