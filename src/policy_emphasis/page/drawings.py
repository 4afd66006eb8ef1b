"""What is drawn on a chart's axes: the marks that charts share, and the drawing of each chart."""

import textwrap
from math import nan

from policy_emphasis.page.places import PALETTE

INK = "#1b1b1b"
MUTED = "#5a5a5a"
RULE = "#d5d3cc"
PAPER = "#fdfdfc"
LONG = 6.5  # inches: a taller drawing fills a screen, and has its axis at both ends
OPACITY = {"review": 0.28, "plan": 0.55, "governance": 0.4, "other": 0.14}  # by stage


def lengths(ax, narrow, *, table, styles, say):
    """A bar for each document, a stretch of it for each stage; a hatched bar for an article."""
    room = 4500 if narrow else 1500  # characters, from which on a bar has room for its label
    for y, row in enumerate(table.itertuples()):
        style = styles[row.place]
        hatched = {"facecolor": PAPER, "edgecolor": style.colour, "hatch": "////", "linewidth": 0.8}
        left = 0
        for stage, opacity in OPACITY.items():
            size = getattr(row, stage)
            filled = {"color": style.colour, "alpha": opacity, "linewidth": 0}
            if size:
                look = hatched if style.article else filled
                ax.barh(y, size, left=left, height=0.5, **look)
            if size > room and not style.article:
                label, middle = f"{say(stage)}\n{size:,}", left + size / 2
                ax.text(middle, y, label, ha="center", va="center", fontsize=7.5, color=INK)
            left += size
        ax.text(left + 250, y, f"{left:,}", va="center", fontsize=8, color=INK)
        kind = (
            str(row.year)
            if style.article
            else say("{genre}, {year}", genre=say(row.genre), year=row.year)
        )
        row_label(ax, y, [style.label, kind], narrow=narrow, above=0.33)
    row_axes(ax, len(table), narrow=narrow)
    ax.set_xlim(0, table["all"].max() * (1.2 if narrow else 1.1))
    ax.set_xticks([])


def terms(ax, narrow, *, table, style, unit):
    """A row for each term: its uses here with their interval, a stroke for those elsewhere."""
    aside = ax.get_yaxis_transform()
    look = {"colour": style.colour, "broken": style.article, "hollow": style.article}
    look |= {"markersize": 5.5, "markeredgewidth": 1.4}
    for y, row in enumerate(table.itertuples()):
        ends = [row.per_1000_low, row.per_1000_high]
        estimate(ax, y, row.per_1000, ends=ends, shape="D" if row.distinctive else "o", **look)
        ax.plot(row.per_1000_other, y, "|", color=INK, markersize=8, markeredgewidth=1.5)
        if not narrow:
            counts = f"{row.count}× / {row.paragraphs} ¶"
            ax.text(1.01, y, counts, transform=aside, va="center", fontsize=7.5, color=MUTED)
        gloss = textwrap.shorten(row.gloss, 34, placeholder="…")
        row_label(ax, y, [f"{row.term}  {gloss}".strip()], narrow=narrow, above=0.3)
    row_axes(ax, len(table), narrow=narrow, unit=unit)
    ax.set_xlim(left=-0.02 * table["per_1000_high"].max())


def shares(ax, narrow, *, table, labels, styles, unit):
    """A row for each label, in it a mark for each place; the first row is the legend as well."""
    far = table["high"].max()
    between = 0.4 if narrow else 0.5
    level_lines(ax, [y + between for y in range(len(labels))], zorder=0, linewidth=0.4)
    offsets = {place: 0.27 * (i - (len(styles) - 1) / 2) for i, place in enumerate(styles)}
    for y, (key, lines) in enumerate(labels.items()):
        for row in table[table["key"] == key].itertuples():
            style, height = styles[row.place], y + offsets[row.place]
            look = {"broken": style.article, "hollow": style.article, "clip_on": False}
            ends = [row.low, row.high]
            estimate(ax, height, row.share, ends=ends, colour=style.colour, **look)
            if y == 0:
                beside = row.high + 0.012 * far
                ax.text(beside, height, style.label, va="center", fontsize=7.5, color=INK)
        row_label(ax, y, lines, narrow=narrow, above=0.36)
    row_axes(ax, len(labels), narrow=narrow, unit=unit)
    ax.set_xlim(0, far * (1.45 if narrow else 1.2))


def differences(ax, narrow, *, table, labels, unit):
    """A row for each theme around the line at zero; hollow where the difference does not stand."""
    ax.axvline(0, color=INK, linewidth=0.8)
    for y, row in enumerate(table.itertuples()):
        clear = row.clear == "yes"
        look = {"colour": PALETTE[5], "hollow": not clear, "opacity": 1 if clear else 0.7}
        estimate(ax, y, row.difference, ends=[row.low, row.high], **look)
        row_label(ax, y, labels[row.theme], narrow=narrow, above=0.3)
    row_axes(ax, len(table), narrow=narrow, unit=unit)


def criterion(ax, *, means, taken, unit):
    """A criterion by the number of topics; an upright line marks the number taken."""
    ax.axvline(taken, color=RULE, linewidth=4)
    ax.plot(means.index, means, "o-", color=PALETTE[0], markersize=3.5, linewidth=1)
    bare_axes(ax, unit)


def estimate(
    ax, y, value, *, ends, colour, broken=False, hollow=False, opacity=1, shape="o", **look
):
    """An estimate with its interval at height y. ends: low, high; opacity: of the interval; look:
    what else matplotlib takes of a marker."""
    line = {"color": colour, "linewidth": 1.6, "linestyle": (0, (2, 1)) if broken else "-"}
    ax.plot(ends, [y, y], solid_capstyle="butt", alpha=opacity, **line)
    look = {"markersize": 5, "markeredgewidth": 1.3} | look
    ax.plot(value, y, shape, color=colour, markerfacecolor=PAPER if hollow else colour, **look)


def level_lines(ax, heights, ends=None, **look):
    """A level line at each height, across the axes or between its ends (low, high), all of them one
    path, which takes a fraction of the room."""
    low, high = ends if ends is not None else ([0] * len(heights), [1] * len(heights))
    xs = [x for pair in zip(low, high, strict=True) for x in (*pair, nan)]
    ys = [y for height in heights for y in (height, height, nan)]
    across = {} if ends is not None else {"transform": ax.get_yaxis_transform()}
    ax.plot(xs, ys, color=RULE, solid_capstyle="butt", **across, **look)


def row_label(ax, y, lines, *, narrow, above):
    """A row's label: left of the axis, one line under the other; on narrow drawings above its
    marks, on one line."""
    aside = ax.get_yaxis_transform()
    if narrow:
        text = textwrap.shorten("  ".join(lines[:1]), 52, placeholder="…")
        ax.text(0, y - above, text, transform=aside, va="bottom", fontsize=8, color=INK)
        return
    for i, line in enumerate(lines):
        offset = (-6, 4.6 - 9.2 * i if len(lines) > 1 else 0)
        look = {"fontsize": 7.6 if i else 8.2, "color": MUTED if i else INK}
        placed = {"xycoords": aside, "textcoords": "offset points", "ha": "right", "va": "center"}
        ax.annotate(line, (0, y), offset, **placed, **look)


def row_axes(ax, n, *, narrow, unit=""):
    """Axes for `n` rows, the first on top, with the unit of what they show: under the rows, and
    above them, too, where the drawing is long."""
    ax.set_yticks([])
    ax.set_ylim(n - 0.45, -0.95 if narrow else -0.55)
    bare_axes(ax, unit, bottom=bool(unit))
    if unit and ax.figure.get_figheight() > LONG:
        ax.spines["top"].set_visible(True)
        ax.tick_params(axis="x", top=True, labeltop=True)
        ax.set_title(unit, fontsize=8, color=MUTED)


def bare_axes(ax, unit="", *, bottom=True):
    """Axes without a frame, but for the line at the bottom, with its unit."""
    for name, side in ax.spines.items():
        side.set_visible(name == "bottom" and bottom)
        side.set_color(RULE)
    ax.tick_params(axis="y", length=0, labelcolor=MUTED, labelsize=8)
    ax.tick_params(axis="x", length=3, color=RULE, labelcolor=MUTED, labelsize=8)
    if unit:
        ax.set_xlabel(unit, fontsize=8, color=MUTED)
