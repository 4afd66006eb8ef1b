"""What each text emphasises: at a glance, from review to plan, and place against place."""

from functools import partial

from IPython.display import HTML

from policy_emphasis.page import figure
from policy_emphasis.page.figure import INK, READ_OUT, Chart, one_language
from policy_emphasis.page.grid import Column, columns, download
from policy_emphasis.page.markup import render
from policy_emphasis.page.places import PALETTE, place_styles
from policy_emphasis.page.tables import standing_first
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.words import themes

LARGEST = 6  # themes of each text that are shown at a glance
DOUBT = columns("low: from {:+.1f} | high: to {:+.1f} | q: q {:.3f} | stands: Stands")


def glance(analysis):
    """Small multiples: for each place its largest themes with intervals, each linked to its
    sentences."""
    language, shares = analysis.run.language, analysis.themes
    coded = shares[(shares["stage"] == "all") & (shares["theme"] != UNCODED)]
    ordered = coded.sort_values(["share", "theme"], ascending=[False, True])
    largest = ordered.groupby("place").head(LARGEST)
    shown = render(
        language,
        "glance.html.j2",
        title=themes.shares_title(analysis),
        note=language.say(
            "Share of each text's characters, with its 95 % interval as a line; the {n} largest "
            "themes of each. The scale is the same in all panels; a hollow bar stands for a news "
            "article.",
            n=LARGEST,
        ),
        documents=list(analysis.documents.itertuples()),
        styles=place_styles(analysis.documents, language),
        themes={place: list(own.itertuples()) for place, own in largest.groupby("place")},
        names=analysis.theme_names,
        far=largest["high"].max(),
    )
    return HTML(shown)


def theme_differences(analysis):
    """Differences in share between the two places that compare best, the widest first, as points
    with intervals around zero; solid where the difference stands."""
    language = analysis.run.language
    say = language.say
    table, labels = _widest_first(analysis), themes.row_labels(analysis)
    a, b = (language.place(table[name].iloc[0]) for name in ("place_a", "place_b"))
    unit = say("{a} less {b}, percentage points", a=a, b=b)
    draw = partial(_draw, table=table, labels=labels, unit=unit)
    chart = Chart(
        "differences",
        themes.contrast_title(analysis),
        measure="Difference in share, 95 % interval; hollow: not clear once the number of themes "
        "is allowed for; the widest difference first",
        said=f"{unit}: {_read_out(table.head(READ_OUT), labels)}",
        note="Points to the right: more of the first place's text. An interval that meets the "
        "line at zero leaves open which place says more.",
        forms=figure.forms(draw, len(table), wide=0.3, narrow=0.36),
        table=table,
        columns=[Column("label", "Theme"), Column("difference", unit, "{:+.1f}"), *DOUBT],
    )
    return figure.shown(analysis.run, chart)


def _widest_first(analysis):
    """The differences of the pair of places that leads, in percentage points."""
    points = standing_first(analysis)
    places = points[["place_a", "place_b"]]
    pair = points[(places == places.iloc[0]).all(axis=1)]
    width = pair["difference"].abs().round(9)
    return pair.loc[width.sort_values(ascending=False, kind="stable").index]


def _read_out(table, labels):
    return "; ".join(
        f"{one_language(labels[r.theme])} {r.difference:+.1f} ({r.low:+.1f} – {r.high:+.1f})"
        for r in table.itertuples()
    )


def _draw(ax, narrow, *, table, labels, unit):
    ax.axvline(0, color=INK, linewidth=0.8)
    for y, row in enumerate(table.itertuples()):
        clear, colour = row.stands == "yes", PALETTE[5]
        opacity = 1 if clear else 0.7
        figure.interval(ax, y, [row.low, row.high], colour=colour, opacity=opacity)
        figure.point(ax, y, row.difference, colour=colour, hollow=not clear)
        figure.row_label(ax, y, labels[row.theme], narrow=narrow, above=0.3)
    figure.row_axes(ax, len(table), narrow=narrow, unit=unit)


def theme_stages(analysis):
    """Heat table of theme shares: a row a theme, a column for each place and stage that it has, the
    figure in each cell."""
    language, labels = analysis.run.language, themes.row_labels(analysis)
    say, styles = language.say, place_styles(analysis.documents, language)
    shares = analysis.themes.pivot(index="theme", columns=["place", "stage"], values="share")
    parts = _parts(styles, shares.columns, say)
    shares = shares.loc[list(labels), list(parts)].fillna(0.0)
    percent = (100 * shares).set_axis(list(parts.values()), axis=1)
    percent.insert(0, say("Theme"), [lines[0] for lines in labels.values()])
    shown = render(
        language,
        "stages.html.j2",
        title=themes.stages_title(analysis),
        measure="% of the characters in that part of the text; a stronger colour is more; a place "
        "keeps its colour",
        note="Theme shares by place and stage. Cells of one place share its colour; figures are "
        "percent.",
        headings=list(percent),
        styles=[styles[place] for place, _ in parts],
        rows=list(zip(labels.values(), shares.to_numpy().tolist(), strict=True)),
        download=download(percent, "stages", language),
    )
    return HTML(shown)


def _parts(styles, present, say):
    """(place, stage) → heading: review and plan of a report that has them; else the whole text."""
    parts = {}
    for place, style in styles.items():
        if style.article:
            parts[place, "all"] = style.label
            continue
        for stage in ("review", "plan"):
            if (place, stage) in present:
                parts[place, stage] = f"{style.label}, {say(stage)}"
    return parts
