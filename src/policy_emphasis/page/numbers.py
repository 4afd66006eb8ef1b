"""Numbers on the page: every one beside its English and one click from its sentence."""

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from policy_emphasis.language import N_
from policy_emphasis.page.evidence import STAGES, quotes
from policy_emphasis.page.grid import Column, shown, table
from policy_emphasis.page.markup import label, render, term
from policy_emphasis.reference.documents import is_report
from policy_emphasis.words import targets


def headline_targets(analysis):
    """This year's targets side by side: a row an indicator, a column a report."""
    run, found = analysis.run, analysis.headline_targets
    each = found.drop_duplicates("indicator_id").set_index("indicator_id")
    reports = run.documents[is_report(run.documents)]
    cells = found.assign(cell=_opening(run, found)).set_index(["indicator_id", "place"])["cell"]
    cells = cells.unstack().reindex(index=each.index, columns=reports["place"])
    cells = cells.fillna(N_("none found"))
    cells["label"] = _html((label(row, run.language) for row in each.itertuples()), each)
    titles = [Column("label", "Indicator")]
    for report in reports.itertuples():
        titles.append(Column(report.place, f"{run.language.place(report.place)} {report.year}"))
    caption = N_("This year's headline targets, as written, with the English beside")
    return table(run, cells, caption, columns=titles, id="headline-targets")


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
    run, found = analysis.run, analysis.counted
    largest = _read(run, found)["indicator"] + Markup(" ") + _opening(run, found)
    units = _html((term(unit, run.unit_gloss, run.language) for unit in found["unit"]), found)
    return shown(run, "counted", found.assign(unit=units, largest=_html(largest, found)))


def quoted(analysis):
    """The numbers that a news article quotes, with whose they are."""
    run, found = analysis.run, analysis.quoted
    if found.empty:
        return HTML(render(run.language, "none_quoted.html.j2"))
    return shown(run, "quoted", _read(run, found).assign(number=_opening(run, found)))


def all_quantities(analysis):
    """Every sentence with a number, its numbers marked and read out, folded by place and stage."""
    run, found, passages = analysis.run, _read(analysis.run, analysis.quantities), {}
    for passage, own in found.groupby(["place", "stage"]):
        numbers = [list(of_one.itertuples()) for _, of_one in own.groupby("sentence", sort=False)]
        quoted = _quotes(run, numbers, stage="")
        passages[passage] = list(zip(quoted, numbers, strict=True))
    order = {"places": run.places, "stages": (*STAGES, "other")}
    return HTML(render(run.language, "numbers.html.j2", passages=passages, **order))


def _opening(run, found, named=False):
    """Each number as a line that opens to its sentence; named: with what it measures, and when."""
    numbers = list(_read(run, found).itertuples())
    opening = (
        render(run.language, "number.html.j2", number=number, quoted=quoted, named=named)
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


def _read(run, found):
    """Quantities with their reading, in words, and what they measure and when, as HTML."""
    indicators, periods = (
        _html((term(word, run.gloss, run.language) for word in found[column]), found)
        for column in ("indicator", "period")
    )
    readings = [targets.in_words(row, run) for row in found.itertuples()]
    return found.assign(reading=readings, indicator=indicators, period=periods)


def _html(cells, found):
    # As objects: a column of text would forget which cells are HTML.
    return pd.Series(list(cells), index=found.index, dtype=object)
