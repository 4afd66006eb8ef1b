"""The charts that the notebooks show: the finding in the title, the measure and n under it, an
interval on every estimate, the figures behind it one click away.

Each function takes an Analysis and returns a figure for the page, drawn once for wide and once for
narrow screens, or as small multiples that reflow; what stands with it is in templates/charts.yaml.
Places keep one colour everywhere; a news article is drawn hollow, hatched or with a broken line.
"""

from functools import partial

import numpy as np
from IPython.display import HTML

from policy_emphasis.inference import multiverse
from policy_emphasis.language import N_
from policy_emphasis.page import curves, drawings, figure, grid
from policy_emphasis.page.figure import READ_OUT
from policy_emphasis.page.markup import render
from policy_emphasis.page.places import place_styles
from policy_emphasis.page.tables import clear_first, widest_first
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.words import differences, robustness, targets, terms, texts, themes, topics

LARGEST = 6  # themes of each text that are shown at a glance
HEAT_SCALE = (0, 5, 10, 15, 20)  # % of a text that the legend of the heat table shows
STRONGEST = 44  # % of the full colour in a cell: on more, figures would be hard to read
POINTS, WORDS = N_("percentage points"), N_("words")  # units of the specification curves


def lengths(analysis):
    """Characters of each document by stage, as stacked bars."""
    say, stages = analysis.say, list(drawings.OPACITY)
    styles = place_styles(analysis.documents, analysis.language)
    characters = analysis.run.paragraphs.groupby(["document", "stage"])["characters"].sum()
    sizes = characters.unstack(fill_value=0).reindex(columns=stages, fill_value=0)
    table = analysis.documents.join(sizes.assign(all=sizes.sum(axis=1)), on="document")
    spoken = []
    for row in table.itertuples():
        style = styles[row.place]
        parts = ", ".join(f"{say(stage)} {getattr(row, stage):,}" for stage in stages)
        spoken.append(f"{style.label}: {row.all:,}" + ("" if style.article else f" ({parts})"))
    draw = partial(drawings.lengths, table=table, styles=styles, say=say)
    forms = figure.forms(draw, len(table), wide=0.62, narrow=0.8, rest=0.1)
    drawn = {"table": table, "alt": "; ".join(spoken), "forms": forms}
    return figure.chart(analysis.run, "lengths", texts.lengths_title(analysis), **drawn)


def distinctive_terms(analysis):
    """For each place the terms most its own; the title alone where no term leans to it."""
    return HTML("".join(_terms_of_place(analysis, place).data for place in analysis.compared))


def _terms_of_place(analysis, place):
    run, language, title = analysis.run, analysis.language, terms.chart_title(place, analysis)
    leading = analysis.leading_terms(place).head(run.parameters.n_terms)
    if leading.empty:
        return figure.chart(run, "terms", title)
    table = leading.assign(gloss=leading["gloss"].fillna("") if language.code == "en" else "")
    style = place_styles(analysis.documents, language)[place]
    unit = language.say("uses in 1,000 counted words")
    draw = partial(drawings.terms, table=table, style=style, unit=unit)
    forms = figure.forms(draw, len(table), wide=0.235, narrow=0.36)
    spoken = (
        f"{row.gloss or row.term} {row.per_1000:.1f} "
        f"({row.per_1000_low:.1f}–{row.per_1000_high:.1f}) / {row.per_1000_other:.1f}"
        for row in table.head(READ_OUT).itertuples()
    )
    drawn = {"table": table, "alt": "; ".join(spoken), "forms": forms}
    return figure.chart(run, "terms", title, id=f"terms-{place}", **drawn)


def topics_by_number(analysis):
    """Coherence, exclusivity and stability by the number of topics; the run's own is marked. The
    title alone where the texts are too short for that."""
    say, taken = analysis.say, analysis.run.parameters.n_topics
    table, unit = analysis.topics_by_number, say("number of topics")
    name, panels, spoken = "number-of-topics", {}, []
    if table.empty:
        return figure.chart(analysis.run, name, topics.numbers_title(analysis))
    for column in grid.declared("charts")[name]["columns"][1:]:
        means, label = table.set_index("n_topics")[column.key], say(column.heading)
        draw = partial(drawings.criterion, means=means, taken=taken, unit=unit)
        panels[label] = figure.drawing(2.5, 1.9, draw)
        span = f"{means.min():.2f}–{means.max():.2f}"
        spoken.append(f"{label} {span}, {means.get(taken, 0):.2f} / {taken}")
    drawn = {"table": table, "alt": "; ".join(spoken), "panels": panels}
    return figure.chart(analysis.run, name, topics.numbers_title(analysis), **drawn)


def topic_shares(analysis):
    """How much of each text each topic fills."""
    drawn = {"shares": analysis.topic_shares, "labels": topics.row_labels(analysis), "scale": 100}
    return figure.by_place(analysis, "topics", topics.shares_title(analysis), **drawn)


def theme_shares(analysis):
    """How much of each text each theme fills."""
    whole = analysis.themes[analysis.themes["stage"] == "all"]
    drawn = {"shares": whole, "labels": themes.row_labels(analysis), "scale": 100}
    return figure.by_place(analysis, "shares", themes.shares_title(analysis), **drawn)


def theme_differences(analysis):
    """Differences in share between the two places that compare best, the widest first, as points
    with intervals around zero; solid where the difference is clear. One text alone has none."""
    if analysis.theme_contrasts.empty:
        return None
    points, labels = clear_first(analysis), themes.row_labels(analysis)
    shown = (points[["place_a", "place_b"]] == analysis.alike[:2]).all(axis=1)
    a, b = map(analysis.language.place, analysis.alike[:2])
    table = widest_first(points[shown], "difference")
    unit = analysis.say("{a} less {b}, percentage points", a=a, b=b)
    spoken = (
        f"{row.label} {row.difference:+.1f} ({row.low:+.1f} – {row.high:+.1f})"
        for row in table.head(READ_OUT).itertuples()
    )
    draw = partial(drawings.differences, table=table, labels=labels, unit=unit)
    forms = figure.forms(draw, len(table), wide=0.3, narrow=0.36)
    drawn = {"table": table, "unit": unit, "alt": f"{unit}: {'; '.join(spoken)}", "forms": forms}
    return figure.chart(analysis.run, "differences", differences.contrast_title(analysis), **drawn)


def theme_stages(analysis):
    """Heat table of theme shares: a row a theme, a column for each report's review and plan and for
    the whole of other texts, the figure in each cell; one scale of one colour for all places."""
    language, labels = analysis.language, themes.row_labels(analysis)
    styles = place_styles(analysis.documents, language)
    shares = analysis.themes.pivot(index="theme", columns=["place", "stage"], values="share")
    headings = {}
    for place, style in styles.items():
        if style.article:
            headings[place, "all"] = style.label
            continue
        for stage in ("review", "plan"):
            if (place, stage) in shares:
                headings[place, stage] = f"{style.label}, {language.say(stage)}"
    shares = shares.loc[list(labels), list(headings)].fillna(0.0)
    percent = (100 * shares).set_axis(list(headings.values()), axis=1)
    figures = percent.to_numpy().tolist()
    percent.insert(0, language.say("Theme"), [lines[0] for lines in labels.values()])
    shown = render(
        language,
        "stages.html.j2",
        title=themes.stages_title(analysis),
        headings=list(percent),
        colours=["", *(f"place-{styles[place].number}" for place, _ in headings)],
        rows=list(zip(labels.values(), figures, strict=True)),
        scale=HEAT_SCALE,
        heat=_heat,
        download=grid.download(percent, "stages", language),
    )
    return HTML(shown)


def _heat(percent):
    """How strong the colour of a share is, in % of the full colour."""
    return round(min(percent, HEAT_SCALE[-1]) * STRONGEST / HEAT_SCALE[-1])


def glance(analysis):
    """For each place its largest themes with intervals, each linked to its sentences."""
    ordered = analysis.themes.sort_values(["share", "theme"], ascending=[False, True])
    coded = ordered[(ordered["stage"] == "all") & (ordered["theme"] != UNCODED)]
    largest = coded.groupby("place").head(LARGEST)
    shown = render(
        analysis.language,
        "glance.html.j2",
        title=themes.shares_title(analysis),
        shown=LARGEST,
        documents=list(analysis.documents.itertuples()),
        styles=place_styles(analysis.documents, analysis.language),
        themes=list(largest.itertuples()),
        names=analysis.theme_names,
        far=largest["high"].max(),
    )
    return HTML(shown)


def growth_targets(analysis):
    """The growth that each report sets as a target for its year."""
    shares, labels = targets.growth_rows(analysis)
    drawn = {"shares": shares, "labels": labels, "places": analysis.reports}
    return figure.by_place(analysis, "growth", targets.growth_title(analysis), **drawn)


def number_density(analysis):
    """How densely each part of a text is set with numbers."""
    labels = {part: [analysis.say(label)] for part, label in targets.PARTS.items()}
    drawn = {"shares": analysis.number_density, "labels": labels}
    return figure.by_place(analysis, "density", targets.density_title(analysis), **drawn)


def specification_curves(analysis):
    """For each claim its specifications, sorted, above the choices that each was computed under."""
    labels, found = robustness.claim_labels(analysis), multiverse.distinct(analysis.specifications)
    counts = found["finding"].str.startswith("terms-")
    scale = np.where(counts, 1, 100)  # shares as points
    found[["estimate", "low", "high"]] = found[["estimate", "low", "high"]].mul(scale, axis=0)
    found = found.assign(sure=multiverse.confirmed(found))
    ends = {kind: curves.limits(own) for kind, own in found.groupby(counts)}
    titles, panels = robustness.curve_labels(analysis), {}
    for finding in labels:
        own = found[found["finding"] == finding]
        panels[titles[finding]] = curves.curve(own, ends[counts[own.index[0]]], analysis.language)
    by_claim = found.groupby("finding")
    table = by_claim["estimate"].agg(n="size", least="min", median="median", most="max")
    table = table.assign(sure=by_claim["sure"].mean()).loc[list(labels)]
    table["claim"] = table.index.map(labels)
    table["measured"] = np.where(table.index.str.startswith("terms-"), WORDS, POINTS)
    spoken = (f"{row.claim}: {row.sure:.0%} / {row.n}" for row in table.head(READ_OUT).itertuples())
    drawn = {"table": table, "alt": "; ".join(spoken), "panels": panels, "broad": True}
    title = robustness.curves_title(analysis)
    return figure.chart(analysis.run, "specifications", title, **drawn)
