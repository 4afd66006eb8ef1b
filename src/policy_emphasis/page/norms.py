"""The charts and tables of the page that holds each report against the norms. Each function takes
the BesideNorms of an Analysis, and the Analysis."""

from functools import partial

import pandas as pd
from IPython.display import HTML

from policy_emphasis.inference.norms import farthest
from policy_emphasis.language import N_
from policy_emphasis.page import boxes, figure, grid
from policy_emphasis.page.drawings import INK, MUTED, RULE, estimate, row_axes, row_label
from policy_emphasis.page.figure import READ_OUT
from policy_emphasis.page.markup import render
from policy_emphasis.page.places import place_styles
from policy_emphasis.words import norms as words
from policy_emphasis.words.finding import label_lines

OF_TEXT = N_("% of the report's characters")
PERCENT = ["share", "low", "high", "median", "lower", "upper", "few", "most"]
PERCENT += ["percentile", "percentile_low", "percentile_high", "percentile_of_years"]
PERCENT += ["pooled", "pooled_low", "pooled_high"]
PANELS = 3  # themes over the years of each place, those that stand out most
YEARLY = ["share", "median", "lower", "upper"]
WORDS = 12  # of each report in the table
PLAIN = {True: "yes", False: "no"}


def findings(beside, analysis):
    """The box that opens the page."""
    return boxes.findings(analysis.run, words.findings(beside, analysis))


def about(beside, analysis):
    """What the norms are, in a box."""
    shown = {"kind": "caveat", "sentences": words.about(beside, analysis)}
    return HTML(render(analysis.language, "box.html.j2", **shown))


def standing(beside, analysis):
    """For each report a strip for each theme, the highest percentile first."""
    if beside.shares.empty:
        return figure.chart(analysis.run, "standing", words.nothing(analysis))
    places = beside.shares["place"].unique()
    return HTML("".join(_strips(place, beside, analysis).data for place in places))


def _strips(place, beside, analysis):
    table = _in_percent(beside.shares[beside.shares["place"] == place], analysis)
    table = table.sort_values("percentile", ascending=False, kind="stable", ignore_index=True)
    codebook = analysis.run.codebook.set_index("theme")
    labels = [label_lines(codebook.loc[theme], analysis.language) for theme in table["theme"]]
    style, unit = place_styles(analysis.documents, analysis.language)[place], analysis.say(OF_TEXT)
    draw = partial(strips, table=table, labels=labels, style=style, unit=unit)
    spoken = (
        f"{row.label} {row.share:.1f} ({row.percentile:.0f})"
        for row in table.head(READ_OUT).itertuples()
    )
    forms = figure.forms(draw, len(table), wide=0.33, narrow=0.46, rest=0.5)
    drawn = {"table": table, "alt": "; ".join(spoken), "forms": forms}
    title, name = words.title(place, beside, analysis), f"standing-{place}"
    return figure.chart(analysis.run, "standing", title, id=name, **drawn)


def strips(ax, narrow, *, table, labels, style, unit):
    """A strip for each theme: a line over nine in ten of the others, a box from quartile to
    quartile with the median, the report's mark with its interval, and its percentile."""
    far = table[["high", "most"]].max().max()
    for y, (row, lines) in enumerate(zip(table.itertuples(), labels, strict=True)):
        whole = {"linewidth": 1.6, "clip_on": False}
        ax.plot([row.few, row.most], [y, y], color=RULE, zorder=0, **whole)
        box = {"left": row.lower, "height": 0.5, "color": RULE, "zorder": 0, "clip_on": False}
        ax.barh(y, row.upper - row.lower, **box)
        ax.plot([row.median] * 2, [y - 0.25, y + 0.25], color=MUTED, zorder=1, **whole)
        look = {"broken": not row.ours, "hollow": not row.clear, "clip_on": False}
        estimate(ax, y, row.share, ends=[row.low, row.high], colour=style.colour, **look)
        ends = {"ha": "right", "va": "center", "fontsize": 7.5, "color": INK}
        ax.text(far * 1.12, y, f"{row.percentile:.0f}", **ends)
        row_label(ax, y, lines, narrow=narrow, above=0.34)
    row_axes(ax, len(table), narrow=narrow, unit=unit)
    ax.set_xlim(0, far * 1.12)


def shares(beside, analysis):
    """Every theme of every report, with percentile, test and pooled share."""
    if beside.shares.empty:
        return figure.chart(analysis.run, "standing", words.nothing(analysis))
    return grid.shown(analysis.run, "norm_shares", _in_percent(beside.shares, analysis))


def years(beside, analysis):
    """Panels over the years: the themes that stand out most in each report, the place's share
    beside the middle half of all reports of its level."""
    if beside.shares.empty or beside.years.empty:
        return figure.chart(analysis.run, "norm_years", words.nothing(analysis))
    yearly = beside.years.assign(**{name: 100 * beside.years[name] for name in YEARLY})
    yearly["label"] = yearly["theme"].map(analysis.theme_names)
    panels, shown = {}, []
    for place, theme in _farthest(beside):
        own = yearly[(yearly["place"] == place) & (yearly["theme"] == theme)]
        if own["share"].notna().sum() < 2:
            continue
        label = f"{analysis.language.place(place)}: {analysis.theme_names[theme]}"
        number = place_styles(analysis.documents, analysis.language)[place].number
        panels[label] = _panel(own, f"place-{number}", analysis)
        shown.append(own)
    if not panels:
        return figure.chart(analysis.run, "norm_years", words.nothing(analysis))
    title = words.years_title(beside, analysis)
    table = pd.concat(shown)
    drawn = {"table": table, "alt": "; ".join(list(panels)[:READ_OUT]), "panels": panels}
    return figure.chart(analysis.run, "norm_years", title, **drawn)


def _farthest(beside):
    """The themes that stand out most, place by place."""
    ordered = farthest(beside.shares)
    for place in beside.shares["place"].unique():
        for theme in ordered.loc[ordered["place"] == place, "theme"].head(PANELS):
            yield place, theme


def _panel(own, colour, analysis):
    """A theme over the years: SVG, far smaller than matplotlib's."""
    first, last = own["year"].min(), own["year"].max()
    top = own[["share", "upper"]].max().max() * 1.05 or 1.0
    x = (28 + 170 * (own["year"] - first) / max(last - first, 1)).map("{:.1f}".format)
    share, median, lower, upper = (
        (78 - 72 * own[name] / top).map("{:.1f}".format) for name in ("share", *YEARLY[1:])
    )
    there = own["share"].notna()
    around = [*(x + " " + upper), *(x + " " + lower)[::-1]]
    mark = float(f"{top / 1.05:.1g}")
    mark = mark if mark < top else mark / 2
    height = 78 - 72 * mark / top
    shown = {"band": "M" + "L".join(around) + "z", "median": "M" + "L".join(x + " " + median)}
    shown |= {"line": "M" + "L".join((x + " " + share)[there]), "colour": colour}
    shown |= {"dots": "".join("M" + (x + " " + share)[there] + "h0"), "first": first, "last": last}
    shown |= {"mark": f"{mark:g}", "mark_line": f"{height:.1f}", "mark_y": f"{height + 3:.1f}"}
    return render(analysis.language, "norm_panel.svg.j2", **shown)


def words_table(beside, analysis):
    """The words that stand out most in each report."""
    if beside.words.empty:
        return figure.chart(analysis.run, "standing", words.nothing(analysis))
    shown = beside.words.groupby("place", sort=False).head(WORDS)
    stands, texts = shown["clear"].map(PLAIN), 100 * shown["texts"]
    return grid.shown(analysis.run, "norm_words", shown.assign(stands=stands, texts=texts))


def alike(beside, analysis):
    """The reports whose themes are most like each one's own."""
    if beside.shares.empty:
        return figure.chart(analysis.run, "standing", words.nothing(analysis))
    found = beside.alike
    names = [words.norm_name(row, analysis) for row in found.itertuples()]
    return grid.shown(analysis.run, "norm_alike", found.assign(nearest=names))


def steadiness(beside, analysis):
    """How far a report's rank among others in one year is that of the next, theme by theme."""
    if beside.shares.empty:
        return figure.chart(analysis.run, "standing", words.nothing(analysis))
    found = beside.norms.retest
    found = found[found["tier"].isin(beside.documents["tier"])]
    table = found.pivot(index="theme", columns="tier", values="reliability")
    table = table.loc[table.index.isin(beside.shares["theme"])]
    columns = []
    for tier in table.columns:
        heading = words.LEVELS.get(tier, tier)
        columns.append(grid.Column(tier, analysis.say(heading), "{:.2f}"))
    table = table.sort_values(list(table.columns), ascending=False).reset_index()
    table = table.assign(label=table["theme"].map(analysis.theme_names))
    return grid.shown(analysis.run, "norm_retest", table, more=columns)


def targets(beside, analysis):
    """The headline targets in % of each report, beside those of the others."""
    found = beside.targets if len(beside.shares) else beside.shares
    if found.empty:
        return figure.chart(analysis.run, "standing", words.nothing(analysis))
    label = found[f"label_{analysis.language.code}"]
    parts = {name: 100 * found[name] for name in ("lower", "same")}
    return grid.shown(analysis.run, "norm_targets", found.assign(label=label, **parts))


def _in_percent(table, analysis):
    labels = table["theme"].map(analysis.theme_names)
    percent = {name: 100 * table[name] for name in PERCENT}
    return table.assign(label=labels, stands=table["clear"].map(PLAIN), **percent)
