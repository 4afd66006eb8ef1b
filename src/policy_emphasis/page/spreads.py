"""What is drawn of many texts: how their shares spread, which are out of line, how they moved."""

import numpy as np

from policy_emphasis.page.drawings import (
    INK,
    MUTED,
    PAPER,
    RULE,
    estimate,
    level_lines,
    row_axes,
    row_label,
)
from policy_emphasis.page.markup import render
from policy_emphasis.page.places import PALETTE

FINE = 220, 110  # steps across a wide and a narrow strip: marks nearer to each other are one
LETTER = 0.013, 0.027  # width of a letter, as a part of a wide and of a narrow drawing
OUT_OF_LINE = 0.05  # p below which a text at the end of a strip is named


def strips(ax, narrow, *, table, labels, styles, names, unit):
    """A strip for each theme: a stroke for each text, a box from quartile to quartile, a line at
    the median, a round mark for each text compared in detail; the lowest and the highest are named
    where they are outside what the others lead to expect.

    table: theme, place, share (in %), p; labels: theme → lines; styles: place → PlaceStyle of those
    marked; names: place → its name.
    """
    far, letter, fine = table["share"].max(), LETTER[narrow], FINE[narrow]
    for y, (theme, lines) in enumerate(labels.items()):
        own = table[table["theme"] == theme].sort_values("share", kind="stable")
        first, middle, third = own["share"].quantile([0.25, 0.5, 0.75])
        ax.barh(y, third - first, left=first, height=0.52, color=RULE, linewidth=0, zorder=0)
        ax.plot([middle, middle], [y - 0.26, y + 0.26], color=INK, linewidth=1.6, zorder=2)
        drawn = np.unique((own["share"] / far * fine).round()) * far / fine
        xs = np.repeat(drawn, 3)
        ys = np.tile([y - 0.17, y + 0.17, np.nan], len(drawn))
        ax.plot(xs, ys, color=MUTED, linewidth=0.7, zorder=1)
        for place, style in styles.items():
            here = own.loc[own["place"] == place, "share"]
            look = {"color": style.colour, "markersize": 5, "markeredgecolor": PAPER, "zorder": 3}
            ax.plot(here, np.full(len(here), y), "o", markeredgewidth=0.7, clip_on=False, **look)
        _name_ends(ax, y, own, names=names, room=letter * 1.3 * far)
        row_label(ax, y, lines, narrow=narrow, above=0.36)
    row_axes(ax, len(labels), narrow=narrow, unit=unit)
    ax.set_xlim(-0.01 * far, 1.3 * far)


def _name_ends(ax, y, own, *, names, room):
    """Name the highest and the lowest text of a strip, where they are out of line and there is
    room: beyond them stands nothing but the label of the row. room: of a letter."""
    look = {"fontsize": 7, "color": INK, "va": "center"}
    highest, lowest = own.iloc[-1], own.iloc[0]
    gap = room
    if highest["p"] < OUT_OF_LINE:
        ax.text(highest["share"] + gap, y, names[highest["place"]], ha="left", **look)
    name = names[lowest["place"]]
    if lowest["p"] < OUT_OF_LINE and lowest["share"] > room * len(name):
        ax.text(lowest["share"] - gap, y, name, ha="right", **look)


def ranges(ax, narrow, *, table, unit):
    """A row for each share: a band where the others lead to expect it, and its mark, solid where it
    is clearly outside. table: lines (of its label), share, expected_low, expected_high, clear."""
    for y, row in enumerate(table.itertuples()):
        wide = row.expected_high - row.expected_low
        ax.barh(y, wide, left=row.expected_low, height=0.36, color=RULE, linewidth=0)
        ax.plot([row.rest, row.rest], [y - 0.18, y + 0.18], color=MUTED, linewidth=1.4)
        look = {"color": PALETTE[0], "markerfacecolor": PALETTE[0] if row.clear else PAPER}
        ax.plot(row.share, y, "D", markersize=5.5, markeredgewidth=1.4, clip_on=False, **look)
        lines = [": ".join(row.lines)] if narrow else row.lines
        row_label(ax, y, lines, narrow=narrow, above=0.3)
    row_axes(ax, len(table), narrow=narrow, unit=unit)
    ax.set_xlim(left=0)


def panel(yearly, span, language, *, clear, far):
    """A theme's share over the years, with its 95% interval as a band, broken where a year is
    missing: SVG, far smaller than matplotlib's. yearly: year, share, low, high (in %); span: first
    and last year of all panels; clear: whether the trend is; far: the highest of all panels."""
    top = far * 1.05 or 1.0
    x, height, shown = _scaled(yearly["year"], span, top)
    share, low, high = (height(yearly[name]) for name in ("share", "low", "high"))
    lines, bands = [], []
    in_a_row = (yearly["year"].diff() != 1).cumsum()
    for _, own in yearly.groupby(in_a_row):
        here = own.index
        lines.append(_line(x[here], share[here]))
        bands.append(_band(x[here], low=low[here], high=high[here]))
    shown |= {"lines": lines, "bands": bands, "dots": "".join("M" + x + " " + share + "h0")}
    shown["colour"] = "place-0" if clear else "place-5"
    return render(language, "panel.svg.j2", **shown)


def against_others(yearly, span, language, *, colour, far):
    """A theme's share over the years in one place, its line, over the middle half of the others
    with their median: SVG. yearly: year, share (missing where there is none), median, lower, upper
    (in %); span, far: as in panel(), of all panels of the theme."""
    top = far * 1.05 or 1.0
    x, height, shown = _scaled(yearly["year"], span, top)
    lower, upper = height(yearly["lower"]), height(yearly["upper"])
    there = yearly["share"].notna()
    share = height(yearly.loc[there, "share"])
    shown |= {"behind": _band(x, low=lower, high=upper), "bands": []}
    shown["lines"] = [_line(x[there], share)]
    shown |= {"middle": _line(x, height(yearly["median"])), "colour": colour}
    shown["dots"] = "".join("M" + x[there] + " " + share + "h0")
    return render(language, "panel.svg.j2", **shown)


def _scaled(years, span, top):
    """Where the years stand across a small chart, what puts values up to `top` in their height, and
    what its axes show."""
    first, last = span
    x = (28 + 170 * (years - first) / max(last - first, 1)).map("{:.1f}".format)
    mark = float(f"{top / 1.05:.1g}")  # a round figure on the scale
    mark = mark if mark < top else mark / 2
    at_mark = 78 - 72 * mark / top
    shown = {"first": first, "last": last, "mark": f"{mark:g}", "mark_line": f"{at_mark:.1f}"}
    shown["mark_y"] = f"{at_mark + 3:.1f}"
    return x, lambda values: (78 - 72 * values / top).map("{:.1f}".format), shown


def _line(x, y):
    return "M" + "L".join(x + " " + y)


def _band(x, *, low, high):
    return "M" + "L".join([*(x + " " + high), *(x + " " + low)[::-1]]) + "z"


def beside_norms(ax, narrow, *, table, labels, style, unit, far):
    """A strip for each theme: a line over nine in ten of the others, a box from quartile to
    quartile with the median, the report's mark with its interval, and its percentile.

    table: share, low, high, few, lower, median, upper, most, percentile (in %), clear, ours;
    labels: the lines of each row's label; style: the PlaceStyle of the report's place; far: where
    the scale ends, the same for all reports.
    """
    whole = {"linewidth": 1.6, "clip_on": False}
    level_lines(ax, range(len(table)), (table["few"], table["most"]), zorder=0, **whole)
    for y, (row, lines) in enumerate(zip(table.itertuples(), labels, strict=True)):
        box = {"left": row.lower, "height": 0.5, "color": RULE, "zorder": 0, "clip_on": False}
        ax.barh(y, row.upper - row.lower, **box)
        ax.plot([row.median] * 2, [y - 0.25, y + 0.25], color=MUTED, zorder=1, **whole)
        look = {"broken": not row.ours, "hollow": not row.clear, "clip_on": False}
        estimate(ax, y, row.share, ends=[row.low, row.high], colour=style.colour, **look)
        ends = {"ha": "right", "va": "center", "fontsize": 7.5, "color": INK}
        ax.text(far * 1.12, y, f"{row.percentile:.0f}", **ends)
        row_label(ax, y, lines, narrow=narrow, above=0.34)
    row_axes(ax, len(table), narrow=narrow, unit=unit)
    ax.set_xlim(0, far * 1.12)
