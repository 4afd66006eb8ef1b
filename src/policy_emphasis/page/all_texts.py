"""The charts of the page of all texts taken together, of a size that does not grow much with the
number of texts. Each function takes the AllTexts of an Analysis, and the Analysis; the tables are
in all_tables.py."""

from functools import partial

from IPython.display import HTML

from policy_emphasis.language import N_
from policy_emphasis.page import boxes, figure, grid, spreads
from policy_emphasis.page.figure import READ_OUT
from policy_emphasis.page.markup import render
from policy_emphasis.page.places import place_styles
from policy_emphasis.words import all_findings
from policy_emphasis.words import all_texts as words
from policy_emphasis.words.finding import label_lines
from policy_emphasis.words.validity import marked

FARTHEST = 12  # shares that the chart of those out of line shows
OWN_TRENDS = 15  # trends of single places shown
OF_TEXT = N_("% of the text's characters")
PERCENT = ["share", "low", "high", "rest", "expected_low", "expected_high"]
PLAIN = {True: "yes", False: "no"}


def about(texts, analysis):
    """What the texts are, in a box."""
    shown = {"kind": "caveat", "sentences": words.about(texts, analysis)}
    return HTML(render(analysis.language, "box.html.j2", **shown))


def findings(texts, analysis):
    """The box that opens the page."""
    return boxes.findings(analysis.run, all_findings.findings(texts, analysis))


def out_of_line(texts, analysis):
    """The shares farthest from what the other texts lead to expect, with that range."""
    title, table = words.rest_title(texts, analysis), words.farthest(texts, FARTHEST)
    if table.empty:
        return figure.chart(analysis.run, "rest", title)
    table = table.assign(**{name: 100 * table[name] for name in PERCENT})
    names = [analysis.language.place(place) for place in table["place"]]
    themes = table["theme"].map(analysis.theme_names)
    lines = [list(pair) for pair in zip(names, themes, strict=True)]
    table = table.assign(lines=lines, theme=themes, outside=table["clear"].map(PLAIN))
    draw = partial(spreads.ranges, table=table, unit=analysis.say(OF_TEXT))
    forms = figure.forms(draw, len(table), wide=0.34, narrow=0.44)
    spoken = (
        f"{row.lines[0]}, {row.theme} {row.share:.1f} "
        f"({row.expected_low:.1f}–{row.expected_high:.1f})"
        for row in table.head(READ_OUT).itertuples()
    )
    drawn = {"table": table, "alt": "; ".join(spoken), "forms": forms}
    return figure.chart(analysis.run, "rest", title, **drawn)


def spread(texts, analysis):
    """How the shares of each theme spread over the texts, the largest median first."""
    run, codebook = analysis.run, analysis.run.codebook.set_index("theme")
    if texts.shares.empty:
        return figure.chart(run, "spread", words.rest_title(texts, analysis))
    labels = {
        theme: marked(label_lines(codebook.loc[theme], run.language), theme)
        for theme in texts.medians.index
    }
    names = {place: run.language.place(place) for place in texts.places}
    styles = place_styles(analysis.documents, run.language)
    styles = {place: style for place, style in styles.items() if place in names}
    table = texts.shares.assign(share=100 * texts.shares["share"])
    given = {"table": table, "labels": labels, "styles": styles, "names": names}
    draw = partial(spreads.strips, unit=analysis.say(OF_TEXT), **given)
    forms = figure.forms(draw, len(labels), wide=0.33, narrow=0.46, rest=0.6)
    behind = _quartiles(texts, analysis)
    spoken = (
        f"{row.label} {row.median:.1f} ({row.least:.1f}–{row.most:.1f})"
        for row in behind.head(READ_OUT).itertuples()
    )
    drawn = {"table": behind, "alt": "; ".join(spoken), "forms": forms}
    drawn["keys"] = [(f"dot place-{style.number}", names[place]) for place, style in styles.items()]
    return figure.chart(run, "spread", words.spread_title(texts, analysis), **drawn)


def years(texts, analysis):
    """Small multiples: a panel for each theme, its share over the years, the one that rose most
    first; under them the trends of single places, where several have years enough."""
    if texts.years.empty:
        return figure.chart(analysis.run, "years", words.years_title(texts, analysis))
    yearly = texts.years.assign(**{name: 100 * texts.years[name] for name in PERCENT[:3]})
    table = texts.trends.sort_values("change", ascending=False, kind="stable")
    span, far, panels = (yearly["year"].min(), yearly["year"].max()), yearly["high"].max(), {}
    for row in table.itertuples():
        own = yearly[yearly["theme"] == row.theme]
        label = f"{analysis.theme_names[row.theme]}: {words.tidy(100 * row.change):+.1f}"
        if row.clear:
            label = analysis.say("{label} (clear)", label=label)
        panels[label] = spreads.panel(own, span, analysis.language, clear=row.clear, far=far)
    drawn = {"table": _trend_figures(table, analysis), "alt": "; ".join(list(panels)[:READ_OUT])}
    title = words.years_title(texts, analysis)
    chart = figure.chart(analysis.run, "years", title, panels=panels, **drawn)
    return HTML(chart.data + _own_trends(texts, analysis))


def _own_trends(texts, analysis):
    """The trends of single places, the surest first; nothing where not two places have years."""
    found = texts.trends_of_each
    if found["series"].nunique() < 2:
        return ""
    found = found.sort_values(["p", "series", "theme"], kind="stable").head(OWN_TRENDS)
    found = _trend_figures(found, analysis).rename(columns={"series": "place"})
    return grid.shown(analysis.run, "own_trends", found).data


def _trend_figures(found, analysis):
    """Trends with labels, their changes in points."""
    points = {name: 100 * found[name] for name in ("change", "low", "high")}
    labels = found["theme"].map(analysis.theme_names)
    return found.assign(label=labels, outside=found["clear"].map(PLAIN), **points)


def _quartiles(texts, analysis):
    """The figures behind the strips: label, least, lower, median, upper, most, lowest, highest."""
    percent = 100 * texts.matrix[texts.medians.index]
    table = percent.quantile([0, 0.25, 0.5, 0.75, 1]).T
    table.columns = ["least", "lower", "median", "upper", "most"]
    ends = {"lowest": percent.idxmin(), "highest": percent.idxmax()}
    named = {name: places.map(analysis.language.place) for name, places in ends.items()}
    return table.assign(label=table.index.map(analysis.theme_names), **named)
