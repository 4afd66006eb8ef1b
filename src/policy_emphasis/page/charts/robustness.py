"""How far the claims hold under other choices."""

from functools import partial

import numpy as np
import pandas as pd

from policy_emphasis.page import figure
from policy_emphasis.page.figure import INK, MUTED, READ_OUT, Chart
from policy_emphasis.page.grid import columns
from policy_emphasis.page.places import PALETTE
from policy_emphasis.words import robustness

STEPS = 160  # as fine as a panel can show
FRAME = 0.05  # of the intervals, the share at either side whose ends may run out of the frame
SUMMARY = {"n": ("estimate", "size"), "sure": ("sure", "mean"), "least": ("estimate", "min")}
SUMMARY |= {"median": ("estimate", "median"), "most": ("estimate", "max")}
COLUMNS = columns(
    "claim: Claim | n: Specifications {:,} | sure: Leave out zero {:.0%} | least: Least {:.3f} "
    "| median: Median {:.3f} | most: Most {:.3f}"
)


def specification_curves(analysis):
    """For each claim its estimates under all specifications, sorted, with intervals; those that
    leave out zero are dark."""
    every = pd.concat(analysis.specifications.values())
    labels = robustness.claim_labels(analysis)
    curves = {
        label: every[every["finding"] == finding].sort_values("estimate", ignore_index=True)
        for finding, label in labels.items()
    }
    table = every.assign(sure=every["low"] > 0).groupby("finding").agg(**SUMMARY).loc[list(labels)]
    table.insert(0, "claim", list(labels.values()))
    chart = Chart(
        "specifications",
        robustness.title(analysis),
        measure="Each step across is one specification, sorted by estimate (line) with its "
        "interval (band); blue where the interval leaves out zero in the claim's direction",
        said="; ".join(
            f"{r.claim}: {r.sure:.0%} / {r.n}" for r in table.head(READ_OUT).itertuples()
        ),
        note="Specification curves. Shares are differences of parts of the text; for words, "
        "log-odds; for topics, the overlap with the nearest theme above chance. The widest few "
        "intervals run out of the frame; where a part is a single section, nothing is known and "
        "the interval is the whole range.",
        panels={
            label: figure.drawing(2.5, 1.5, partial(_draw, curve=curve))
            for label, curve in curves.items()
        },
        table=table,
        columns=COLUMNS,
    )
    return figure.shown(analysis.run, chart)


def _draw(ax, *, curve):
    drawn = curve.iloc[:: max(1, len(curve) // STEPS)].reset_index(drop=True)
    edges = np.add.outer(drawn.index, [-0.5, 0.5]).ravel()
    steps = drawn.loc[drawn.index.repeat(2)]
    sure = (steps["low"] > 0).to_numpy()
    band = partial(ax.fill_between, edges, steps["low"], steps["high"], linewidth=0)
    band(where=~sure, color=MUTED, alpha=0.25)
    band(where=sure, color=PALETTE[0], alpha=0.45)
    ax.plot(drawn.index, drawn["estimate"], color=INK, linewidth=1.1)
    ax.axhline(0, color=INK, linewidth=0.6)
    bottom = min(0, curve["low"].quantile(FRAME))
    top = max(0, curve["high"].quantile(1 - FRAME))
    margin = 0.05 * (top - bottom)
    ax.set_ylim(bottom - margin, top + margin)
    figure.bare_axes(ax)
    ax.set_xticks([])
    ax.tick_params(axis="y", labelsize=7.5)
