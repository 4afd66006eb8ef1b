"""The tables of the page of all texts taken together. Two of them can be sorted by a small script
(templates/sort.js): a row a text, a cell as short as it can be."""

from dataclasses import dataclass

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from policy_emphasis.page import grid
from policy_emphasis.page.grid import Column
from policy_emphasis.page.markup import marked, occurrences, place, render
from policy_emphasis.page.places import place_styles
from policy_emphasis.quantities import growth as growth_of
from policy_emphasis.quantities.growth import IN_WORDS, STATED
from policy_emphasis.words import all_texts as words
from policy_emphasis.words import targets
from policy_emphasis.words.finding import glossed

STEPS = (1, 2, 3)  # standard errors from which on a cell of the heat table is darker
INDICATORS = 7  # columns of the table of targets, those that most texts set
SORTED = 180  # texts in a table that sorts
NEAREST = 60  # texts with the one most like them
GLOSSED = 3  # terms of a passage that are said in English
PASSAGE = 60  # characters of a passage shown
NONE = "–"


@dataclass(frozen=True)
class Row:
    """A row of a table that can be sorted: the name of its text (HTML), the number of its colour
    where it is compared in detail, and of each cell its class, its text and what it is sorted by,
    where that is not the first number in it."""

    name: Markup
    number: int | None
    cells: list


def heat(texts, analysis):
    """A row for each text, a column for each theme, coloured by how far the share is from what the
    other texts lead to expect; the least usual text first."""
    if texts.shares.empty:
        return _none(words.rest_title(texts, analysis), analysis)
    by_text, themes, cells = texts.shares.set_index(["place", "theme"]), texts.medians.index, {}
    for name in texts.standing["place"][::-1]:
        own = by_text.loc[name].loc[themes]
        cells[name] = [(_look(row), f"{100 * row.share:.1f}", "") for row in own.itertuples()]
    headings = [analysis.theme_names[theme] for theme in themes]
    title = words.heat_title(texts, analysis)
    return _sortable("shares-of-all", title, headings, cells=cells, texts=texts, analysis=analysis)


def all_targets(texts, analysis):
    """The headline targets of all texts, the highest GDP growth first."""
    headline, run = texts.targets, analysis.run
    label = dict(zip(headline["indicator_id"], headline[f"label_{run.language.code}"], strict=True))
    others = headline.loc[headline["indicator_id"] != "gdp", "indicator_id"].value_counts()
    most = sorted(others.index, key=lambda name: (-others[name], name))[:INDICATORS]
    headings = [analysis.say("GDP growth")]
    before = texts.growth["before"].notna().any()
    if before:
        headings.append(analysis.say("GDP growth, the year before"))
    set_by = {(row.place, row.indicator_id): row for row in headline.itertuples()}
    cells = {}
    for row in texts.growth.itertuples():
        cells[row.place] = own = [_target(set_by.get((row.place, "gdp")), run)]
        if row.standing not in (STATED, IN_WORDS):
            own[0] = "", analysis.say(row.standing), ""
        if before:
            own.append(("", NONE if pd.isna(row.before) else f"{row.before:g}%", ""))
        own += [_target(set_by.get((row.place, indicator)), run) for indicator in most]
    headings += [label[indicator] for indicator in most]
    title = words.growth_title(texts, analysis)
    return _sortable("targets-of-all", title, headings, cells=cells, texts=texts, analysis=analysis)


def groups(texts, analysis):
    """Median shares by group: a table for each way of grouping that leaves two groups or more."""
    shown = []
    for by, own in texts.groups.groupby("by", sort=False):
        n = own.drop_duplicates("group").set_index("group")["n"]
        columns = []
        for group in n.index:
            named = _group(by, group, analysis)
            heading = analysis.say("{group} (n\u00a0=\u00a0{n})", group=named, n=n[group])
            columns.append(Column(group, heading, "{:.1f}"))
        table = 100 * own.pivot(index="theme", columns="group", values="median")
        tests = own.drop_duplicates("theme").set_index("theme")["q"]
        if tests.notna().any():
            columns.append(Column("q", "q", "{:.3f}"))
        table = table.assign(q=tests).loc[texts.medians.index].reset_index()
        table = table.assign(label=table["theme"].map(analysis.theme_names))
        shown.append(grid.shown(analysis.run, f"by_{by}", table, more=columns).data)
    return HTML("".join(shown)) if shown else _none(words.no_groups(analysis), analysis)


def passages(texts, analysis):
    """The pairs of texts that share most, with the longest passage."""
    found = texts.passages
    if found.empty:
        return _none(words.passages_title(texts, analysis), analysis)
    shown = pd.Series([_passage(row, analysis) for row in found.itertuples()], dtype=object)
    return grid.shown(analysis.run, "passages", found.assign(passage=shown))


def nearest(texts, analysis):
    """For each text the one most like it in words and in themes, the most alike first."""
    if len(texts.places) < 2:
        return _none(words.rest_title(texts, analysis), analysis)
    both = texts.words_alike.merge(texts.themes_alike, on="place", suffixes=("", "_themes"))
    both = both.sort_values("cosine", ascending=False, kind="stable").head(NEAREST)
    alike = ("nearest", "nearest_themes")
    names = {name: both[name].map(analysis.language.place) for name in alike}
    return grid.shown(analysis.run, "nearest", both.assign(**names))


def growth_figures(texts, analysis):
    """Which texts set which figure for GDP growth; all headline targets in %, from which to which;
    and GDP growth year by year, where there are several years."""
    found, years = growth_of.by_figure(texts.growth), growth_of.by_year(texts.growth)
    if found.empty:
        return _none(words.growth_title(texts, analysis), analysis)
    figures = [
        f"{row.low:g}%" if row.low == row.high else f"{row.low:g}–{row.high:g}%"
        for row in found.itertuples()
    ]
    names = [words.named(places, analysis) for places in found["places"]]
    found = found.assign(figure=figures, n=found["places"].map(len), names=names)
    shown = grid.shown(analysis.run, "growth_figures", found).data
    labelled = texts.ranges.assign(label=texts.ranges[f"label_{analysis.language.code}"])
    shown += grid.shown(analysis.run, "target_ranges", labelled).data
    if len(years) > 1:
        shown += grid.shown(analysis.run, "growth_by_year", years).data
    return HTML(shown)


def _none(sentence, analysis):
    """What stands where there is nothing to show."""
    return HTML(render(analysis.language, "figure.html.j2", title=sentence))


def _sortable(name, title, headings, *, cells, texts, analysis):
    """A table that a reader can sort by any column; of many texts the first, and those that are
    compared in detail. cells: place → as Row has them."""
    documents = texts.documents.set_index("place", drop=False)
    styles = place_styles(analysis.documents, analysis.language)
    listed = [
        Row(
            place(documents.loc[named], analysis.language),
            styles[named].number if named in styles else None,
            own,
        )
        for i, (named, own) in enumerate(cells.items())
        if i < SORTED or named in styles
    ]
    shown = grid.declared("charts")[name] | {"id": name, "title": title, "rows": listed}
    shown |= {"texts": len(cells)}
    return HTML(render(analysis.language, "sortable.html.j2", headings=headings, **shown))


def _target(target, run):
    """The cell of a headline target, of a text that may have none."""
    if target is None:
        return "", NONE, ""
    large = pd.notna(target.normal_low) and target.normal_unit != "%"
    return "", targets.amount(target, run), f"{target.normal_low:g}" if large else ""


def _look(row):
    """The class of a cell of the heat table: above or below what is expected, by how many steps,
    and whether clearly; nothing near the middle."""
    steps = sum(abs(row.z) >= step for step in STEPS)
    look = f"{'a' if row.z > 0 else 'b'}{steps}" if steps else ""
    return f"{look} out" if row.clear else look


def _group(by, group, analysis):
    return analysis.language.place(group) if by == "province" else analysis.say(group)


def _passage(row, analysis):
    """A shared passage, its beginning, with the way to it and known terms in English."""
    text, lexicon = row.text[:PASSAGE], analysis.run.lexicon
    spans = occurrences(text, lexicon)
    known = sorted({text[start:end] for start, end in spans}, key=lambda term: (-len(term), term))
    english = analysis.language.code == "en"
    document, _, number = row.paragraph.rpartition("-p")
    shown = {"text": marked(text, spans if english else []), "cut": len(row.text) > PASSAGE}
    shown |= {"document": document, "number": number}
    shown["known"] = glossed(known[:GLOSSED], analysis) if english and known else ""
    return render(analysis.language, "passage.html.j2", **shown)
