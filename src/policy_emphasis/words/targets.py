"""What the reports commit to in numbers, in words."""

import re

import pandas as pd

from policy_emphasis.inference.density import CHANGE
from policy_emphasis.language import N_
from policy_emphasis.words.finding import (
    Finding,
    few_places,
    genre_of,
    label_lines,
    row_by_row,
    spoken,
)
from policy_emphasis.words.vocabulary import AMOUNTS, COUNTED

PAGE = "05_targets"

# English only: in Chinese a quantity is said in its own words.
COMPARATORS = ("about", "at least", "at most")  # said; a range and an exact figure need no word
EXACTER = {"近": "nearly", "超(?!过)|超过|突破|逾|多$|余": "more than"}  # Chinese → than the class
MOVES = {"growth": "growth", "change": "decrease"}  # kinds of percentage, as they are said
PARTS = {"review": N_("reported as done"), "plan": N_("planned"), "article": N_("no work report")}
EXPECTED = "预计"
MOST = 6  # items that a sentence names; the table beside it holds all
LARGE = [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")]


def findings(analysis):
    """What each report commits to in numbers, and what an article only quotes."""
    documents = analysis.documents.itertuples()
    return [
        *(_headline(row, analysis) for row in documents if row.place in analysis.reports),
        *_outturns(analysis),
        *(_quoted(place, analysis) for place in analysis.quoted["place"].drop_duplicates()),
        *(_density(row, analysis) for row in _plan_and_review(analysis).itertuples()),
    ]


def in_words(quantity, run):
    """A quantity: about 4% growth, at least 350,000 people; in Chinese its own words. A change in
    % is a decrease (rule 7: what grows has the kind growth)."""
    moves = quantity.kind in MOVES and _is_percentage(quantity) and run.language.code == "en"
    moves = moves and quantity.value_low >= 0  # -3.2% says by itself which way
    return f"{amount(quantity, run)} {MOVES[quantity.kind]}" if moves else amount(quantity, run)


def growth_title(analysis):
    """By how much GDP is to grow, report by report."""
    growth = _gdp_growth(analysis.headline_targets)
    if growth.empty:
        return analysis.say("Growth targets")
    growth = growth.assign(amount=[amount(row, analysis.run) for row in growth.itertuples()])
    amounts = row_by_row(N_("{amount} in {place}"), growth, analysis)
    targets = analysis.language.listed(amounts)
    if analysis.language.code == "zh":  # each amount ends in 左右, which 和 would join to the next
        targets = "，".join(amounts)
    return analysis.say("GDP is to grow by {targets}", targets=targets)


def growth_amounts(analysis):
    """place → by how much GDP is to grow, as its report puts it, where it sets a figure."""
    growth = _gdp_growth(analysis.headline_targets)
    return {row.place: amount(row, analysis.run) for row in growth.itertuples()}


def growth_in_brief(analysis):
    """growth_title, warning where the years differ; nothing where no report sets a target."""
    growth = _gdp_growth(analysis.headline_targets)
    years = sorted(set(analysis.documents.set_index("place")["year"][growth["place"]]))
    title = growth_title(analysis)
    if len(years) < 2:
        return [title] * len(years)
    message = N_("{growth}; the reports are of different years ({years})")
    years = analysis.language.listed(map(str, years))
    return [analysis.say(message, growth=title, years=years)]


def growth_rows(analysis):
    """Growth targets for a chart, and indicator → its label as lines of text.

    The table: indicator, place, share (in %), low, high (the ends of a range, else the figure).
    """
    growth = _growth(analysis.headline_targets)
    low, high = growth["normal_low"], growth["normal_high"]
    drawn = growth[["indicator_id", "place"]].rename(columns={"indicator_id": "indicator"})
    lines = {row.indicator_id: label_lines(row, analysis.language) for row in growth.itertuples()}
    return drawn.assign(share=(low + high) / 2, low=low, high=high), lines


def density_title(analysis):
    """In which reports plan and review are clearly not as densely set with numbers."""
    both = _plan_and_review(analysis)
    if both.empty:
        return analysis.say("No text has both a review and a plan")
    differ = both.loc[both["clear"], "place"].tolist()
    if not differ:
        return analysis.say("No plan has clearly more or fewer numbers than its review")
    message = N_("Plan and review differ clearly in how many numbers they hold: {places}")
    return analysis.say(message, places=few_places(differ, analysis))


def _headline(document, analysis):
    language, headline = analysis.language, analysis.headline_targets
    headline = headline[headline["place"] == document.place]
    message = N_("{place}'s report sets for {year}: {targets}.")
    if headline.empty:
        message = N_("No headline target was found in {place}'s report.")
    targets = _first([_target(row, analysis.run) for row in headline.itertuples()], analysis)
    values = {"place": language.place(document.place), "year": document.year, "targets": targets}
    gdp = _gdp_growth(headline)["normal_low"].tolist()
    figure = ("gdp", "percent", gdp[0]) if gdp else ("", "count", len(headline))
    statement = analysis.say(message, **values)
    name = f"targets-{document.place}"
    return Finding(name, PAGE, statement, *figure, evidence="#headline-targets")


def _first(items, analysis):
    """Items as a list in a sentence: of many the first, and how many more there are."""
    named = analysis.language.apart(items[:MOST])
    message = N_("{items}; and {n} more in the table")
    return analysis.say(message, items=named, n=len(items) - MOST) if items[MOST:] else named


def _target(row, run):
    """A headline target as an item of a list: GDP, about 4% growth; or 地区生产总值增长4%左右."""
    indicator = getattr(row, f"label_{run.language.code}")
    if indicator.startswith("Gross domestic"):
        indicator = "GDP"
    elif not indicator[:2].isupper():
        indicator = indicator[0].lower() + indicator[1:]
    values = {"indicator": indicator, "amount": amount(row, run), "target": in_words(row, run)}
    if row.kind == "growth" and _is_percentage(row):
        # A message of its own, for the Chinese words of a target often hold the figure alone.
        return run.language.say("{indicator}, up {amount}", **values)
    return run.language.say("{indicator}, {target}", **values)


def _quoted(place, analysis):
    whose = analysis.quoted.loc[analysis.quoted["place"] == place, "whose"]
    values = {"place": analysis.language.place(place), "nation": (whose == "the nation").sum()}
    statement = analysis.say(
        "{place}'s text ({genre}) quotes {n} numbers, {nation} of them national figures; none is a "
        "target of {place}'s.",
        genre=genre_of(place, analysis),
        n=len(whose),
        **values,
    )
    figure = ("quoted", "count", len(whose))
    return Finding(f"quoted-{place}", PAGE, statement, *figure, evidence="#quoted")


def _outturns(analysis):
    """This year's headline targets beside last year's results, report by report; cuts are left
    out, for a smaller cut is a higher level."""
    both = analysis.results_and_targets
    both = both[(both["horizon"] == "one year") & (both["headline"] == "yes")]
    both = both[both["kind"] != "change"]
    found = []
    for place, own in both.groupby("place", sort=False):
        change = own["normal_low_target"] - own["normal_low_result"]
        values = {"place": analysis.language.place(place), "n": len(own)}
        values |= {"below": (change < 0).sum(), "same": (change == 0).sum()}
        values |= {"above": (change > 0).sum(), "pairs": _pairs(own, analysis)}
        statement = analysis.say(
            "{place}'s report gives {n} headline figures both as last year's result and as this "
            "year's target. The target is lower in {below}, equal in {same}, higher in {above}: "
            "{pairs}.",
            **values,
        )
        if expected := _expected(own, analysis):
            statement = analysis.language.sentences([statement, expected])
        name, figure = f"outturn-{place}", ("outturn", "count", values["below"])
        found.append(Finding(name, PAGE, statement, *figure, evidence="#results-and-targets"))
    return found


def _expected(both, analysis):
    """How many of the results the report itself puts as expected, its year not being over; nothing
    where none is."""
    texts = analysis.run.sentences.set_index("sentence")["text"]
    expected = both["sentence_result"].map(texts).str.contains(EXPECTED).sum()
    return (
        ""
        if not expected
        else analysis.say_n(
            "1 of the results is put as expected.",
            "{n} of the results are put as expected.",
            expected,
        )
    )


def _pairs(both, analysis):
    """Results and targets as items of a list: GDP, from at least 10% to about 7%."""
    sides = {}
    for side in ("result", "target"):
        own = both.set_axis(both.columns.str.removesuffix(f"_{side}"), axis="columns")
        sides[side] = [amount(row, analysis.run) for row in own.itertuples()]
    table = both.assign(**sides, indicator=both[f"label_{analysis.language.code}"])
    table = table[["indicator", "result", "target"]]
    message = N_("{indicator}, from {result} to {target}")
    return _first(row_by_row(message, table, analysis), analysis)


def _density(row, analysis):
    message = N_(
        "{place} puts {plan:.1f} numbers into 1,000 characters of plan and {review:.1f} into 1,000 "
        "of review; the difference is not clear."
    )
    if row.clear:
        message = N_(
            "{place} puts {plan:.1f} numbers into 1,000 characters of plan and {review:.1f} into "
            "1,000 of review, a clear difference."
        )
    statement = analysis.say(message, **spoken(row._asdict(), analysis))
    name = f"numbers-{row.place}"
    figure = ("density", "density", row.change, row.change_low, row.change_high)
    return Finding(name, PAGE, statement, *figure, evidence=f"#{name}")


def amount(quantity, run):
    """A quantity without its kind: about 4%."""
    if run.language.code == "zh":  # 完成国家下达的 stands before what is to be met
        return quantity.text + "任务" * quantity.text.endswith("的")
    if pd.isna(quantity.value_low):
        fitting = (AMOUNTS[pattern] for pattern in AMOUNTS if re.search(pattern, quantity.text))
        return next(fitting, "in words")
    comparator = _comparator(quantity)
    unit, ends = quantity.normal_unit, dict.fromkeys([quantity.normal_low, quantity.normal_high])
    if unit == "%":
        return f"{comparator}{'–'.join(f'{end:g}' for end in ends)}%"
    size = {"万": 1e4, "亿": 1e8}.get(unit[:1], 1) if len(unit) > 1 else 1
    gloss = re.sub("^(?:10,000|100 million) ", "", run.unit_gloss.get(unit, ""))
    gloss = "" if gloss in COUNTED else gloss
    return f"{comparator}{'–'.join(_plain(end * size) for end in ends)} {gloss}".strip()


def _comparator(quantity):
    """How a figure is put: about, nearly, at least, more than, at most; "" where it is bare."""
    if quantity.comparator not in COMPARATORS:
        return ""
    fitting = (EXACTER[pattern] for pattern in EXACTER if re.search(pattern, quantity.text))
    return f"{next(fitting, quantity.comparator)} "


def _plain(number):
    """A number with thousands apart, in millions and more from a million on."""
    for size, name in LARGE:
        if number >= size:
            return f"{number / size:,.6g} {name}"
    return f"{number:,.10g}"


def _is_percentage(quantity):
    """Whether a quantity is a figure in %; or, for a table, which are."""
    return (quantity.normal_unit == "%") & pd.notna(quantity.value_low)


def _growth(headline):
    """The headline targets that set a figure, in %, for growth."""
    return headline[(headline["kind"] == "growth") & _is_percentage(headline)]


def _gdp_growth(headline):
    return _growth(headline[headline["indicator_id"] == "gdp"])


def _plan_and_review(analysis):
    """place, plan, plan_low, plan_high, review, review_low, review_high and CHANGE: of reports with
    both."""
    figures = analysis.number_density.set_index("place").rename(columns={"share": ""})
    plan, review = (
        figures.loc[figures["part"] == part, ["", "low", "high"]].add_prefix(f"{part}_")
        for part in ("plan", "review")
    )
    both = plan.join(review, how="inner").rename(columns=lambda name: name.removesuffix("_"))
    return both.join(figures.loc[figures["part"] == "plan", CHANGE]).reset_index()
