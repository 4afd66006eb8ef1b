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
    estimate = len(phrases.common) / max(phrases.found, 1)
    statement, evidence = _in_common(phrases, analysis), f"{PAGE}.html#shared"
    return [Finding("shared", PAGE, statement, "shared", "share", estimate, evidence=evidence)]


def chart_titles(analysis):
    """place → title: the terms most its own, without the place's own name."""
    language = analysis.run.language
    titles = {}
    for place in analysis.documents["place"]:
        own, name = analysis.leading_terms(place)["term"], language.place(place)
        words = _named(own.head(TITLED), analysis)
        titles[place] = (
            language.say("{place} leans most to {words}", place=name, words=words)
            if len(own)
            else language.say("No word leans to {place} beyond chance", place=name)
        )
    return titles


def _apart(place, analysis):
    """The finding on the words of one place."""
    say, name = analysis.run.language.say, labels.place(place, analysis)
    own, evidence = analysis.leading_terms(place), f"{PAGE}.html#evidence-{place}"
    if own.empty:
        statement = say("No word leans to {place} beyond chance.", place=name)
        return Finding(f"terms-{place}", PAGE, statement, "terms", "count", 0, evidence=evidence)
    values = {
        "place": name,
        "words": _named(own["term"].head(NAMED), analysis),
        "clear": _how_many_clear(place, own, analysis),
    }
    statement = _leans_to(place in analysis.articles, say, values)
    term, *figure = own.iloc[0][["term", "log_odds", "low", "high"]]
    return Finding(f"terms-{place}", PAGE, statement, term, "log-odds", *figure, evidence=evidence)


def _leans_to(article, say, values):
    if article:
        return say(
            "{place} leans most to {words}; {clear}; the words named belong to its genre as much as "
            "to its place.",
            **values,
        )
    return say("{place} leans most to {words}; {clear}.", **values)


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
    say, listed = analysis.run.language.say, analysis.run.language.listed
    values = {
        "n": len(phrases.common),
        "of": phrases.found,
        "everywhere": len(phrases.everywhere),
        "places": listed(labels.place(place, analysis) for place in phrases.places),
        "examples": _named(phrases.common[:NAMED], analysis),
    }
    if not phrases.common:
        return say("None of the {of} set policy phrases found stands in {places} alike.", **values)
    if len(analysis.reports) < 2:
        return say(
            "{n} of the {of} set policy phrases found stand in every text ({examples}).", **values
        )
    if not analysis.articles:
        return say(
            "{n} of the {of} set policy phrases found stand in {places} alike ({examples}).",
            **values,
        )
    return say(
        "{n} of the {of} set policy phrases found stand in {places} alike ({examples}), and "
        "{everywhere} in every text, the article included.",
        **values,
    )


def _named(terms, analysis):
    return analysis.run.language.listed(labels.with_gloss(term, analysis.run) for term in terms)
