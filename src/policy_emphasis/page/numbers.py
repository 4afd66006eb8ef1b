"""Numbers on the page: every one beside its English and one click from its sentence."""

from functools import partial

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from policy_emphasis.language import N_
from policy_emphasis.page.evidence import STAGES, quotes
from policy_emphasis.page.grid import Column, others, shown
from policy_emphasis.page.markup import label, render, term
from policy_emphasis.quantities.targets import counted as by_unit
from policy_emphasis.reference.documents import is_report
from policy_emphasis.words import targets

SENTENCES = 66  # with numbers, that a page shows in all
READ_OUT = 100  # numbers of one sentence that it reads out: more than any has
QUOTED = 600  # numbers of news articles that it shows


def headline_targets(analysis):
    """This year's targets side by side: a row an indicator, a column a report."""
    run, found = analysis.run, analysis.headline_targets
    each = found.drop_duplicates("indicator_id").set_index("indicator_id")
    reports = run.documents[is_report(run.documents)]
    cells = found.assign(cell=_opening(run, found)).set_index(["indicator_id", "place"])["cell"]
    cells = cells.unstack().reindex(index=each.index, columns=reports["place"])
    cells = cells.fillna(N_("none found"))
    cells["label"] = _html((label(row, run.language) for row in each.itertuples()), each)
    by_report = [
        Column(report.place, f"{run.language.place(report.place)} {report.year}")
        for report in reports.itertuples()
    ]
    return shown(run, "headline_targets", cells, more=by_report)


def results_and_targets(analysis):
    """Results beside targets of one report."""
    run, both = analysis.run, analysis.results_and_targets
    sides = {}
    for side in ("result", "target"):
        own = both.set_axis(both.columns.str.removesuffix(f"_{side}"), axis="columns")
        sides[side] = _opening(run, own, named=True)
    both = both.assign(label=both[f"label_{run.language.code}"], **sides)
    return shown(run, "results_and_targets", both)


def counted(analysis):
    """What each report counts, unit by unit, with the largest number in each."""
    run, found = analysis.run, by_unit(analysis.quantities, analysis.documents)
    measured = (term(indicator, run.gloss, run.language) for indicator in found["indicator"])
    largest = _html(measured, found) + Markup(" ") + _opening(run, found)
    return shown(run, "counted", found.assign(largest=largest))


def quoted(analysis):
    """The numbers that texts other than reports quote, with whose they are."""
    run, found = analysis.run, analysis.quoted
    if found.empty:
        return HTML(render(run.language, "none_quoted.html.j2"))
    first = found.head(QUOTED)
    table = shown(run, "quoted", first.assign(number=_opening(run, first)))
    message = N_("The other {n:,} numbers stand on the pages of the texts.")
    return HTML(table.data + others(message, len(found) - len(first), run))


def all_quantities(analysis):
    """The sentences with numbers, which are marked and read out, folded by place and stage; of long
    texts the first, for all of them stand on the pages of the texts."""
    run, passages = analysis.run, {}
    grouped = analysis.quantities.groupby(["place", "stage"])
    most = SENTENCES // max(1, len(grouped))
    for passage, own in grouped:
        sentences = own["sentence"].drop_duplicates()
        counts = {"n": len(own), "sentences": len(sentences)}
        counts["more"] = max(0, len(sentences) - most)
        shown_all = own[own["sentence"].isin(sentences.head(most))]
        numbers = [list(one.itertuples()) for _, one in shown_all.groupby("sentence", sort=False)]
        read = [(one[:READ_OUT], len(one[READ_OUT:])) for one in numbers]
        quoted = _quotes(run, numbers, stage="")
        passages[passage] = counts, list(zip(quoted, *zip(*read, strict=True), strict=True))
    order = {"places": run.places, "stages": (*STAGES, "other")}
    words = {"reading": partial(targets.in_words, run=run), "gloss": run.gloss}
    return HTML(render(run.language, "numbers.html.j2", passages=passages, **order, **words))


def _opening(run, found, named=False):
    """Each number as a line that opens to its sentence; named: with what it measures, and when."""
    numbers = list(found.itertuples())
    words = {"reading": partial(targets.in_words, run=run), "gloss": run.gloss, "named": named}
    opening = (
        render(run.language, "number.html.j2", number=number, quoted=quoted, **words)
        for number, quoted in zip(numbers, _quotes(run, [[n] for n in numbers]), strict=True)
    )
    return _html(opening, found)


def _quotes(run, groups, **changed):
    """Of each group of numbers the sentence that holds them, as a Quote with the numbers marked."""
    sentences = run.sentences.set_index("sentence", drop=False)
    found = sentences.loc[[numbers[0].sentence for numbers in groups]]
    spans = [
        [(number.start - start, number.end - start) for number in numbers]
        for numbers, start in zip(groups, found["start"], strict=True)
    ]
    return quotes(found.assign(**changed), spans, run)


def _html(cells, found):
    # As objects: a column of text would forget which cells are HTML.
    return pd.Series(list(cells), index=found.index, dtype=object)
