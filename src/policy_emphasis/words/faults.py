"""What the audit says of the texts, in words: which are left out, and what has to be kept in mind
of those that are compared."""

from policy_emphasis.language import N_
from policy_emphasis.text.audit import FAULTS
from policy_emphasis.words.finding import FEW_PLACES, spoken

# A text that lost its sense on the way, or whose targets cannot be told from its results: said on
# every page, however severe.
EVERYWHERE = ("lost on the way", "no review", "no plan")


def bottom_line(analysis):
    """What the audit found, in a few sentences."""
    faults = analysis.run.faults
    every = len(analysis.everyone.documents) + len(_left_out(analysis))
    warned = faults.loc[faults["severity"] == "warning", "document"].nunique()
    none = N_("The audit finds nothing that would bar a text or call for a look at it.")
    if not warned and not (faults["severity"] == "severe").any():
        return [analysis.say(none)]
    message = N_("The audit has a warning for {n} of {every} texts; the table says which and why.")
    warning = [analysis.say(message, n=warned, every=every)] if warned else []
    return [*left_out(analysis), *warning, *doubts(analysis)]


def left_out(analysis):
    """Which documents are left out for a severe fault: a sentence, or none."""
    names = _left_out(analysis)
    if not names:
        return []
    shown = names[:FEW_PLACES] if len(names) <= FEW_PLACES else names[: FEW_PLACES - 1]
    more = len(names) - len(shown)
    listed = [*shown, analysis.say("{n} more", n=more)] if more else shown
    return [
        analysis.say_n(
            "One document is left out, for it is severely at fault: {names}.",
            "{n} documents are left out, for they are severely at fault: {names}.",
            len(names),
            names=analysis.language.listed(listed),
        )
    ]


def doubts(analysis):
    """What is wrong with the texts that are compared in detail, where it bears on every page:
    sentences."""
    faults = analysis.run.faults.merge(analysis.documents[["document", "place"]], on="document")
    grave = (faults["severity"] == "severe") | faults["fault"].isin(EVERYWHERE)
    found = faults[grave].groupby("place", sort=False)["fault"].agg(list)
    return [_doubt(place, names, analysis) for place, names in found.items()]


def in_words(fault, analysis):
    """What a fault of the audit means."""
    message = FAULTS[fault]["says"]
    return analysis.say(message)


def _doubt(place, names, analysis):
    what = analysis.language.apart(in_words(name, analysis) for name in names)
    place = spoken({"place": place}, analysis)["place"]
    return analysis.say("Mind the text of {place}: {faults}.", place=place, faults=what)


def _left_out(analysis):
    faults = analysis.run.faults
    return faults.loc[~faults["kept"], "document"].drop_duplicates().tolist()
