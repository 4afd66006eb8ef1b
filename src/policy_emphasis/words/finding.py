"""A finding: one sentence with its estimate, built from the tables, so that no rerun leaves an old
claim standing."""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields

import pandas as pd

from policy_emphasis.language import N_


@dataclass(frozen=True)
class Finding:
    """One row of the published table `findings`.

    finding, notebook: its name, and the page with the working; statement: one sentence; subject:
    what the estimate is of, the same in every language: a theme (with the places in the order
    compared), a term, an indicator, or the finding's own kind; measure: what the estimate counts
    in: share (0–1), difference (of shares, 0–1), log-odds, density (per 1,000 characters), percent,
    count, ratio; estimate, low, high: the figure and its 95 % interval, where it has one;
    robust_share: filled in where the finding has been recomputed under other choices; evidence: the
    place on a page that shows what the finding rests on.
    """

    finding: str
    notebook: str
    statement: str
    subject: str
    measure: str
    estimate: float
    low: float | None = None
    high: float | None = None
    robust_share: float | None = None
    evidence: str = ""


def table(findings):
    """The findings as a table, a row each."""
    columns = [field.name for field in fields(Finding)]
    cells = [[getattr(finding, name) for name in columns] for finding in findings]
    frame = pd.DataFrame(cells, columns=columns)
    return frame.astype(dict.fromkeys(["estimate", "low", "high", "robust_share"], float))


@dataclass(frozen=True)
class Measure:
    """How estimates are shown. label: what they count in, a message; scale: from what is published
    to what is shown; shape: its format."""

    label: str
    scale: Callable
    shape: str

    def shown(self, estimate):
        return self.shape.format(self.scale(estimate))


def _percent(share):
    return 100 * share


MEASURES = {
    "share": Measure(N_("share"), _percent, "{:.1f} %"),
    "difference": Measure(N_("percentage points"), _percent, "{:+.1f}"),
    "log-odds": Measure(
        N_("odds of the first word there, over those elsewhere"), math.exp, "{:.1f}"
    ),
    "density": Measure(N_("numbers in 1,000 characters of plan"), float, "{:.1f}"),
    "percent": Measure(N_("GDP growth target"), float, "{:g} %"),
    "count": Measure(N_("count"), float, "{:,.0f}"),
    "ratio": Measure(N_("times"), float, "{:.1f}"),
}
