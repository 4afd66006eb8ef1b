"""The codebook, in words: how a sentence is coded, how the list of terms was made, how each theme
holds."""

from policy_emphasis.inference.validity import AGREEING, HEADED, RELIABLE
from policy_emphasis.language import N_
from policy_emphasis.measures.codebook import example
from policy_emphasis.reference import norms
from policy_emphasis.reference.lists import UNCODED, read_coded_themes, read_table
from policy_emphasis.words import validity
from policy_emphasis.words.finding import glossed, theme_name, without_uncoded
from policy_emphasis.words.vocabulary import CAP

NAMED = 3  # terms of a theme that its heading names


def findings(terms, analysis):
    """What the codebook is, how much it leaves out, and how well it does: sentences."""
    own = without_uncoded(terms)
    values = {"themes": own["theme"].nunique(), "terms": len(own), "hits": own["hits"].sum()}
    values |= {"found": int((own["hits"] > 0).sum())}
    left = analysis.themes.query("stage == 'all' and theme == @UNCODED")["share"]
    values |= {"least": left.min(), "most": left.max()}
    message = N_(
        "{themes} themes have {terms:,} terms, of which {found:,} stand in these texts, {hits:,} "
        "times. No theme's term stands in {least:.0%} to {most:.0%} of a text, which is left "
        "uncoded."
    )
    if f"{left.min():.0%}" == f"{left.max():.0%}":
        message = N_(
            "{themes} themes have {terms:,} terms, of which {found:,} stand in these texts, "
            "{hits:,} times. No theme's term stands in {least:.0%} of a text, which is left "
            "uncoded."
        )
    return [analysis.say(message, **values), *_doing(analysis), *validity.failing(analysis)]


def _doing(analysis):
    """How well it does, in short: in sentences coded by hand, and under others' headings."""
    told, rates = [], analysis.coding_error
    if len(rates):
        message = N_(
            "Of what speaks of a theme it sees {sensitivity:.0%}, at the median over themes, and "
            "takes {false_rate:.1%} of all other text for it, in {n} sentences coded by hand."
        )
        values = {"n": len(read_coded_themes()), **rates[["sensitivity", "false_rate"]].median()}
        told.append(analysis.say(message, **values))
    scores = read_table("validation_provinces_2025.csv").set_index("theme")
    message = N_(
        "In {right:.0%} of {n} paragraphs of provincial reports of 2025, heading and body speak of "
        "the same theme."
    )
    every = scores.loc["all"]
    return [*told, analysis.say(message, right=every["f1"], n=int(every["n"]))]


def worked_example(analysis):
    """How a sentence of these texts is coded: its name, its words and a sentence for each of its
    themes; None where no sentence serves."""
    found = example(analysis.coded, analysis.run.sentences)
    if found.empty:
        return None
    message = N_("{words}: {hits} of {of} hits, so {weight:.0%} of the sentence goes to {theme}.")
    told = []
    for row in found.itertuples():
        values = {"words": glossed(row.matched.split(), analysis), "hits": row.hits}
        values |= {"of": found["hits"].sum(), "weight": row.weight}
        told.append(analysis.say(message, theme=theme_name(row.theme, analysis), **values))
    return found["sentence"].iloc[0], " ".join(found["matched"]), told


def how_made(analysis):
    """What was looked at when the list of terms was made: sentences."""
    read = read_table("validation_terms.csv")
    before, tried = (read[read["listed"] == listed] for listed in ("before", "candidate"))
    values = {"n": len(before), "read": before["read"].sum(), "tried": len(tried)}
    values |= {"wrong": before["wrong"].sum() / before["read"].sum()}
    values |= {"gone": int((before["outcome"] != "kept").sum()), "places": tried["read"].sum()}
    values |= {"taken": int((tried["outcome"] == "kept").sum())}
    return analysis.say(
        "The list was written from general policy vocabulary and improved on reports of other "
        "cities. The {n} terms found most were looked at there in {read:,} places: in {wrong:.0%} "
        "they meant something else, and {gone} terms went or moved to another theme. Of {tried} "
        "more words, looked at in {places:,} places, {taken} were taken. Reports of provinces and "
        "major cities had no part in that.",
        **values,
    )


def topic(cap, analysis):
    """The major topic of the Comparative Agendas Project that a theme corresponds to."""
    if cap not in CAP:
        return analysis.say("CAP has no such topic.")
    message = N_("CAP {cap}: {name}.")
    return analysis.say(message, cap=cap, name=analysis.say(CAP[cap]))


def holds(theme, analysis):
    """How far a theme holds, as far as that is known: sentences."""
    if theme == UNCODED:
        return []
    found, rates = [], analysis.coding_error.set_index("theme")
    tested = norms.read_themes().set_index("theme")
    if theme in tested.index:
        found += _on_others(theme, tested.loc[theme], analysis)
    if theme in rates.index:
        message = N_(
            "In sentences coded by hand, {sensitivity:.0%} of its text is coded as it, and "
            "{false_rate:.1%} of all other text is taken for it."
        )
        found.append(analysis.say(message, **rates.loc[theme]))
    return found


def _on_others(theme, row, analysis):
    """The verdict, and what the tests on thousands of reports gave."""
    values = {"split_half": row["split_half"], "part": row["part"], "reliable": RELIABLE}
    values |= {"term": glossed([row["term"]], analysis)}
    message = N_(
        "In other reports, random halves of its terms agree with a reliability of {split_half:.2f} "
        "(fails below {reliable}); {term} is {part:.0%} of what is found."
    )
    found = [verdict(theme, analysis), analysis.say(message, **values)]
    if row["headed"] >= HEADED:
        message = N_(
            "Under {headed:.0f} headings coded by hand that name a theme, F1 is {f1:.2f} (fails "
            "below {agreeing})."
        )
        values = {"headed": row["headed"], "f1": row["f1"], "agreeing": AGREEING}
        found.append(analysis.say(message, **values))
    return found


def verdict(theme, analysis):
    """Whether a theme holds, and which test it fails."""
    sign = f"{validity.MARK} " if theme in validity.failed() else ""
    verdict = analysis.say(validity.verdict(theme))
    return analysis.say("{sign}The theme {verdict}.", sign=sign, verdict=verdict)


def listed(own, analysis):
    """How many terms of a theme are listed, how many of them these texts hold, and the most used.
    own: its rows of measures.codebook.term_table, those with most hits first."""
    values = {"n": len(own), "found": int((own["hits"] > 0).sum()), "hits": own["hits"].sum()}
    most = own.loc[own["hits"] > 0, "term"].head(NAMED)
    if most.empty:
        return analysis.say("Terms listed: {n}; none stands in these texts", n=len(own))
    message = N_("Terms listed: {n:,}; {found:,} stand in these texts, {hits:,} times: most {most}")
    return analysis.say(message, most=glossed(most, analysis), **values)
