"""What a government's own report speaks of, in words, where the text here is no report."""

from policy_emphasis.inference import beside_norms
from policy_emphasis.language import N_
from policy_emphasis.words.finding import Finding, row_by_row
from policy_emphasis.words.norms import MOST, PAGE, report


def own_reports(analysis):
    """Where a place's text is no work report: what its government's own report of that year, of
    which the norms hold the figures, speaks of most."""
    beside = beside_norms.beside(analysis)
    there = beside.documents.loc[~beside.documents["ours"].astype(bool), "place"]
    there = there[there.isin(beside.shares["place"])]  # of a new codebook the norms say nothing
    return [_own_report(place, beside, analysis) for place in there]


def _own_report(place, beside, analysis):
    own = beside.shares[beside.shares["place"] == place]
    own = own.sort_values("share", ascending=False, kind="stable").head(MOST)
    message = N_("{theme}, {share:.1f}%")
    first, *others = row_by_row(message, own[["theme", "share"]], analysis)
    message = N_(
        "{report}, of which only figures are kept, gives the largest share of its text to {first}; "
        "then {others}."
    )
    values = {"report": report(place, beside, analysis), "first": first}
    statement = analysis.say(message, others=analysis.language.listed(others), **values)
    figure = (own.iloc[0]["theme"], "share", own.iloc[0]["share"])
    return Finding(f"themes-own-{place}", PAGE, statement, *figure, evidence="#norm-shares")
