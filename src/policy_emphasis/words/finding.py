"""A finding: one sentence with its estimate, built from the tables, so that no rerun leaves an old
claim standing."""

from dataclasses import dataclass, fields

import pandas as pd


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
