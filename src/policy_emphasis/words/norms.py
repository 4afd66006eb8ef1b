"""What is usual, in words: each report beside those of its level and year."""

from policy_emphasis.inference import beside_norms
from policy_emphasis.inference import norms as figures
from policy_emphasis.language import N_
from policy_emphasis.paths import NORMS
from policy_emphasis.words import norm_lasting, norm_peers
from policy_emphasis.words.finding import Finding, glossed
from policy_emphasis.words.targets import growth_amounts
from policy_emphasis.words.validity import cited

PAGE = NORMS
MOST_WORDS = 6  # that a sentence names
MOST = 3  # themes that a sentence names at each end
ALL_BUT = 0.99  # the largest part that is not all
FAR = 0.25  # from either end: what lies beyond is unusual


def of_run(analysis):
    """The same for the index; nothing where there are no norms for these texts."""
    return findings(beside_norms.beside(analysis), analysis)


def findings(beside, analysis):
    """How each report stands to the others of its level and year: its themes, its growth target."""
    if beside.shares.empty:
        return []
    growth = beside.targets[beside.targets["indicator_id"] == "gdp"]
    return [
        *(_themes(place, beside, analysis) for place in beside.shares["place"].unique()),
        *norm_lasting.findings(beside, analysis),
        *(_words(place, beside, analysis) for place in beside.words["place"].unique()),
        *(_growth(row, beside, analysis) for row in growth.itertuples()),
    ]


def title(place, beside, analysis):
    """What stands out most in one report, and whether clearly."""
    row = figures.farthest(_of_place(place, beside)).iloc[0]
    part = max(row["percentile"], 1 - row["percentile"])
    message = TITLES[row["percentile"] > 0.5, part == 1, bool(row["clear"])]
    values = {"report": report(place, beside, analysis), "part": min(part, ALL_BUT)}
    values |= {"theme": cited(row["theme"], analysis), "peers": peers(place, beside, analysis)}
    return analysis.say(message, **values)


TITLES = {  # whether above the middle, whether beyond all others, whether clearly
    (True, True, True): N_("{report}: {theme} is most clearly apart, above all {peers}"),
    (True, False, True): N_("{report}: {theme} is most clearly apart, above {part:.0%} of {peers}"),
    (False, True, True): N_("{report}: {theme} is most clearly apart, below all {peers}"),
    (False, False, True): N_(
        "{report}: {theme} is most clearly apart, below {part:.0%} of {peers}"
    ),
    (True, True, False): N_("{report}: no theme is clearly apart; {theme} lies above all {peers}"),
    (True, False, False): N_(
        "{report}: no theme is clearly apart; {theme} lies above {part:.0%} of {peers}"
    ),
    (False, True, False): N_("{report}: no theme is clearly apart; {theme} lies below all {peers}"),
    (False, False, False): N_(
        "{report}: no theme is clearly apart; {theme} lies below {part:.0%} of {peers}"
    ),
}


def norm_name(row, analysis):
    """The name of a report of the norms: Chongqing 2023."""
    if analysis.language.code == "zh":
        return f"{row.place_zh}{row.year}年"
    return analysis.language.place(row.report)


def about(beside, analysis):
    """What the norms are, and what has to be kept in mind: sentences."""
    if beside.documents.empty:
        return [nothing(beside, analysis)]
    known = beside.norms.about
    names = ("reports", "places", "first_year", "last_year", "made", "source")
    sentences = [
        analysis.say(
            "The norms are figures of {reports:,} work reports of {places} places, {first_year} to "
            "{last_year}, made by this program on {made}; their texts are not in this repository "
            "({source}).",
            **{name: known[name] for name in names},
        )
    ]
    if whom := norm_peers.named(beside.reference, analysis):
        sentences.append(whom)
    for document in beside.documents[~beside.documents["ours"]].itertuples():
        message = N_(
            "{place}'s text here is no work report. In its stead stand the figures of the report "
            "that {place}'s government gave in {year}, computed from a text that is not in this "
            "repository."
        )
        values = {"place": analysis.language.place(document.place), "year": document.year}
        sentences.append(analysis.say(message, **values))
    if beside.norms.stale:
        message = N_(
            "The norms are older than {files}: until make norms renews them, shares here and "
            "there are not made by one rule."
        )
        files = analysis.language.listed(beside.norms.stale)
        sentences.append(analysis.say(message, files=files))
    return sentences


def nothing(beside, analysis):
    """Said where nothing can be held against norms."""
    if not beside.coded_alike:
        return analysis.say("The norms are coded otherwise than this run: with coding=shared.")
    if not beside.shares.empty:
        return analysis.say("For these texts the norms hold nothing of this kind.")
    if beside.reference:
        message = N_(
            "Of the reports that the parameter “reference” names, the norms hold fewer than "
            "{least} to hold these texts against, or they do not know the level of these texts."
        )
        return analysis.say(message, least=figures.LEAST)
    return analysis.say("There are no norms for the level and the years of these texts.")


def no_years(beside, analysis):
    """Said where no place has a course over the years to show."""
    if beside.shares.empty:
        return nothing(beside, analysis)
    message = N_(
        "Of the reports asked for the norms hold too few, or of too few years, for a course over "
        "the years."
    )
    return analysis.say(message)


def report(place, beside, analysis):
    """A report's name: Tianjin 2023; of a text that is no report, that of its place that is known:
    Sichuan's own report of 2023."""
    document = beside.documents.set_index("place").loc[place]
    message = N_("{place}'s report of {year}")
    if not document["ours"]:
        message = N_("{place}'s own report of {year} (not the text here)")
    named = document["series_zh"] if analysis.language.code == "zh" else document["series"]
    return analysis.say(message, place=analysis.language.place(named), year=document["year"])


def peers(place, beside, analysis):
    """Whom a report is held against: 193 other city reports of 2022."""
    return _peers(_of_place(place, beside).iloc[0], beside, analysis)


def _peers(row, beside, analysis):
    document = beside.documents.set_index("place").loc[row["place"]]
    given = {"level": beside.level(document), "analysis": analysis}
    return norm_peers.peers(row, document["tier"], **given)


LEVELS = {"province": N_("Provinces"), "city": N_("Cities")}


def _of_place(place, beside):
    return beside.shares[beside.shares["place"] == place].reset_index(drop=True)


def in_brief(analysis):
    """Of each report of which something is clear beside the others, the theme farthest above and
    that farthest below: finding → sentence, those first whose text is here."""
    beside, found = beside_norms.beside(analysis), {}
    given = {"beside": beside, "analysis": analysis}
    for place in beside.documents.sort_values("ours", ascending=False, kind="stable")["place"]:
        ends = _ends(place, beside, analysis)
        if any(ends):
            found[f"norms-{place}"] = _dwells(place, (end[:1] for end in ends), **given)
    return found


def _themes(place, beside, analysis):
    own, ends = _of_place(place, beside), _ends(place, beside, analysis)
    usual = own.loc[(own["percentile"] - 0.5).abs().idxmin(), "theme"]
    values = {"report": report(place, beside, analysis), "peers": peers(place, beside, analysis)}
    values |= {"n": own["clear"].sum(), "of": len(own), "usual": cited(usual, analysis)}
    message = WITHIN if own["clear"].any() else NONE
    statement = analysis.say(message, **values)
    if any(ends):
        dwells = _dwells(place, ends, beside=beside, analysis=analysis)
        statement = analysis.language.sentences([dwells, analysis.say(COUNTED, **values)])
    figure = ("norms", "count", values["n"])
    return Finding(f"norms-{place}", PAGE, statement, *figure, evidence=f"#chart-standing-{place}")


def _ends(place, beside, analysis):
    """The themes clearly above most others, and those clearly below, the farthest first, named."""
    own = _of_place(place, beside)
    clear = own[own["clear"]].sort_values("percentile", ascending=False, kind="stable")
    high, low = clear[clear["percentile"] > 1 - FAR], clear[clear["percentile"] < FAR][::-1]
    above = [_named(row, "above", analysis) for row in high.head(MOST).itertuples()]
    return above, [_named(row, "below", analysis) for row in low.head(MOST).itertuples()]


def _dwells(place, ends, *, beside, analysis):
    above, below = map(analysis.language.apart, ends)
    values = {"report": report(place, beside, analysis), "peers": peers(place, beside, analysis)}
    return analysis.say(DWELLS[bool(above), bool(below)], above=above, below=below, **values)


DWELLS = {  # whether there are themes clearly above most others, and clearly below
    (True, True): N_(
        "Compared with {peers}, {report} dwells on {above}, and says little of {below}."
    ),
    (True, False): N_("Compared with {peers}, {report} dwells on {above}."),
    (False, True): N_("Compared with {peers}, {report} says little of {below}."),
}
COUNTED = N_(
    "Clearly above or below the middle report: {n} of {of} themes; nearest to it: {usual}."
)
WITHIN = N_(
    "Compared with {peers}, {report} is clearly above or below the middle report in {n} of {of} "
    "themes, all within the middle half; nearest to it: {usual}."
)
NONE = N_(
    "Compared with {peers}, {report} is clearly above or below the middle report in none of {of} "
    "themes; nearest to it: {usual}."
)


def _words(place, beside, analysis):
    """Which words a report uses clearly more often than the others."""
    own = beside.words[beside.words["place"] == place]
    clear = own.loc[own["clear"], "term"].tolist()
    values = {"report": report(place, beside, analysis), "peers": peers(place, beside, analysis)}
    values |= {"n": len(clear), "words": glossed(clear[:MOST_WORDS], analysis)}
    message = N_(
        "No word that many reports share stands clearly more often in {report} than in {peers}."
    )
    if clear:
        message = N_(
            "Of the words that many reports share, {report} uses clearly more often than {peers}: "
            "{words}."
        )
    if len(clear) > MOST_WORDS:
        message = N_(
            "Of the words that many reports share, {report} uses {n} clearly more often than "
            "{peers}, above all {words}."
        )
    name, figure = f"norms-words-{place}", ("norms", "count", len(clear))
    return Finding(name, PAGE, analysis.say(message, **values), *figure, evidence="#norm-words")


def _named(row, end, analysis):
    """A theme at an end: “Education” (9.1%, above 97% of them)."""
    part = row.percentile if end == "above" else 1 - row.percentile
    message = SIDES[end, part == 1]
    part = min(part, ALL_BUT)  # rounded, 637 of 638 would read as all of them
    theme = cited(row.theme, analysis)
    return analysis.say(message, theme=theme, share=100 * row.share, part=part)


SIDES = {  # the side, and whether all others are on the other side
    ("above", False): N_("{theme} ({share:.1f}% of its text, more than in {part:.0%} of them)"),
    ("below", False): N_("{theme} ({share:.1f}% of its text, less than in {part:.0%} of them)"),
    ("above", True): N_("{theme} ({share:.1f}% of its text, more than in any of them)"),
    ("below", True): N_("{theme} ({share:.1f}% of its text, less than in any of them)"),
}


def _growth(row, beside, analysis):
    """A growth target: lower than all others, higher than all, or among them."""
    side = (row.lower + row.same == 0, row.lower == 1)
    values = {name: getattr(row, name) for name in ("median", "nation", "same")}
    values |= {"place": analysis.language.place(row.place), "below": row.lower}
    values["target"] = growth_amounts(analysis).get(row.place, f"{row.low:g}%")
    values["peers"] = _peers(row._asdict(), beside, analysis)
    middle = N_("Their median is {median:g}%.")
    if row.nation == row.nation:
        middle = N_("Their median is {median:g}%; the national report set {nation:g}%.")
    statement = [analysis.say(message, **values) for message in (GROWTH[side], middle)]
    name, figure = f"norms-growth-{row.place}", ("gdp", "percent", row.low)
    statement = analysis.language.sentences(statement)
    return Finding(name, PAGE, statement, *figure, evidence="#norm-targets")


GROWTH = {  # whether it is lower than all others, and higher
    (False, False): N_(
        "{place}'s target for GDP growth is {target}: of the {peers} that set a figure, "
        "{below:.0%} set a lower one and {same:.0%} the same."
    ),
    (True, False): N_(
        "{place}'s target for GDP growth, {target}, is lower than that of each of the {peers} "
        "that set a figure."
    ),
    (False, True): N_(
        "{place}'s target for GDP growth, {target}, is higher than that of each of the {peers} "
        "that set a figure."
    ),
}
