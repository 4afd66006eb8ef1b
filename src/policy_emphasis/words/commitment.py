"""How the targets are hedged and how firmly the plans are put, in words."""

from policy_emphasis.inference.permutation import FEW
from policy_emphasis.language import N_
from policy_emphasis.reference.lists import STRENGTHS, read_coded_commitment, read_table
from policy_emphasis.words.finding import Finding, row_by_row

PAGE = "05_targets"
LABELS = {
    "ensure": N_("words that ensure"),
    "strive": N_("words that strive"),
    "encourage": N_("words that encourage"),
    "explore": N_("words that explore"),
}
NAMED = 2  # reports that a finding speaks of one by one
# What is said of more reports than that: column → its name in a sentence.
PUT = {
    "about": N_("put as about a figure"),
    "at_least": N_("put as at least a figure"),
    "strive": N_("after a word that strives"),
    "ensure": N_("after a word that ensures"),
}


def findings(analysis):
    """How targets are hedged, and how firmly the plans are put; nothing where no report is."""
    table = analysis.commitment.hedges
    found = [_hedges(table, analysis)] if len(table) else []
    return [*found, _commitment(analysis)] if len(analysis.commitment.rates) else found


def reading(analysis):
    """How well the words are read, in a sentence."""
    gold, scores = read_coded_commitment(), read_table("validation_commitment.csv")
    gold, scores = (table[table["sample"] == "held out"] for table in (gold, scores))
    scores = scores.set_index("strength")
    firm, soft = (scores.loc[list(kinds)].sum() for kinds in (STRENGTHS[:2], STRENGTHS[2:]))
    return analysis.say(
        "On {n} planning sentences of these and other places' reports, coded by hand once the list "
        "was settled ({coded} words of commitment; {found} were counted): precision "
        "{precision:.2f}, recall {recall:.2f}. Words that ensure or strive are counted with a "
        "precision of {firm:.2f}, those that encourage or explore, often nouns, of {soft:.2f}. The "
        "hand that coded also wrote the list: what it did not think of is missing from both.",
        n=len(gold[["corpus", "file", "sentence_start"]].drop_duplicates()),
        coded=int(scores.loc["all", "n_gold"]),
        found=int(scores.loc["all", "n_found"]),
        firm=firm["correct"] / firm["n_found"],
        soft=soft["correct"] / soft["n_found"],
        **scores.loc["all", ["precision", "recall"]],
    )


def _hedges(table, analysis):
    bare = (analysis.commitment.targets["comparator"] == "exactly").mean()
    statement = analysis.say("{sentence}.", sentence=_hedged(table, analysis))
    return Finding("hedges", PAGE, statement, "hedges", "share", bare, evidence="#hedges")


def _hedged(table, analysis):
    """How targets are put: of few reports one by one, of more from which share to which."""
    table = table.assign(**100 * table.drop(columns=["place", "n"]))
    several = table[table["n"] >= FEW].set_index("place")
    if len(several) > NAMED:
        kinds = (_spread(label, several[name], analysis) for name, label in PUT.items())
        return analysis.say(
            "In the {n} reports with at least {few} targets in numbers, in % of these: {spread}",
            n=len(several),
            few=FEW,
            spread=analysis.language.apart(kinds),
        )
    message = N_(
        "{place} sets {n} targets in numbers: {exactly:.0f}% as a bare figure, {about:.0f}% as "
        "about one, {at_least:.0f}% as at least and {at_most:.0f}% as at most one; "
        "{strive:.0f}% stand after a word that strives, {ensure:.0f}% after one that ensures"
    )
    most = table.loc[table["n"].nlargest(NAMED).index.sort_values()]
    return analysis.language.apart(row_by_row(message, most, analysis))


def _spread(kind, by_place, analysis):
    """From which place's figure to which place's a kind ranges."""
    place = analysis.language.place
    return analysis.say(
        "{kind} from {least:.1f} ({fewest}) to {most:.1f} ({place})",
        kind=analysis.say(kind),
        least=by_place.min(),
        fewest=place(by_place.idxmin()),
        most=by_place.max(),
        place=place(by_place.idxmax()),
    )


def _commitment(analysis):
    rates, widest = analysis.commitment.rates, analysis.commitment.widest
    figure = ("commitment", "count", len(analysis.commitment.words))
    if len(widest):
        nearest = widest.loc[widest["q"].idxmin()]
        estimates = nearest[["difference", "low", "high"]]
        figure = (nearest["strength"], "words", *estimates.where(estimates.notna(), None))
    values = {"plans": _plans(rates, analysis), "verdict": _verdict(widest, analysis)}
    message = N_("In 1,000 characters of plan: {plans}.")
    if len(widest):
        message = N_("In 1,000 characters of plan: {plans}. {verdict}.")
    statement = analysis.say(message, **values)
    return Finding("commitment", PAGE, statement, *figure, evidence="#commitment")


def _plans(rates, analysis):
    by_place = rates.pivot(index="place", columns="strength", values="share")
    by_place = by_place.loc[rates["place"].drop_duplicates()]
    if len(by_place) > NAMED:
        kinds = (_spread(LABELS[name], by_place[name], analysis) for name in STRENGTHS)
        return analysis.language.apart(kinds)
    message = N_(
        "{place} has {ensure:.1f} words that ensure, {strive:.1f} that strive, {encourage:.1f} "
        "that encourage and {explore:.1f} that explore"
    )
    return analysis.language.apart(row_by_row(message, by_place.reset_index(), analysis))


def _verdict(widest, analysis):
    """Which differences between plans are clear, and of two plans how wide they are."""
    clear = widest[widest["clear"].astype(bool)]
    two = widest["low"].notna().all()
    values = {"n": len(widest), "kinds": _kinds(clear, analysis)}
    nearest = widest.sort_values("q", kind="stable").head(1)
    wide = _differences(clear if len(clear) else nearest, analysis) if two else ""
    if clear.empty and two:
        message = N_(
            "None of the {n} differences is clear once their number is allowed for; nearest to it "
            "is that in {wide}"
        )
        return analysis.say(message, wide=wide, **values)
    if clear.empty:
        return analysis.say("None of these spreads is wider than chance alone gives", **values)
    if two:
        return analysis.say("Clear is the difference in {wide}", wide=wide)
    return analysis.say("Wider than chance alone gives is the spread of {kinds}", **values)


def _kinds(table, analysis):
    return analysis.language.listed(analysis.say(LABELS[name]) for name in table["strength"])


def _differences(table, analysis):
    """Differences of two plans as items of a list."""
    place, each = analysis.language.place, []
    for row in table.itertuples():
        each.append(
            analysis.say(
                "{kind}: {more} {difference:.1f} above {less} (q = {q:.2f})",
                kind=analysis.say(LABELS[row.strength]),
                more=place(row.place_a),
                less=place(row.place_b),
                difference=row.difference,
                q=row.q,
            )
        )
    return analysis.language.apart(each)
