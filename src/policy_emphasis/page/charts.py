"""The charts that the notebooks show: the finding in the title, the measure and n under it, an
interval on every estimate, the figures behind it one click away.

Each function takes an Analysis and returns a figure for the page, drawn once for wide and once for
narrow screens, or as small multiples that reflow. Places keep one colour everywhere; a news article
is drawn hollow, hatched or with a broken line.
"""

from functools import partial

from IPython.display import HTML

from policy_emphasis.language import N_
from policy_emphasis.page import drawings, figure, grid
from policy_emphasis.page.figure import READ_OUT
from policy_emphasis.page.markup import render
from policy_emphasis.page.places import place_styles
from policy_emphasis.page.tables import standing_first
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.words import robustness, targets, terms, texts, themes, topics

LARGEST = 6  # themes of each text that are shown at a glance


def lengths(analysis):
    """Characters of each document by stage, as stacked bars."""
    language, stages = analysis.run.language, list(drawings.OPACITY)
    say, styles = language.say, place_styles(analysis.documents, language)
    characters = analysis.run.paragraphs.groupby(["document", "stage"])["characters"].sum()
    sizes = characters.unstack(fill_value=0).reindex(columns=stages, fill_value=0)
    table = analysis.documents.join(sizes.assign(all=sizes.sum(axis=1)), on="document")
    spoken = []
    for row in table.itertuples():
        style = styles[row.place]
        parts = ", ".join(f"{say(stage)} {getattr(row, stage):,}" for stage in stages)
        spoken.append(f"{style.label}: {row.all:,}" + ("" if style.article else f" ({parts})"))
    draw = partial(drawings.lengths, table=table, styles=styles, say=say)
    return figure.chart(
        analysis.run,
        "lengths",
        texts.lengths_title(analysis),
        measure="Characters in kept paragraphs, by stage of the report",
        alt="; ".join(spoken),
        note="How long each text is and what stands in it: a report looks back (review), says "
        "what is to come (plan) and how the government will conduct itself (own conduct). A news "
        "article, hatched, has no such sections.",
        forms=figure.forms(draw, len(table), wide=0.62, narrow=0.8, rest=0.1),
        table=table,
        columns=grid.columns(
            "place: Place | review: review of the past {:,} | plan: plan {:,}",
            "governance: own conduct {:,} | other: opening, closing, no section {:,}",
            "all: all {:,}",
        ),
    )


def distinctive_terms(analysis):
    """For each place the terms most its own; the title alone where no term leans to it."""
    return HTML("".join(_terms_of_place(analysis, place).data for place in analysis.places))


def _terms_of_place(analysis, place):
    run, language = analysis.run, analysis.run.language
    name, title = f"terms-{place}", terms.chart_title(place, analysis)
    leading = analysis.leading_terms(place).head(run.parameters.n_terms)
    if leading.empty:
        return figure.chart(run, name, title)
    table = leading.assign(gloss=leading["gloss"].fillna("") if language.code == "en" else "")
    style = place_styles(analysis.documents, language)[place]
    unit = language.say("uses in 1,000 counted words")
    draw = partial(drawings.terms, table=table, style=style, unit=unit)
    return figure.chart(
        run,
        name,
        title,
        measure="Uses in 1,000 counted words, 95 % paragraph-bootstrap interval; the upright "
        "stroke: in the other texts; a diamond: clear at q < 0.05; × uses / ¶ paragraphs; ordered "
        "by z of the log-odds",
        alt="; ".join(
            f"{row.gloss or row.term} {row.per_1000:.1f} "
            f"({row.per_1000_low:.1f}–{row.per_1000_high:.1f}) / {row.per_1000_other:.1f}"
            for row in table.head(READ_OUT).itertuples()
        ),
        note="Only diamonds are clear once the number of terms tried is allowed for. The place's "
        "own name is left out.",
        forms=figure.forms(draw, len(table), wide=0.235, narrow=0.36),
        table=table,
        columns=grid.columns(
            "term: Term | per_1000: Per 1,000 {:.1f} | per_1000_low: from {:.1f}",
            "per_1000_high: to {:.1f} | per_1000_other: Elsewhere {:.1f} | count: Uses {}",
            "paragraphs: Paragraphs {} | log_odds: Log-odds {:+.2f} | z: z {:.1f} | q: q {:.3f}",
            "dp_norm: Dispersion (DPnorm) {:.2f}",
        ),
    )


def topics_by_number(analysis):
    """Coherence, exclusivity and stability by the number of topics; the run's own is marked."""
    say, taken = analysis.run.language.say, analysis.run.parameters.n_topics
    table, unit = analysis.topics_by_number, say("number of topics")
    shown = grid.columns(
        "n_topics: Topics | npmi: coherence (NPMI) {:.3f} | exclusivity: exclusivity (FREX) {:.3f}",
        "stability: stability (cosine) {:.3f}",
    )
    panels, spoken = {}, []
    for column in shown[1:]:
        means, label = table.set_index("n_topics")[column.key], say(column.heading)
        draw = partial(drawings.criterion, means=means, taken=taken, unit=unit)
        panels[label] = figure.drawing(2.5, 1.9, draw)
        span = f"{means.min():.2f}–{means.max():.2f}"
        spoken.append(f"{label} {span}, {means.get(taken, 0):.2f} / {taken}")
    return figure.chart(
        analysis.run,
        "number-of-topics",
        topics.numbers_title(analysis),
        measure="Means over topics; higher is better in each; the upright line is this run's "
        "number of topics",
        alt="; ".join(spoken),
        note="What the number of topics changes. No number is best in all three.",
        panels=panels,
        table=table,
        columns=shown,
        file="topics_by_number",
    )


def topic_shares(analysis):
    """How much of each text each topic fills."""
    return figure.by_place(
        analysis,
        analysis.topic_shares,
        topics.row_labels(analysis),
        scale=100,
        name="topics",
        title=topics.shares_title(analysis),
        measure="Share of each text's characters, 95 % interval over paragraphs",
        note="Topics in order of prevalence; a hollow mark and a broken line stand for the news "
        "article.",
        file="topic_shares",
    )


def theme_shares(analysis):
    """How much of each text each theme fills."""
    return figure.by_place(
        analysis,
        analysis.themes[analysis.themes["stage"] == "all"],
        themes.row_labels(analysis),
        scale=100,
        name="shares",
        title=themes.shares_title(analysis),
        measure="Share of each text's characters, 95 % interval over paragraphs",
        note="A hollow mark and a broken line stand for the news article. A theme that a text "
        "never names still has an interval: a text so short cannot rule it out.",
        file="themes",
    )


def theme_differences(analysis):
    """Differences in share between the two places that compare best, the widest first, as points
    with intervals around zero; solid where the difference stands."""
    language, points = analysis.run.language, standing_first(analysis)
    pair = points[["place_a", "place_b"]].head(1)
    a, b = map(language.place, pair.iloc[0])
    table = points.merge(pair)
    width = table["difference"].abs().round(9)
    table = table.loc[width.sort_values(ascending=False, kind="stable").index]
    unit = language.say("{a} less {b}, percentage points", a=a, b=b)
    spoken = (
        f"{row.label} {row.difference:+.1f} ({row.low:+.1f} – {row.high:+.1f})"
        for row in table.head(READ_OUT).itertuples()
    )
    draw = partial(drawings.differences, table=table, labels=themes.row_labels(analysis), unit=unit)
    doubt = grid.columns("low: from {:+.1f} | high: to {:+.1f} | q: q {:.3f} | stands: Stands")
    return figure.chart(
        analysis.run,
        "differences",
        themes.contrast_title(analysis),
        measure="Difference in share, 95 % interval; hollow: not clear once the number of themes "
        "is allowed for; the widest difference first",
        alt=f"{unit}: {'; '.join(spoken)}",
        note="Points to the right: more of the first place's text. An interval that meets the "
        "line at zero leaves open which place says more.",
        forms=figure.forms(draw, len(table), wide=0.3, narrow=0.36),
        table=table,
        columns=[grid.Column("label", "Theme"), grid.Column("difference", unit, "{:+.1f}"), *doubt],
    )


def theme_stages(analysis):
    """Heat table of theme shares: a row a theme, a column for each report's review and plan and for
    the whole of other texts, the figure in each cell."""
    language, labels = analysis.run.language, themes.row_labels(analysis)
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
    percent.insert(0, language.say("Theme"), [lines[0] for lines in labels.values()])
    shown = render(
        language,
        "stages.html.j2",
        title=themes.stages_title(analysis),
        headings=list(percent),
        styles=[styles[place] for place, _ in headings],
        rows=list(zip(labels.values(), shares.to_numpy().tolist(), strict=True)),
        download=grid.download(percent, "stages", language),
    )
    return HTML(shown)


def glance(analysis):
    """For each place its largest themes with intervals, each linked to its sentences."""
    ordered = analysis.themes.sort_values(["share", "theme"], ascending=[False, True])
    coded = ordered[(ordered["stage"] == "all") & (ordered["theme"] != UNCODED)]
    largest = coded.groupby("place").head(LARGEST)
    shown = render(
        analysis.run.language,
        "glance.html.j2",
        title=themes.shares_title(analysis),
        shown=LARGEST,
        documents=list(analysis.documents.itertuples()),
        styles=place_styles(analysis.documents, analysis.run.language),
        themes=list(largest.itertuples()),
        names=analysis.theme_names,
        far=largest["high"].max(),
    )
    return HTML(shown)


def growth_targets(analysis):
    """The growth that each report sets as a target for its year."""
    return figure.by_place(
        analysis,
        *targets.growth_rows(analysis),
        unit=N_("% growth"),
        places=analysis.reports,
        name="growth",
        title=targets.growth_title(analysis),
        measure="Growth targets for the year of the report, in %; a line spans a range, targets "
        'put as "about" or "at least" are drawn at the figure named',
        note="Growth targets as the reports state them. They are statements, not estimates, so "
        "they carry no sampling interval.",
    )


def number_density(analysis):
    """How densely each part of a text is set with numbers."""
    return figure.by_place(
        analysis,
        analysis.number_density,
        targets.part_labels(analysis),
        unit=N_("numbers in 1,000 characters"),
        name="density",
        title=targets.density_title(analysis),
        measure="Numbers in 1,000 characters, 95 % paragraph-bootstrap interval",
        note="How densely each part of a text is set with numbers. The article has no review and "
        "no plan.",
    )


def specification_curves(analysis):
    """For each claim its estimates under all specifications, sorted, with intervals."""
    labels = robustness.claim_labels(analysis)
    every, panels = analysis.multiverse, {}
    for finding, label in labels.items():
        curve = every[every["finding"] == finding].sort_values("estimate", ignore_index=True)
        panels[label] = figure.drawing(2.5, 1.5, partial(drawings.curve, estimates=curve))
    by_claim = every.assign(sure=every["low"] > 0).groupby("finding")
    spread = by_claim["estimate"].agg(n="size", least="min", median="median", most="max")
    table = spread.loc[list(labels)].assign(
        sure=by_claim["sure"].mean(), claim=list(labels.values())
    )
    spoken = (f"{row.claim}: {row.sure:.0%} / {row.n}" for row in table.head(READ_OUT).itertuples())
    return figure.chart(
        analysis.run,
        "specifications",
        robustness.title(analysis),
        measure="Each step across is one specification, sorted by estimate (line) with its "
        "interval (band); blue where the interval leaves out zero in the claim's direction",
        alt="; ".join(spoken),
        note="Specification curves. Shares are differences of parts of the text; for words, "
        "log-odds; for topics, the overlap with the nearest theme above chance. The widest few "
        "intervals run out of the frame; where a part is a single section, nothing is known and "
        "the interval is the whole range.",
        panels=panels,
        table=table,
        columns=grid.columns(
            "claim: Claim | n: Specifications {:,} | sure: Leave out zero {:.0%}",
            "least: Least {:.3f} | median: Median {:.3f} | most: Most {:.3f}",
        ),
    )
