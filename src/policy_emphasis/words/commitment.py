"""How the targets are hedged and how firmly the plans are put, in words."""

from policy_emphasis.inference.resample import FEW
from policy_emphasis.language import N_
from policy_emphasis.reference.lists import STRENGTHS, read_coded_commitment, read_table
from policy_emphasis.words.finding import Finding, row_by_row

PAGE = "05_targets"
LABELS = {
    "ensure": N_("words of guarantee (ensure, must)"),
    "strive": N_("words of effort (strive for)"),
    "encourage": N_("words of support (encourage)"),
    "explore": N_("words of trial (explore, pilot)"),
}
NAMED = 2  # reports that a finding speaks of one by one
# What is said of more reports than that: column → its name in a sentence.
PUT = {
    "about": N_("put as about a figure"),
    "at_least": N_("put as at least a figure"),
    "strive": N_("after a word of effort"),
    "ensure": N_("after a word of guarantee"),
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
        "{precision:.2f}, recall {recall:.2f}. Words of guarantee and effort are counted with a "
        "precision of {firm:.2f}, those of support and trial, often nouns, of {soft:.2f}. The "
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
    hedged = _hedged(table, analysis)
    statement = analysis.say("{sentence}.", sentence=hedged[:1].upper() + hedged[1:])
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
        "of the {n} targets in numbers that {place} sets, {exactly:.0f}% are a bare figure, "
        "{about:.0f}% “about” a figure, {at_least:.0f}% “at least” and {at_most:.0f}% “at most” "
        "one; {strive:.0f}% follow a word of effort (strive for) in the same clause, {ensure:.0f}% "
        "a word of guarantee (ensure)"
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
        nearest = widest.loc[widest["p"].idxmin()]
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
        "{place} has {ensure:.1f} words of guarantee (ensure, must), {strive:.1f} of effort "
        "(strive for), {encourage:.1f} of support (encourage) and {explore:.1f} of trial (explore)"
    )
    return analysis.language.apart(row_by_row(message, by_place.reset_index(), analysis))


def _verdict(widest, analysis):
    """Which differences between plans are clear, and of two plans how wide they are."""
    clear = widest[widest["clear"].astype(bool)]
    two = widest["low"].notna().all()
    values = {"n": len(widest), "kinds": _kinds(clear, analysis)}
    nearest = widest.sort_values("p", kind="stable").head(1)
    wide = _differences(clear if len(clear) else nearest, analysis) if two else ""
    if clear.empty and two:
        message = N_("None of the {n} differences is clear; nearest to it is that in {wide}")
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
