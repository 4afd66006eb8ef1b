"""Specification curves (Simonsohn et al. 2020): each specification of a claim as a dot, sorted by
its estimate, above a matrix of the choices that it was computed under; SVG by a template, a good
deal smaller than matplotlib's."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from policy_emphasis.inference.multiverse import FIGURES
from policy_emphasis.page.markup import render

LEFT, RIGHT = 116, 316  # of the 320 units across: where the first and the last specification stand
TOP, BOTTOM = 6, 102  # of the curve
ROW = 10.5  # from one line of the matrix to the next
AIR = 0.04  # of the span of the estimates, beyond them on either side
TICKS = 5
SHOWN = {"True": "yes", "False": "no"}  # option → message


def limits(specified):
    """The ends of one axis for all curves of a unit: zero, every estimate, and the intervals of
    those that confirm their claim. specified: estimate, low, high, sure."""
    sure = specified[specified["sure"]]
    ends = [0, *specified["estimate"], *sure["low"], *sure["high"]]
    air = AIR * (max(ends) - min(ends)) or 0.5  # where all is zero
    return min(ends) - air, max(ends) + air


def informative(specified, ends):
    """Which intervals are drawn: those that do not span the whole axis, which would say nothing."""
    bottom, top = ends
    one_number = specified["low"] == specified["high"]
    return ~one_number & ((specified["low"] > bottom) | (specified["high"] < top))


def matrix(specified):
    """choice → option → which specifications have it: the choices that change a claim's figures.
    specified: the distinct() specifications of one claim, in the order of the grid."""
    choices = specified.columns.drop(["finding", *FIGURES, "sure"], errors="ignore")
    bearing = [choice for choice in choices if specified[choice].notna().all()]
    return {
        choice: {option: specified[choice] == option for option in specified[choice].unique()}
        for choice in bearing
    }


def curve(specified, ends, language):
    """The curve and the matrix of one claim. specified: as matrix() takes it, with `sure`, whether
    a specification confirms the claim; ends: of the axis, as limits() has them."""
    chosen = matrix(specified)
    ordered = specified.round({"estimate": 9}).sort_values("estimate", kind="stable")
    sure, width = ordered["sure"].to_numpy(), (RIGHT - LEFT) / len(ordered)
    x, height = LEFT + width * (np.arange(len(ordered)) + 0.5), _height(ends)
    lines, y = [], BOTTOM + ROW
    drawn = {True: [], False: []}  # strokes of the matrix, by whether the claim is confirmed
    for choice, options in chosen.items():
        lines.append(("choice", f"{y + 3:g}", language.say(choice)))
        for option, has in options.items():
            y += ROW
            lines.append(("option", f"{y + 3:g}", language.say(SHOWN.get(option, option))))
            for kind, strokes in drawn.items():
                strokes += _strokes(has[ordered.index].to_numpy() & (sure == kind), y, width=width)
        y += 1.3 * ROW
    shown = ordered.assign(x=x, shown=informative(ordered, ends))
    groups = [_group(shown[sure == kind], drawn[kind], ends=ends) for kind in (False, True)]
    values = {"bottom": f"{y - ROW / 2:g}", "zero": f"{height(0):.1f}", "groups": groups}
    values |= {"ticks": _ticks(ends), "lines": lines}
    return render(language, "curve.svg.j2", **values)


def _height(ends):
    bottom, top = ends
    return lambda value: BOTTOM - (BOTTOM - TOP) * (value - bottom) / (top - bottom)


def _group(specified, strokes, *, ends):
    """The dots, the intervals and the strokes of the matrix, of specifications that are drawn
    alike; each a path, empty where there are none."""
    height = _height(ends)
    dots = (f"M{row.x:.1f} {height(row.estimate):.1f}h0" for row in specified.itertuples())
    intervals = specified[specified["shown"]]
    low, high = (intervals[end].clip(*ends).map(height) for end in ("low", "high"))
    bars = (f"M{x:.1f} {a:.1f}V{b:.1f}" for x, a, b in zip(intervals["x"], low, high, strict=True))
    return "".join(dots), "".join(bars), "".join(strokes)


def _strokes(has, y, *, width):
    """A stroke for each run of specifications side by side that have an option."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], has, [0]])))
    runs = zip(edges[::2], edges[1::2], strict=True)
    return [f"M{LEFT + width * a:.1f} {y:g}H{LEFT + width * b:.1f}" for a, b in runs]


def _ticks(ends):
    height = _height(ends)
    found = MaxNLocator(TICKS, steps=[1, 2, 5, 10]).tick_values(*ends)
    within = [tick for tick in found if ends[0] <= tick <= ends[1]]
    return [(f"{height(tick):.1f}", f"{tick:g}") for tick in within]
