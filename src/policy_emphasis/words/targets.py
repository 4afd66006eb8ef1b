"""What the reports commit to in numbers, in words."""

import re

import pandas as pd

from policy_emphasis.words import labels
from policy_emphasis.words.finding import Finding

PAGE = "05_targets"

# English only: in Chinese a quantity is said in its own words.
COMPARATORS = {
    "about": "about ",
    "at least": "at least ",
    "at most": "at most ",
    "range": "",
    "exactly": "",
}
KINDS = {"growth": " growth", "change": " change"}  # of percentages
IN_WORDS = [
    ("同步", "in step with economic growth"),
    ("持平略增", "level or slightly up"),
    ("持平", "level"),
    ("以内|之内", "within what is set from above"),
    ("完成.*(?:下达|目标|任务)", "as set from above"),
    ("高于|快于", "above the rate named"),
    ("合理|稳定|平稳", "kept stable"),
    ("下降", "falling"),
    ("稳中", "stable and improving"),
]
LARGE = [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")]


def findings(analysis):
    """What each report commits to in numbers, and what an article only quotes."""
    headline = analysis.headline_targets
    committed = [*analysis.reports, *headline["place"]]
    return [
        *(_headline(d, analysis) for d in analysis.documents.itertuples() if d.place in committed),
        *(_quoted(place, analysis) for place in analysis.quoted["place"].drop_duplicates()),
        *(_density(place, analysis) for place in _plan_and_review(analysis).index),
    ]


def said(quantity, run):
    """A quantity in English: about 4 % growth, at least 350,000 people; in Chinese its own words."""
    moves = _is_percentage(quantity) and run.language.code == "en"
    return _amount(quantity, run) + (KINDS.get(quantity.kind, "") if moves else "")


def growth_title(analysis):
    """By how much GDP is to grow, report by report."""
    language, gdp = analysis.run.language, _gdp_growth(analysis)
    if gdp.empty:
        return language.say("Growth targets")
    amounts = (
        language.say(
            "{amount} in {place}",
            amount=_amount(target, analysis.run),
            place=language.place(target.place),
        )
        for target in gdp.itertuples()
    )
    return language.say("GDP is to grow by {targets}", targets=language.listed(amounts))


def growth_in_brief(analysis):
    """The growth targets as sentences of the index, with a warning where the years differ."""
    say, places = analysis.run.language.say, _gdp_growth(analysis)["place"]
    documents = analysis.documents
    years = sorted(set(documents.loc[documents["place"].isin(places), "year"]))
    if len(years) > 1:
        return [
            say(
                "{growth}; the reports are of different years ({years})",
                growth=growth_title(analysis),
                years=analysis.run.language.listed(map(str, years)),
            )
        ]
    return [growth_title(analysis)] if years else []


def growth_rows(analysis):
    """Growth targets for a chart, and indicator → its label as lines of text.

    The table: indicator, place, share (in %), low, high: the ends of a range, else the figure itself.
    """
    growth = _growth(analysis.headline_targets)
    low, high = growth["normal_low"], growth["normal_high"]
    drawn = growth[["indicator_id", "place"]].rename(columns={"indicator_id": "indicator"})
    drawn = drawn.assign(share=(low + high) / 2, low=low, high=high)
    lines = {
        row.indicator_id: labels.lines_of(row, analysis.run.language) for row in growth.itertuples()
    }
    return drawn, lines


def density_title(analysis):
    """How densely plan and review of each report are set with numbers."""
    language = analysis.run.language
    densities = language.apart(
        language.say(
            "{place}: {plan:.1f} numbers in 1,000 characters of plan, {review:.1f} of review",
            place=language.place(row.Index),
            plan=row.plan,
            review=row.review,
        )
        for row in _plan_and_review(analysis).itertuples()
    )
    return densities or language.say("Numbers per 1,000 characters")


def part_labels(analysis):
    """The parts of a text whose numbers are counted, as lines of row labels."""
    say = analysis.run.language.say
    return {
        "review": [say("reported as done")],
        "plan": [say("planned")],
        "article": [say("news article")],
    }


def reading(analysis):
    """How well the numbers are read, in sentences."""
    say, scores = analysis.run.language.say, analysis.quantity_scores
    sentences = analysis.coded_quantities[["document", "sentence_start"]].drop_duplicates()
    return [
        say(
            "On {n} sentences drawn at random from the two reports and coded by hand ({coded} "
            "quantities; {found} were found): F1 {value:.3f} for value with unit, {comparator:.3f} "
            "for the comparator, {aim:.3f} for result or target, {kind:.3f} for the kind and "
            "{indicator:.3f} for what is measured ({words:.3f} word for word).",
            n=len(sentences),
            found=scores["n_found"].iloc[0],
            **_read(scores),
        ),
        say(
            "The sentences were coded before the program first read them; faults found on them were "
            "then mended, so these figures flatter. The next table does not."
        ),
    ]


def reading_elsewhere(analysis):
    """The same on reports whose errors were never used, in a sentence."""
    scores = analysis.quantity_scores_elsewhere
    sentence = analysis.run.language.say(
        "On 100 sentences of other cities' and provinces' reports, coded by hand and never used to "
        "mend the rules ({coded} quantities): F1 {value:.3f} for value with unit, {comparator:.3f} "
        "for the comparator, {aim:.3f} for result or target, {kind:.3f} for the kind, "
        "{indicator:.3f} for what is measured.",
        **_read(scores[scores["sample"] == "held out"]),
    )
    return [sentence]


def _headline(document, analysis):
    """The finding on the headline targets of one text."""
    language, place = analysis.run.language, labels.place(document.place, analysis)
    headline = analysis.headline_targets
    headline = headline[headline["place"] == document.place]
    growth = _growth(headline[headline["indicator_id"] == "gdp"])
    figure = ("", "count", len(headline))
    if headline.empty:
        statement = language.say("No headline target was found in {place}'s report.", place=place)
    else:
        statement = language.say(
            "{place}'s report sets for {year}: {targets}.",
            place=place,
            year=document.year,
            targets=language.apart(_target(row, analysis.run) for row in headline.itertuples()),
        )
    if len(growth):
        figure = ("gdp", "percent", growth["normal_low"].iloc[0])
    evidence = f"{PAGE}.html#headline-targets"
    return Finding(f"targets-{document.place}", PAGE, statement, *figure, evidence=evidence)


def _target(row, run):
    """A headline target as an item of a list: GDP, about 4 % growth; or 地区生产总值增长4%左右."""
    indicator = getattr(row, f"label_{run.language.code}")
    if indicator.startswith("Gross domestic"):
        indicator = "GDP"
    elif not indicator[:2].isupper():
        indicator = indicator[0].lower() + indicator[1:]
    if row.kind == "growth" and _is_percentage(row):
        # A message of its own, for the Chinese words of a target often hold the figure alone.
        amount = _amount(row, run)
        return run.language.say("{indicator}, {amount} growth", indicator=indicator, amount=amount)
    return run.language.say("{indicator}, {target}", indicator=indicator, target=said(row, run))


def _quoted(place, analysis):
    """The finding on the numbers that an article quotes."""
    language, quoted = analysis.run.language, analysis.quoted
    whose = quoted.loc[quoted["place"] == place, "whose"]
    statement = language.say(
        "{place}'s news article quotes {n} numbers, {nation} of them in words that name the nation; "
        "none is a target of {place}'s.",
        place=language.place(place),
        n=len(whose),
        nation=(whose == "the nation").sum(),
    )
    figure, evidence = ("quoted", "count", len(whose)), f"{PAGE}.html#quoted"
    return Finding(f"quoted-{place}", PAGE, statement, *figure, evidence=evidence)


def _density(place, analysis):
    """The finding on how densely one report's plan and review are set with numbers."""
    density = _plan_and_review(analysis).loc[place]
    values = dict(place=labels.place(place, analysis), **density)
    statement = _densities(density, analysis.run.language.say, values)
    figure = ("density", "density", *density[["plan", "plan_low", "plan_high"]])
    evidence = f"{PAGE}.html#numbers-{place}"
    return Finding(f"numbers-{place}", PAGE, statement, *figure, evidence=evidence)


def _densities(density, say, values):
    plan_is_above = density["plan_low"] > density["review_high"]
    if not plan_is_above and density["review_low"] <= density["plan_high"]:
        return say(
            "{place} puts {plan:.1f} numbers into 1,000 characters of plan (95 % interval "
            "{plan_low:.1f}–{plan_high:.1f}) and {review:.1f} into 1,000 of review "
            "({review_low:.1f}–{review_high:.1f}); the intervals overlap, so the two may be alike.",
            **values,
        )
    return say(
        "{place} puts {plan:.1f} numbers into 1,000 characters of plan (95 % interval "
        "{plan_low:.1f}–{plan_high:.1f}) and {review:.1f} into 1,000 of review "
        "({review_low:.1f}–{review_high:.1f}); the intervals do not meet.",
        **values,
    )


def _amount(quantity, run):
    """A quantity without its kind: about 4 %."""
    if run.language.code == "zh":
        return quantity.text
    if pd.isna(quantity.value_low):
        fitting = (words for pattern, words in IN_WORDS if re.search(pattern, quantity.text))
        return next(fitting, "in words")
    unit, numbers = quantity.normal_unit, dict.fromkeys([quantity.normal_low, quantity.normal_high])
    about = COMPARATORS[quantity.comparator]
    if unit == "%":
        return f"{about}{'–'.join(f'{n:g}' for n in numbers)} %"
    tens = {"万": 1e4, "亿": 1e8}.get(unit[:1], 1) if len(unit) > 1 else 1
    gloss = re.sub("^(?:10,000|100 million) ", "", run.unit_gloss.get(unit, ""))
    return about + f"{'–'.join(_plain(n * tens) for n in numbers)} {gloss}".strip()


def _plain(number):
    """A number with thousands apart, in millions and more from a million on."""
    for size, name in LARGE:
        if number >= size:
            return f"{number / size:,.4g} {name}"
    return f"{number:,.10g}"


def _is_percentage(quantity):
    return quantity.normal_unit == "%" and not pd.isna(quantity.value_low)


def _growth(headline):
    """The headline targets that set a figure, in %, for growth."""
    percent = (headline["normal_unit"] == "%") & headline["value_low"].notna()
    return headline[(headline["kind"] == "growth") & percent]


def _gdp_growth(analysis):
    growth = _growth(analysis.headline_targets)
    return growth[growth["indicator_id"] == "gdp"]


def _plan_and_review(analysis):
    """The places that have both: place → plan, plan_low, plan_high, review, review_low, review_high."""
    density = analysis.number_density.set_index("place")
    plan, review = (
        density.loc[density["part"] == part, ["share", "low", "high"]].set_axis(
            [part, f"{part}_low", f"{part}_high"], axis="columns"
        )
        for part in ("plan", "review")
    )
    return plan.join(review, how="inner")


def _read(scores):
    """What the sentences on reading numbers say of a table of scores."""
    f1 = scores.set_index("field")["f1"]
    return {
        "coded": scores["n_gold"].iloc[0],
        "value": f1["value with unit"],
        "words": f1.get("indicator, word for word"),
        **f1[["comparator", "aim", "kind", "indicator"]],
    }
