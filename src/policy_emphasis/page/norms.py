"""The charts and tables of the page that holds each report against the norms. Each function takes
the BesideNorms of an Analysis, and the Analysis."""

from functools import partial

import pandas as pd
from IPython.display import HTML

from policy_emphasis.inference.norms import farthest
from policy_emphasis.language import N_
from policy_emphasis.page import boxes, figure, grid, spreads
from policy_emphasis.page.figure import READ_OUT
from policy_emphasis.page.markup import render
from policy_emphasis.page.places import place_styles
from policy_emphasis.words import norm_lasting, validity
from policy_emphasis.words import norms as words
from policy_emphasis.words.finding import label_lines

OF_TEXT = N_("% of the report's characters")
REPORTS = N_("the report, with its 95% interval")
PERCENT = ["share", "low", "high", "median", "lower", "upper", "few", "most"]
PERCENT += ["percentile", "percentile_low", "percentile_high", "percentile_of_years"]
PERCENT += ["pooled", "pooled_low", "pooled_high"]
PANELS = 3  # themes over the years of each place, those that stand out most
YEARLY = ["share", "median", "lower", "upper"]
ALIKE = ["nearest", "cosine", "typical"]  # columns of the table of the most alike
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
        return _nothing(beside, analysis)
    places, far = beside.shares["place"].unique(), 100 * beside.shares[["high", "most"]].max().max()
    return HTML("".join(_strips(place, beside, analysis, far=far).data for place in places))


def _strips(place, beside, analysis, *, far):
    table = _in_percent(beside.shares[beside.shares["place"] == place], analysis)
    table = table.sort_values("percentile", ascending=False, kind="stable", ignore_index=True)
    codebook = analysis.run.codebook.set_index("theme")
    labels = [
        validity.marked(label_lines(codebook.loc[theme], analysis.language), theme)
        for theme in table["theme"]
    ]
    style = place_styles(analysis.documents, analysis.language)[place]
    given = {"style": style, "unit": analysis.say(OF_TEXT), "far": far}
    draw = partial(spreads.beside_norms, table=table, labels=labels, **given)
    spoken = (
        f"{row.label} {row.share:.1f} ({row.percentile:.0f})"
        for row in table.head(READ_OUT).itertuples()
    )
    forms = figure.forms(draw, len(table), wide=0.33, narrow=0.46, rest=0.5)
    drawn = {"table": table, "alt": "; ".join(spoken), "forms": forms}
    drawn["keys"] = [(f"dot place-{style.number}", REPORTS)]
    title, name = words.title(place, beside, analysis), f"standing-{place}"
    return figure.chart(analysis.run, "standing", title, id=name, **drawn)


def shares(beside, analysis):
    """Every theme of every report, with percentile, test and pooled share, to be sorted and
    filtered; a row is found by the names of its place and its theme in either language."""
    if beside.shares.empty:
        return _nothing(beside, analysis)
    table, other = _in_percent(beside.shares, analysis), analysis.language.other
    labels = other.labels(analysis.run.codebook, "theme")
    also = [f"{other.place(row.place)} {labels[row.theme]}" for row in table.itertuples()]
    return grid.shown(analysis.run, "norm_shares", table.assign(also=also))


def lasting(beside, analysis):
    """The themes in which each place is clearly apart over several years, the surest first."""
    if beside.shares.empty:
        return _nothing(beside, analysis)
    found = beside.lasting[beside.lasting["clear"].astype(bool)]
    if found.empty:
        return figure.chart(analysis.run, "norm_years", norm_lasting.nothing(analysis))
    table = found.assign(label=[validity.name(theme, analysis) for theme in found["theme"]])
    percent = {name: 100 * table[name] for name in ("share", "median", "percentile")}
    order = table.assign(**percent).groupby("place", sort=False)
    table = pd.concat([own.sort_values("p", kind="stable") for _, own in order])
    return grid.shown(analysis.run, "norm_lasting", table)


def years(beside, analysis):
    """Panels over the years: the themes that stand out most in each report, the place's share
    beside the middle half of all reports of the level that it is held against."""
    if beside.shares.empty:
        return _nothing(beside, analysis)
    yearly = beside.years.assign(**{name: 100 * beside.years[name] for name in YEARLY})
    yearly["label"] = yearly["theme"].map(analysis.theme_names)
    by_panel = dict(iter(yearly.groupby(["place", "theme"], sort=False)))
    shown = [by_panel[name] for name in _farthest(beside) if name in by_panel]
    shown = [own for own in shown if own["share"].notna().sum() > 1]
    if not shown:
        return figure.chart(analysis.run, "norm_years", words.no_years(beside, analysis))
    table, panels = pd.concat(shown), {}
    far = table.groupby("theme")[["share", "upper"]].max().max(axis=1)
    span = table["year"].min(), table["year"].max()
    for own in shown:
        place, theme = own[["place", "theme"]].iloc[0]
        label = f"{analysis.language.place(place)}: {validity.name(theme, analysis)}"
        number = place_styles(analysis.documents, analysis.language)[place].number
        given = {"colour": f"place-{number}", "far": far[theme]}
        panels[label] = spreads.against_others(own, span, analysis.language, **given)
    title = norm_lasting.years_title(table, beside, analysis)
    table = table[table["share"].notna()]
    drawn = {"table": table, "alt": "; ".join(list(panels)[:READ_OUT]), "panels": panels}
    return figure.chart(analysis.run, "norm_years", title, **drawn)


def _farthest(beside):
    """The themes that stand out most, place by place."""
    ordered = farthest(beside.shares)
    for place in beside.shares["place"].unique():
        for theme in ordered.loc[ordered["place"] == place, "theme"].head(PANELS):
            yield place, theme


def words_table(beside, analysis):
    """The words that stand out most in each report."""
    if beside.words.empty:
        return _nothing(beside, analysis)
    shown = beside.words.groupby("place", sort=False).head(WORDS)
    stands, texts = shown["clear"].map(PLAIN), 100 * shown["texts"]
    return grid.shown(analysis.run, "norm_words", shown.assign(stands=stands, texts=texts))


def alike(beside, analysis):
    """The reports most like each one, by themes and, beside them, by words."""
    if beside.shares.empty:
        return _nothing(beside, analysis)
    ranked = []
    for found in (beside.alike, beside.alike_by_words):
        names = [words.norm_name(row, analysis) for row in found.itertuples()]
        rank = found.groupby("place").cumcount()
        ranked.append(found.assign(nearest=names, rank=rank)[[*ALIKE, "place", "rank"]])
    both = ranked[0].merge(ranked[1], "left", ["place", "rank"], suffixes=("", "_by_words"))
    both = both.fillna({"nearest_by_words": ""})
    return grid.shown(analysis.run, "norm_alike", both)


def targets(beside, analysis):
    """The headline targets in % of each report, beside those of the others."""
    found = beside.targets
    if found.empty:
        return _nothing(beside, analysis)
    label = found[f"label_{analysis.language.code}"]
    parts = {name: 100 * found[name] for name in ("lower", "same")}
    return grid.shown(analysis.run, "norm_targets", found.assign(label=label, **parts))


def _nothing(beside, analysis):
    """What stands where there is nothing to show."""
    return figure.chart(analysis.run, "standing", words.nothing(beside, analysis))


def _in_percent(table, analysis):
    labels = [validity.name(theme, analysis) for theme in table["theme"]]
    percent = {name: 100 * table[name] for name in PERCENT}
    return table.assign(label=labels, stands=table["clear"].map(PLAIN), **percent)
