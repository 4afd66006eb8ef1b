"""Shares with intervals: a row for each theme, topic or part of a text, a mark for each place."""

from dataclasses import replace
from functools import partial
from itertools import product

from policy_emphasis.language import N_
from policy_emphasis.page import figure
from policy_emphasis.page.figure import INK, READ_OUT, RULE, Chart, one_language
from policy_emphasis.page.grid import Column, columns
from policy_emphasis.page.places import place_styles
from policy_emphasis.words import targets, themes, topics

TEXT = N_("% of the text's characters")
ENDS = columns("low: from {:.1f} | high: to {:.1f}")


def theme_shares(analysis):
    """How much of each text each theme fills."""
    chart = Chart(
        "shares",
        themes.shares_title(analysis),
        measure="Share of each text's characters, 95 % interval over paragraphs",
        note="A hollow mark and a broken line stand for the news article. A theme that a text "
        "never names still has an interval: a text so short cannot rule it out.",
        file="themes",
    )
    whole = analysis.themes[analysis.themes["stage"] == "all"]
    return _by_place(analysis, chart, _percent(whole), labels=themes.row_labels(analysis))


def topic_shares(analysis):
    """How much of each text each topic fills."""
    chart = Chart(
        "topics",
        topics.shares_title(analysis),
        measure="Share of each text's characters, 95 % interval over paragraphs",
        note="Topics in order of prevalence; a hollow mark and a broken line stand for the news "
        "article.",
        file="topic_shares",
    )
    shares = _percent(analysis.topic_shares)
    return _by_place(analysis, chart, shares, labels=topics.row_labels(analysis))


def growth_targets(analysis):
    """The growth that each report sets as a target for its year."""
    chart = Chart(
        "growth",
        targets.growth_title(analysis),
        measure="Growth targets for the year of the report, in %; a line spans a range, targets "
        'put as "about" or "at least" are drawn at the figure named',
        note="Growth targets as the reports state them. They are statements, not estimates, so "
        "they carry no sampling interval.",
    )
    growth, labels = targets.growth_rows(analysis)
    shown = {"labels": labels, "places": analysis.reports, "unit": N_("% growth")}
    return _by_place(analysis, chart, growth, **shown)


def number_density(analysis):
    """How densely each part of a text is set with numbers."""
    chart = Chart(
        "density",
        targets.density_title(analysis),
        measure="Numbers in 1,000 characters, 95 % paragraph-bootstrap interval",
        note="How densely each part of a text is set with numbers. The article has no review and "
        "no plan.",
    )
    shown = {"labels": targets.part_labels(analysis), "unit": N_("numbers in 1,000 characters")}
    return _by_place(analysis, chart, analysis.number_density, **shown)


def _percent(shares):
    return shares.assign(**{name: 100 * shares[name] for name in ("share", "low", "high")})


def _by_place(analysis, chart, shares, *, labels, unit=TEXT, places=None):
    """The chart with what it shows.

    shares: the first column names the row; then place, share, low, high, in `unit` (a message);
    labels: row → lines of its label, in the order shown; places: those shown (all).
    """
    language = analysis.run.language
    unit = language.say(unit)
    styles = place_styles(analysis.documents, language)
    styles = {place: styles[place] for place in places or styles}
    table = _in_order(shares, labels, styles)
    if table.empty:
        return figure.shown(analysis.run, Chart(chart.name, chart.title))
    draw = partial(_draw, table=table, labels=labels, styles=styles, unit=unit)
    deep = 0.13 * len(styles) + 0.05  # inches that the marks of a row take
    wide, narrow = max(deep, 0.3), max(deep, 0.2) + 0.22
    heading = Column("share", unit[0].upper() + unit[1:], "{:.1f}")
    chart = replace(
        chart,
        said=f"{unit}: {_read_out(table, labels, styles)}",
        forms=figure.forms(draw, len(labels), wide=wide, narrow=narrow),
        table=table,
        columns=[*columns("row: Row | place: Place"), heading, *ENDS],
    )
    return figure.shown(analysis.run, chart)


def _in_order(shares, labels, styles):
    """The shares in the order in which rows and places are drawn: key, place, share, low, high, and
    the row's label as it is read out."""
    by_row = shares.set_index([shares.columns[0], "place"])[["share", "low", "high"]]
    drawn = [pair for pair in product(labels, styles) if pair in by_row.index]
    table = by_row.loc[drawn].reset_index(names=["key", "place"])
    return table.assign(row=[one_language(labels[key]) for key in table["key"]])


def _read_out(table, labels, styles):
    said = []
    for key, lines in list(labels.items())[:READ_OUT]:
        shares = (
            f"{styles[row.place].label} {row.share:.1f} ({row.low:.1f}–{row.high:.1f})"
            for row in table[table["key"] == key].itertuples()
        )
        said.append(f"{one_language(lines)}: {', '.join(shares)}")
    return "; ".join(said)


def _draw(ax, narrow, *, table, labels, styles, unit):
    far = table["high"].max()
    offsets = {place: 0.27 * (i - (len(styles) - 1) / 2) for i, place in enumerate(styles)}
    for y, (key, lines) in enumerate(labels.items()):
        ax.axhline(y + (0.4 if narrow else 0.5), color=RULE, linewidth=0.4, zorder=0)
        for row in table[table["key"] == key].itertuples():
            style, height = styles[row.place], y + offsets[row.place]
            look = {"colour": style.colour, "hollow": style.article, "clip_on": False}
            figure.interval(
                ax, height, [row.low, row.high], colour=style.colour, broken=style.article
            )
            figure.point(ax, height, row.share, **look)
            if y == 0:  # the first row is the legend as well
                beside = row.high + 0.012 * far
                ax.text(beside, height, style.label, va="center", fontsize=7.5, color=INK)
        figure.row_label(ax, y, lines, narrow=narrow, above=0.36)
    figure.row_axes(ax, len(labels), narrow=narrow, unit=unit)
    ax.set_xlim(0, far * (1.45 if narrow else 1.2))
