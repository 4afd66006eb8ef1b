"""What the number of topics changes."""

from functools import partial

from policy_emphasis.page import figure
from policy_emphasis.page.figure import RULE, Chart
from policy_emphasis.page.grid import Column, columns
from policy_emphasis.page.places import PALETTE
from policy_emphasis.words import topics

CRITERIA = columns(
    "npmi: coherence (NPMI) {:.3f} | exclusivity: exclusivity (FREX) {:.3f} "
    "| stability: stability (cosine) {:.3f}"
)


def topics_by_number(analysis):
    """Coherence, exclusivity and stability against the number of topics; the run's own number is
    marked."""
    language = analysis.run.language
    say = language.say
    table, taken = analysis.topics_by_number, analysis.run.parameters.n_topics
    panels, said = {}, []
    for column in CRITERIA:
        criterion, label = table.set_index("n_topics")[column.key], say(column.heading)
        draw = partial(_draw, criterion=criterion, taken=taken, unit=say("number of topics"))
        panels[label] = figure.drawing(2.5, 1.9, draw)
        span = f"{criterion.min():.2f}–{criterion.max():.2f}"
        said.append(f"{label} {span}, {criterion.get(taken, 0):.2f} / {taken}")
    chart = Chart(
        "number-of-topics",
        topics.numbers_title(analysis),
        measure="Means over topics; higher is better in each; the upright line is this run's "
        "number of topics",
        said="; ".join(said),
        note="What the number of topics changes. No number is best in all three.",
        panels=panels,
        table=table,
        columns=[Column("n_topics", "Topics"), *CRITERIA],
        file="topics_by_number",
    )
    return figure.shown(analysis.run, chart)


def _draw(ax, *, criterion, taken, unit):
    ax.axvline(taken, color=RULE, linewidth=4)
    ax.plot(criterion.index, criterion, "o-", color=PALETTE[0], markersize=3.5, linewidth=1)
    figure.bare_axes(ax, unit)
