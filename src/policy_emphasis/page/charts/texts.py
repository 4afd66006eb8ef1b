"""How long the texts are, and what stands in them."""

from functools import partial

from policy_emphasis.page import figure
from policy_emphasis.page.figure import INK, PAPER, Chart
from policy_emphasis.page.grid import columns
from policy_emphasis.page.places import place_styles
from policy_emphasis.words import texts

OPACITY = {"review": 0.28, "plan": 0.55, "governance": 0.4, "other": 0.14}
STAGES = tuple(OPACITY)
COLUMNS = columns(
    "place: Place | review: review of the past {:,} | plan: plan {:,}"
    " | governance: own conduct {:,} | other: opening, closing, no section {:,} | all: all {:,}"
)


def lengths(analysis):
    """Characters of each document by stage, as stacked bars."""
    language = analysis.run.language
    say = language.say
    styles = place_styles(analysis.documents, language)
    table = _by_stage(analysis)
    draw = partial(_draw, table=table, styles=styles, say=say)
    chart = Chart(
        "lengths",
        texts.lengths_title(analysis),
        measure="Characters in kept paragraphs, by stage of the report",
        said="; ".join(_read_out(row, styles[row.place], say) for row in table.itertuples()),
        note="How long each text is and what stands in it: a report looks back (review), says "
        "what is to come (plan) and how the government will conduct itself (own conduct). A news "
        "article, hatched, has no such sections.",
        forms=figure.forms(draw, len(table), wide=0.62, narrow=0.8, rest=0.1),
        table=table,
        columns=COLUMNS,
    )
    return figure.shown(analysis.run, chart)


def _by_stage(analysis):
    """A row for each document, with its characters in each stage and in `all`."""
    described = analysis.documents[["document", "place", "genre", "year"]]
    characters = analysis.run.paragraphs.groupby(["document", "stage"])["characters"].sum()
    stages = characters.unstack(fill_value=0).reindex(columns=list(STAGES), fill_value=0)
    return described.join(stages.assign(all=stages.sum(axis=1)), on="document")


def _read_out(row, style, say):
    if style.article:
        return f"{style.label}: {row.all:,}"
    stages = ", ".join(f"{say(stage)} {getattr(row, stage):,}" for stage in STAGES)
    return f"{style.label}: {row.all:,} ({stages})"


def _draw(ax, narrow, *, table, styles, say):
    room = 4500 if narrow else 1500  # characters, from which on a bar has room for its label
    for y, row in enumerate(table.itertuples()):
        style = styles[row.place]
        left = 0
        for stage in STAGES:
            if size := getattr(row, stage):
                ax.barh(y, size, left=left, height=0.5, **_filled(style, OPACITY[stage]))
            if size > room and not style.article:
                label, middle = f"{say(stage)}\n{size:,}", left + size / 2
                ax.text(middle, y, label, ha="center", va="center", fontsize=7.5, color=INK)
            left += size
        ax.text(left + 250, y, f"{left:,}", va="center", fontsize=8, color=INK)
        kind = str(row.year) if style.article else f"{say(row.genre)}, {row.year}"
        figure.row_label(ax, y, [style.label, kind], narrow=narrow, above=0.33)
    figure.row_axes(ax, len(table), narrow=narrow)
    ax.set_xlim(0, table["all"].max() * (1.2 if narrow else 1.1))
    ax.set_xticks([])


def _filled(style, opacity):
    """How a stretch of a text is drawn: hatched in an article, else as dark as its stage."""
    if style.article:
        return {"facecolor": PAPER, "edgecolor": style.colour, "hatch": "////", "linewidth": 0.8}
    return {"color": style.colour, "alpha": opacity, "linewidth": 0}
