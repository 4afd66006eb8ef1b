"""Words that set a place apart, and the set phrases that places share, in words."""

from policy_emphasis.inference.permutation import shared_by_chance
from policy_emphasis.inference.resample import affordable
from policy_emphasis.language import N_
from policy_emphasis.measures.terms import phrase_overlap
from policy_emphasis.words.finding import FEW_PLACES, Finding, glossed, place_name

PAGE = "02_terms"
NAMED = 5  # leading terms of a place that its finding names
TITLED = 3  # terms of a place that its chart's title names


def findings(analysis):
    """Which words set each place apart; and the set phrases that come from above: those of four or
    more characters that every text, or every report, uses. One text alone is compared with none."""
    if len(analysis.compared) < 2:
        return []
    return [*(_apart(place, analysis) for place in analysis.compared), _shared(analysis)]


def fewer_draws(analysis):
    """Of very many paragraphs, how often all texts together were drawn; of fewer nothing ("")."""
    draws = analysis.run.parameters.draws
    some = affordable(draws, len(analysis.everyone.paragraphs))
    if some == draws:
        return ""
    draws = affordable(draws, analysis.documents["paragraphs"].max())
    return analysis.say(
        "The intervals of words rest on {draws:,} draws of each place's own paragraphs and "
        "on {some:,} of all texts together, each used again.",
        draws=draws,
        some=some,
    )


def chart_title(place, analysis):
    """The words that are clearly a place's own, its name aside; where none is, those that lean to
    it most."""
    leading = analysis.leading_terms(place)
    clear = leading[leading["distinctive"]]
    named = (clear if len(clear) else leading)["term"].head(TITLED)
    values = {"place": analysis.language.place(place), "words": glossed(named, analysis)}
    if leading.empty:
        return analysis.say("No word leans to {place}, its own name aside", **values)
    none = N_("No word is clearly {place}'s own; it leans most to {words}")
    if len(clear) > TITLED:
        message = N_("{n} words are clearly {place}'s own, first of all {words}")
        return analysis.say(message, n=len(clear), **values)
    return analysis.say_n(
        "1 word is clearly {place}'s own: {words}",
        "{n} words are clearly {place}'s own: {words}",
        len(clear),
        none=none,
        **values,
    )


def _apart(place, analysis):
    own = analysis.leading_terms(place)
    message = N_("No word leans to {place}, its own name aside.")
    figure = ("terms", "count", 0)
    if len(own):
        message = N_("{place} leans most to {words}; {clear}.")
    if own["distinctive"].any():
        distinctive = own[own["distinctive"]].iloc[0]
        figure = (distinctive["term"], "log-odds", *distinctive[["log_odds", "low", "high"]])
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
    """How many of the words tested are distinctive, naming the first of them."""
    clear = own.loc[own["distinctive"], "term"]
    tested = int(analysis.terms.loc[analysis.terms["place"] == place, "tested"].sum())
    words = glossed(clear.head(FEW_PLACES), analysis)
    values = {"n": len(clear), "tested": tested, "words": words}
    none = N_("none of the {tested:,} words tested is distinctive, its own name aside")
    if len(clear) > FEW_PLACES:
        return analysis.say(
            "{n} of {tested:,} words tested are distinctive, its own name aside, "
            "among them {words}",
            **values,
        )
    return analysis.say_n(
        "1 of {tested:,} words tested is distinctive, its own name aside: {words}",
        "{n} of {tested:,} words tested are distinctive, its own name aside: {words}",
        none=none,
        **values,
    )


def _shared(analysis):
    phrases, run = analysis.shared_phrases, analysis.run
    pairs = phrase_overlap(run.tokens, run.lexicon, analysis.alike)
    if pairs.empty:
        nothing = analysis.say("No two texts use a set policy phrase of the lexicon.")
        return Finding("shared", PAGE, nothing, "shared", "share", 0, evidence="#shared")
    common, everywhere = phrases.index[phrases["common"]], int(phrases["everywhere"].sum())
    values = {"examples": glossed(common[:NAMED], analysis), "everywhere": everywhere}
    values |= {"of": len(analysis.alike), "common": len(common)}
    most, least = (_overlap(row, analysis) for row in pairs.iloc[[0, -1]].itertuples())
    if len(pairs) == 1:
        texts, seed = (run.tokens, run.lexicon, analysis.alike[:2]), run.parameters.seed
        values["chance"] = shared_by_chance(*texts, seed=seed)
    statement = analysis.say(_shared_message(pairs, analysis), most=most, least=least, **values)
    statement = analysis.language.sentences(filter(None, [statement, fewer_draws(analysis)]))
    figure = ("shared", "share", pairs["overlap"].max())
    return Finding("shared", PAGE, statement, *figure, evidence="#shared")


def _overlap(pair, analysis):
    """How many set phrases of the text with fewer stand in the other, as part of a sentence."""
    return analysis.say(
        "{shared} of the {n} set policy phrases in the text of {smaller} ({share:.0f}%) stand in "
        "that of {larger} too",
        smaller=place_name(pair.smaller, analysis),
        larger=place_name(pair.larger, analysis),
        n=pair.n,
        shared=pair.shared,
        share=100 * pair.overlap,
    )


def _shared_message(pairs, analysis):
    if len(pairs) > 1:
        return N_(
            "Of the pairs among {of} texts, the largest overlap: {most}; the smallest: {least}; "
            "{common} phrases stand in all {of}."
        )
    if not pairs["shared"].any():
        return N_("{most}.")
    if not (analysis.report_pairs and analysis.articles):
        return N_(
            "{most}, where texts of their shuffled paragraphs share {chance:.0%} ({examples})."
        )
    return N_(
        "{most}, where texts of their shuffled paragraphs share {chance:.0%} ({examples}), and "
        "{everywhere} in every text, report or not."
    )
