"""The words that set each place apart."""

import textwrap
from functools import partial

from policy_emphasis.page import figure
from policy_emphasis.page.figure import INK, MUTED, READ_OUT, Chart
from policy_emphasis.page.grid import columns
from policy_emphasis.page.places import place_styles
from policy_emphasis.words import terms

COLUMNS = columns(
    "term: Term | per_1000: Per 1,000 {:.1f} | per_1000_low: from {:.1f} | per_1000_high: to {:.1f}"
    " | per_1000_other: Elsewhere {:.1f} | count: Uses {} | paragraphs: Paragraphs {}"
    " | log_odds: Log-odds {:+.2f} | z: z {:.1f} | q: q {:.3f}"
    " | dp_norm: Dispersion (DPnorm) {:.2f}"
)


def distinctive_terms(analysis):
    """For each place the terms most its own: uses in 1,000 words here, with interval, and
    elsewhere; the title alone where no term leans to the place."""
    titles = terms.chart_titles(analysis)
    charts = (_of_place(analysis, place, title) for place, title in titles.items())
    return figure.shown(analysis.run, *charts)


def _of_place(analysis, place, title):
    run, say = analysis.run, analysis.run.language.say
    table = analysis.leading_terms(place).head(run.parameters.n_terms)
    if table.empty:
        return Chart(f"terms-{place}", title)
    style = place_styles(analysis.documents, run.language)[place]
    english = run.gloss if run.language.code == "en" else {}
    unit = say("uses in 1,000 counted words")
    draw = partial(_draw, table=table, style=style, english=english, unit=unit)
    return Chart(
        f"terms-{place}",
        title,
        measure="Uses in 1,000 counted words, 95 % paragraph-bootstrap interval; the upright "
        "stroke: in the other texts; a diamond: clear at q < 0.05; × uses / ¶ paragraphs; ordered "
        "by z of the log-odds",
        said=_read_out(table.head(READ_OUT), english),
        note="Only diamonds are clear once the number of terms tried is allowed for. The place's "
        "own name is left out.",
        forms=figure.forms(draw, len(table), wide=0.235, narrow=0.36),
        table=table,
        columns=COLUMNS,
    )


def _read_out(table, english):
    return "; ".join(
        f"{english.get(row.term, '') if english else row.term} {row.per_1000:.1f} "
        f"({row.per_1000_low:.1f}–{row.per_1000_high:.1f}) / {row.per_1000_other:.1f}"
        for row in table.itertuples()
    )


def _draw(ax, narrow, *, table, style, english, unit):
    aside = ax.get_yaxis_transform()
    look = {"colour": style.colour, "hollow": style.article, "markersize": 5.5}
    for y, row in enumerate(table.itertuples()):
        ends = [row.per_1000_low, row.per_1000_high]
        figure.interval(ax, y, ends, colour=style.colour, broken=style.article)
        shape = "D" if row.distinctive else "o"
        figure.point(ax, y, row.per_1000, shape=shape, markeredgewidth=1.4, **look)
        ax.plot(row.per_1000_other, y, "|", color=INK, markersize=8, markeredgewidth=1.5)
        if not narrow:
            counts = f"{row.count}× / {row.paragraphs} ¶"
            ax.text(1.01, y, counts, transform=aside, va="center", fontsize=7.5, color=MUTED)
        gloss = textwrap.shorten(english.get(row.term, ""), 34, placeholder="…")
        figure.row_label(ax, y, [f"{row.term}  {gloss}".strip()], narrow=narrow, above=0.3)
    figure.row_axes(ax, len(table), narrow=narrow, unit=unit)
    ax.set_xlim(left=-0.02 * table["per_1000_high"].max())
