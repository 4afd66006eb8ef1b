"""Numbers on the page: every one beside its English and one click from its sentence.

headline_targets(analysis), results_and_targets(analysis), counted(analysis), quoted(analysis)
→ tables whose figures open to their sentences
all_quantities(analysis) → every sentence that holds a number, folded by place and stage
"""

from itertools import product

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from policy_emphasis.language import N_
from policy_emphasis.page.evidence import STAGES, quotes
from policy_emphasis.page.grid import Column, columns, table
from policy_emphasis.page.markup import label, render, term
from policy_emphasis.reference.documents import is_report
from policy_emphasis.words import targets


def headline_targets(analysis):
    """This year's targets side by side: a row an indicator, a column a report."""
    run, found = analysis.run, analysis.headline_targets
    cells = found.assign(cell=_opening(run, found)).set_index(["indicator_id", "place"])["cell"]
    each = found.drop_duplicates("indicator_id").set_index("indicator_id")
    shown = {"label": _html((label(row, run.language) for row in each.itertuples()), each)}
    titles = [Column("label", "Indicator")]
    for report in run.documents[is_report(run.documents)].itertuples():
        own = (cells.get((name, report.place), N_("none found")) for name in each.index)
        shown[report.place] = _html(own, each)
        titles.append(Column(report.place, f"{run.language.place(report.place)} {report.year}"))
    caption = N_("This year's headline targets, as written, with the English beside")
    shown = table(run, pd.DataFrame(shown), caption, columns=titles)
    return _named(run, "headline-targets", shown)


def results_and_targets(analysis):
    """Results beside targets of one report."""
    run, both = analysis.run, analysis.results_and_targets
    sides = {}
    for side in ("result", "target"):
        own = both.set_axis(both.columns.str.removesuffix(f"_{side}"), axis="columns")
        sides[side] = _opening(run, own, named=True)
    return table(
        run,
        both.assign(label=both[f"label_{run.language.code}"], **sides),
        N_("Where one report gives both a result and a target of the same kind"),
        columns=columns(
            "place: Place | label: Indicator | kind: Kind | horizon: Over",
            "result: Reported | target: Planned",
        ),
    )


def counted(analysis):
    """What each report counts, unit by unit, with the largest number in each."""
    run, found = analysis.run, analysis.counted
    largest = _read(run, found)["indicator"] + Markup(" ") + _opening(run, found)
    units = (term(unit, run.unit_gloss, run.language) for unit in found["unit"])
    found = found.assign(unit=_html(units, found), largest=_html(largest, found))
    return table(
        run,
        found,
        N_("Units of the numbers in each report, most used first"),
        columns=columns(
            "place: Place | unit: Unit | n: Numbers {} | share: of all counts {:.0%}",
            "results: Results {} | targets: Targets {} | largest: Largest",
        ),
    )


def quoted(analysis):
    """The numbers that a news article quotes, with whose they are."""
    run, found = analysis.run, analysis.quoted
    if found.empty:
        return HTML(render(run.language, "none_quoted.html.j2"))
    shown = table(
        run,
        _read(run, found).assign(number=_opening(run, found)),
        N_("Numbers quoted in the news article; none is a target of the place it is filed under"),
        columns=columns(
            "whose: Whose | indicator: What | number: Number | kind: Kind | period: Period"
        ),
    )
    return _named(run, "quoted", shown)


def all_quantities(analysis):
    """Every sentence with a number, its numbers marked and read out, folded by place and stage."""
    run, found = analysis.run, _read(analysis.run, analysis.quantities)
    places = {place: {} for place in run.places}
    for place, stage in product(run.places, (*STAGES, "other")):
        own = found[(found["place"] == place) & (found["stage"] == stage)]
        if len(own):
            heading = run.language.say(
                "{place}, {stage}: {n} numbers in {of} sentences",
                place=run.language.place(place),
                stage=run.language.say(stage),
                n=len(own),
                of=own["sentence"].nunique(),
            )
            places[place][heading] = _by_sentence(run, own)
    return HTML(render(run.language, "numbers.html.j2", places=places))


def _by_sentence(run, found):
    """Each sentence as a Quote, with the numbers in it."""
    groups = [list(own.itertuples()) for _, own in found.groupby("sentence", sort=False)]
    return list(zip(_quotes(run, groups, stage=""), groups, strict=True))


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
    return found.assign(
        reading=[targets.said(row, run) for row in found.itertuples()],
        indicator=_words(run, found["indicator"]),
        period=_words(run, found["period"]),
    )


def _named(run, name, shown):
    return HTML(render(run.language, "named.html.j2", name=name, block=shown.data))


def _words(run, words):
    """Terms with their English; nothing where there is none."""
    return _html((term(word, run.gloss, run.language) for word in words), words)


def _html(cells, found):
    # As objects: a column of text would forget which cells are HTML.
    return pd.Series(list(cells), index=found.index, dtype=object)
