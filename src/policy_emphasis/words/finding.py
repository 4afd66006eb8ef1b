"""A finding: one sentence with its estimate, built from the tables, so that no rerun leaves an old
claim standing; how it names places, terms and rows of tables, and how estimates are shown."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from urllib.parse import urljoin

import pandas as pd

from policy_emphasis.language import N_
from policy_emphasis.reference.lists import UNCODED

FINER = re.compile(r"\.(\d)")  # the decimals of a format
# What messages name: columns of tables, or parts of a comparison.
PLACES = ("place", "place_a", "place_b", "more", "less", "longest", "shortest")
THEMES = ("theme", "first", "second")
SHARES = ("share", "difference", "low", "high")
WORDS = ("genre", "level")
FEW_PLACES = 6  # named in one sentence


@dataclass(frozen=True)
class Finding:
    """One row of the published table `findings`.

    finding, notebook: its name, and the page with the working; statement: one sentence; subject:
    what the estimate is of, the same in every language: a theme (with the places in the order
    compared), a term, an indicator, or the finding's own kind; measure: what the estimate counts
    in: share (0–1), difference (of shares, 0–1) and the widest of these, log-odds, density and
    words (difference in numbers and in words, per 1,000 characters), percent, count, ratio;
    estimate, low, high: the figure and its 95% interval, where it has one; robust_share: filled in
    where the finding has been recomputed under other choices; evidence: the link, as that page
    would have it, to what the finding rests on.
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
    """The findings as a table, a row each, their evidence linked as from any page."""
    figures = ["estimate", "low", "high", "robust_share"]
    evidence = [urljoin(f"{found.notebook}.html", found.evidence) for found in findings]
    table = pd.DataFrame(findings, columns=[field.name for field in fields(Finding)])
    return table.astype(dict.fromkeys(figures, float)).assign(evidence=evidence)


def glossed(terms, analysis):
    """Chinese terms as a list in a sentence, in plain text: each with its English in quotation
    marks, or “the term” alone where the page is Chinese."""
    gloss, listed = analysis.run.gloss, analysis.language.listed
    if analysis.language.code == "zh":
        return listed(f"“{term}”" for term in terms)
    return listed(f"{term} “{gloss[term]}”" if term in gloss else term for term in terms)


def label_lines(row, language):
    """A label's lines, of label_en and label_zh: the English over the Chinese, or that alone."""
    return [row.label_zh] if language.code == "zh" else [row.label_en, row.label_zh]


def place_name(name, analysis):
    """A place's name, marked with its genre where its text is no report."""
    named = analysis.language.place(name)
    if name not in analysis.articles:
        return named
    return analysis.say("{place} ({genre})", place=named, genre=genre_of(name, analysis))


def genre_of(place, analysis):
    """The genre of a place's text, in words."""
    genres = dict(zip(analysis.documents["place"], analysis.documents["genre"], strict=True))
    return analysis.say(genres[place])


def few_places(places, analysis):
    """Some places as a list in a sentence; of many, how many there are."""
    if len(places) > FEW_PLACES:
        return analysis.say("{n} places", n=len(places))
    return analysis.language.listed(map(analysis.language.place, places))


def without_uncoded(table):
    """A table of themes without what the codebook leaves uncoded."""
    return table[table["theme"] != UNCODED]


def spoken(row, analysis):
    """A row (column → value) as the values of messages: places, themes, genre and level by their
    names, shares in percent."""
    places = {name: analysis.language.place(row[name]) for name in PLACES if name in row}
    themes = {name: theme_name(row[name], analysis) for name in THEMES if name in row}
    percent = {name: 100 * row[name] for name in SHARES if name in row}
    words = {name: analysis.say(row[name]) for name in WORDS if name in row}
    return row | places | themes | percent | words


def theme_name(name, analysis):
    """A theme's name; in English in quotation marks, for it holds commas (Chinese messages have
    their own)."""
    label = analysis.theme_names[name]
    return f"“{label}”" if analysis.language.code == "en" else label


def row_by_row(message, table, analysis):
    """The message said of each row of a table, whose columns are its values."""
    return [analysis.say(message, **spoken(row, analysis)) for row in table.to_dict("records")]


@dataclass(frozen=True)
class Measure:
    """How estimates are shown. label: what they count in, a message; shape: their format; scale:
    from what is published to what is shown."""

    label: str
    shape: str
    scale: Callable = float

    def shown(self, estimate):
        figure = self.scale(estimate)
        text = self.shape.format(figure)
        if figure and not re.search("[1-9]", text):  # −0.0 would not say that it leaves out zero
            return FINER.sub(lambda digits: f".{int(digits[1]) + 1}", self.shape).format(figure)
        return text


def _percent(share):
    return 100 * share


MEASURES = {
    "share": Measure(N_("share"), "{:.1f}%", _percent),
    "difference": Measure(N_("percentage points"), "{:+.1f}", _percent),
    "widest": Measure(
        N_("percentage points, the widest of all themes (simultaneous interval)"),
        "{:+.1f}",
        _percent,
    ),
    "log-odds": Measure(
        N_("odds of the first distinctive word, there to elsewhere (drawn to 1 by the prior)"),
        "{:.1f}",
        math.exp,
    ),
    "density": Measure(N_("numbers in 1,000 characters, plan minus review"), "{:+.1f}"),
    "words": Measure(N_("difference, words in 1,000 characters of plan"), "{:+.1f}"),
    "percent": Measure(N_("GDP growth target"), "{:g}%"),
    "count": Measure(N_("count"), "{:,.0f}"),
    "ratio": Measure(N_("times"), "{:.1f}"),
}
