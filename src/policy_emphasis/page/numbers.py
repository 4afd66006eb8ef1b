"""Numbers on the page: every one beside its English and one click from its sentence.

headline_table(...), results_table(...), counted_table(...), quoted_table(...) → tables whose figures open to their sentences
all_quantities(...) → every sentence that holds a number, folded by place and stage
"""

from types import SimpleNamespace

from IPython.display import HTML

from policy_emphasis import language
from policy_emphasis.language import say
from policy_emphasis.page import evidence
from policy_emphasis.page.blocks import html_table
from policy_emphasis.page.charts import STAGES
from policy_emphasis.page.markup import chinese, escape, label, marked, mixed, term
from policy_emphasis.words.targets import said


def headline_table(headline, run, gloss):
    """Headline targets side by side: a row an indicator, a column a report; each figure opens to its sentence."""
    reports = run.documents[run.documents["genre"] == "work report"]
    cells = {
        (r.indicator_id, r.place): _opening(_number(r, run), r.sentence, [(r.start, r.end)], run)
        for r in headline.itertuples()
    }
    rows = [
        [
            label(r),
            *(
                cells.get((r.indicator_id, place), escape(say("none found")))
                for place in reports["place"]
            ),
        ]
        for r in headline.drop_duplicates("indicator_id").itertuples()
    ]
    return _named(
        "headline-targets",
        html_table(
            say("This year's headline targets, as written, with the English beside"),
            [
                say("Indicator"),
                *(f"{language.place(d.place)} {d.year}" for d in reports.itertuples()),
            ],
            rows,
        ),
    )


def results_table(both, run, gloss):
    """Results beside targets of one report; each figure opens to its sentence."""
    rows = [
        [
            escape(language.place(r.place)),
            mixed(getattr(r, f"label_{language.current()}")),
            escape(say(r.kind)),
            escape(say(r.horizon)),
            *(_side(r, side, run, gloss) for side in ("result", "target")),
        ]
        for r in both.itertuples()
    ]
    return HTML(
        html_table(
            say("Where one report gives both a result and a target of the same kind"),
            [say(h) for h in ("Place", "Indicator", "Kind", "Over", "Reported", "Planned")],
            rows,
        )
    )


def counted_table(counted, run, gloss):
    """What each report counts, unit by unit, with the largest number in each. counted: as from targets.counted."""
    rows = [
        [
            escape(language.place(r.place)),
            term(r.unit, gloss),
            f"{r.n}",
            f"{r.share:.0%}",
            f"{r.results}",
            f"{r.targets}",
            f"{_word(r.indicator, run)} {_opening(_number(r, run), r.sentence, [(r.start, r.end)], run)}",
        ]
        for r in counted.itertuples()
    ]
    return HTML(
        html_table(
            say("Units of the numbers in each report, most used first"),
            [
                say(h)
                for h in (
                    "Place",
                    "Unit",
                    "Numbers",
                    "of all counts",
                    "Results",
                    "Targets",
                    "Largest",
                )
            ],
            rows,
            [False, False, True, True, True, True, False],
        )
    )


def quoted_table(quoted, run, gloss):
    """The numbers that a news article quotes, with whose they are."""
    if quoted.empty:
        return HTML(
            f'<p class="empty" id="quoted">{escape(say("No news article is among these texts."))}</p>'
        )
    rows = [
        [
            escape(say(r.whose)),
            _word(r.indicator, run),
            _opening(_number(r, run), r.sentence, [(r.start, r.end)], run),
            escape(say(r.kind)),
            _word(r.period, run),
        ]
        for r in quoted.itertuples()
    ]
    return _named(
        "quoted",
        html_table(
            say(
                "Numbers quoted in the news article; none is a target of the place it is filed under"
            ),
            [say(h) for h in ("Whose", "What", "Number", "Kind", "Period")],
            rows,
        ),
    )


def all_quantities(found, run, gloss):
    """Every sentence with a number, its numbers marked and read out, folded by place and stage."""
    text = run.sentences.set_index("sentence")
    section = run.paragraphs.set_index("paragraph")["section"]
    folded = []
    for d in run.documents.itertuples():
        blocks = []
        for stage in STAGES:
            of = found[(found["place"] == d.place) & (found["stage"] == stage)]
            if of.empty:
                continue
            items = []
            for sentence, rows in of.groupby("sentence", sort=False):
                s = text.loc[sentence]
                read = "; ".join(
                    f"{_word(r.indicator, run)}: {escape(said(r, run))}, {escape(say(r.kind))}, {escape(say(r.aim))}{', ' + _word(r.period, run) if r.period else ''}"
                    for r in rows.itertuples()
                )
                items.append(
                    f'<li><q lang="zh-Hans">{marked(s.text, [(r.start - s.start, r.end - s.start) for r in rows.itertuples()])}</q>{evidence.where(d.document, sentence, "", section[s.paragraph], run)}<p class="readings">{read}</p></li>'
                )
            summary = say(
                "{place}, {stage}: {n} numbers in {of} sentences",
                place=language.place(d.place),
                stage=say(stage),
                n=len(of),
                of=of["sentence"].nunique(),
            )
            blocks.append(
                f'<details class="evidence"><summary>{escape(summary)}</summary><ul class="quotes">{"".join(items)}</ul></details>'
            )
        folded.append(_named(f"numbers-{d.place}", "".join(blocks)).data)
    return HTML("".join(folded))


def _number(row, run):
    return chinese(row.text) + (
        f' <span class="gloss">{escape(said(row, run))}</span>'
        if language.current() == "en"
        else ""
    )


def _word(word, run):
    return term(word, run.gloss) if word else ""


def _side(row, side, run, gloss):
    """The result or the target of a row of targets.results_and_targets."""
    one = SimpleNamespace(
        **{
            name: getattr(row, f"{name}_{side}")
            for name in (
                "text",
                "indicator",
                "period",
                "sentence",
                "start",
                "end",
                "value_low",
                "normal_low",
                "normal_high",
                "comparator",
            )
        },
        normal_unit=row.normal_unit,
        kind=row.kind,
    )
    said = f"<small>{_word(one.indicator, run)}{', ' + _word(one.period, run) if one.period else ''}</small>"
    return _opening(f"{_number(one, run)} {said}", one.sentence, [(one.start, one.end)], run)


def _opening(summary, sentence, spans, run):
    """A figure that opens to its sentence. spans: offsets in the raw file."""
    s = run.sentences.set_index("sentence").loc[sentence]
    section = run.paragraphs.set_index("paragraph").loc[s.paragraph, "section"]
    return (
        f'<details><summary>{summary}</summary><q lang="zh-Hans">{marked(s.text, [(a - s.start, b - s.start) for a, b in spans])}</q>'
        f"{evidence.where(s.document, sentence, s.stage, section, run)}</details>"
    )


def _named(name, block):
    return HTML(f'<div id="{escape(name)}">{block}</div>')
