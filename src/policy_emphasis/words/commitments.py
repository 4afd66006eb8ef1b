"""What the reports commit to in numbers, in words: statements and titles, computed.

said(quantity)                  → a quantity in words
about_targets(...), about_reading(...), about_elsewhere(...) → findings and statements
of_density(...), of_growth(...) → the charts' titles; growth_rows(...) → what is drawn
"""

import re

import pandas as pd

from policy_emphasis import language
from policy_emphasis.language import listed, say
from policy_emphasis.words.findings import _names, _row, _table, apart, lines_of

# English only: in Chinese a quantity is said in its own words.
COMPARATORS = {
    "about": "about ",
    "at least": "at least ",
    "at most": "at most ",
    "range": "",
    "exactly": "",
}
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


def said(row, gloss):
    """A quantity in English: about 4 % growth, at least 350,000 people; in Chinese its own words. row: of the quantities; gloss: normal unit → English."""
    moves = (
        {"growth": " growth", "change": " change"}.get(row.kind, "")
        if row.normal_unit == "%" and not pd.isna(row.value_low) and language.current() == "en"
        else ""
    )
    return _amount(row, gloss) + moves


def _amount(row, gloss):
    """said() without the kind: about 4 %."""
    if language.current() == "zh":
        return row.text
    if pd.isna(row.value_low):
        return next(
            (english for pattern, english in IN_WORDS if re.search(pattern, row.text)), "in words"
        )
    numbers = dict.fromkeys([row.normal_low, row.normal_high])
    unit = row.normal_unit
    if unit == "%":
        return COMPARATORS[row.comparator] + "–".join(f"{n:g}" for n in numbers) + " %"
    big = {"万": 1e4, "亿": 1e8}.get(unit[:1], 1) if len(unit) > 1 else 1
    return (
        COMPARATORS[row.comparator]
        + f"{'–'.join(_plain(n * big) for n in numbers)} {re.sub('^(?:10,000|100 million) ', '', gloss.get(unit, ''))}".strip()
    )


def _plain(number):
    return (
        f"{number / 1e12:,.4g} trillion"
        if number >= 1e12
        else f"{number / 1e9:,.4g} billion"
        if number >= 1e9
        else f"{number / 1e6:,.4g} million"
        if number >= 1e6
        else f"{number:,.10g}"
    )


def _target(row, gloss):
    """A headline target as an item of a list: GDP, about 4 % growth; or 地区生产总值增长4%左右."""
    indicator = getattr(row, f"label_{language.current()}")
    indicator = (
        "GDP"
        if indicator.startswith("Gross domestic")
        else indicator
        if indicator[:2].isupper()
        else indicator[0].lower() + indicator[1:]
    )
    grows = (
        row.kind == "growth" and row.normal_unit == "%" and not pd.isna(row.value_low)
    )  # a message of its own, for the Chinese words of a target often hold the figure alone
    return (
        say("{indicator}, {amount} growth", indicator=indicator, amount=_amount(row, gloss))
        if grows
        else say("{indicator}, {target}", indicator=indicator, target=said(row, gloss))
    )


def about_targets(headline, density, quoted, documents, gloss):
    """What each report commits to in numbers, and what the article only quotes: findings."""
    name, rows = _names(documents), []
    for d in documents.itertuples():
        of, place = (
            headline[headline["place"] == d.place],
            dict(notebook="05_targets", evidence="05_targets.html#headline-targets"),
        )
        if len(of):
            message, growth = (
                say(
                    "{place}'s report sets for {year}: {targets}.",
                    place=name[d.place],
                    year=d.year,
                    targets=apart(_target(r, gloss) for r in of.itertuples()),
                ),
                gdp_growth(of),
            )
            rows.append(
                _row(
                    f"targets-{d.place}",
                    statement=message,
                    subject="gdp",
                    measure="percent",
                    estimate=growth["normal_low"].iloc[0],
                    **place,
                )
                if len(growth)
                else _row(
                    f"targets-{d.place}",
                    statement=message,
                    subject="",
                    measure="count",
                    estimate=len(of),
                    **place,
                )
            )
        elif d.genre == "work report":
            rows.append(
                _row(
                    f"targets-{d.place}",
                    statement=say(
                        "No headline target was found in {place}'s report.", place=name[d.place]
                    ),
                    subject="",
                    measure="count",
                    estimate=0,
                    **place,
                )
            )
    plain = language.place_names(documents)
    for place, of in quoted.groupby("place", sort=False):
        message = say(
            "{place}'s news article quotes {n} numbers, {nation} of them in words that name the nation; none is a target of {place}'s.",
            place=plain[place],
            n=len(of),
            nation=(of["whose"] == "the nation").sum(),
        )
        rows.append(
            _row(
                f"quoted-{place}",
                "05_targets",
                message,
                subject="quoted",
                measure="count",
                estimate=len(of),
                evidence="05_targets.html#quoted",
            )
        )
    plans, reviews = (
        density[density["part"] == part].set_index("place") for part in ("plan", "review")
    )
    for place in [p for p in plans.index if p in reviews.index]:
        a, b = plans.loc[place], reviews.loc[place]
        values = dict(
            place=name[place],
            plan=a.share,
            plan_low=a.low,
            plan_high=a.high,
            review=b.share,
            review_low=b.low,
            review_high=b.high,
        )
        message = (
            say(
                "{place} puts {plan:.1f} numbers into 1,000 characters of plan (95 % interval {plan_low:.1f}–{plan_high:.1f}) and {review:.1f} into 1,000 of review ({review_low:.1f}–{review_high:.1f}); "
                "the intervals do not meet.",
                **values,
            )
            if a.low > b.high or b.low > a.high
            else say(
                "{place} puts {plan:.1f} numbers into 1,000 characters of plan (95 % interval {plan_low:.1f}–{plan_high:.1f}) and {review:.1f} into 1,000 of review ({review_low:.1f}–{review_high:.1f}); "
                "the intervals overlap, so the two may be alike.",
                **values,
            )
        )
        rows.append(
            _row(
                f"numbers-{place}",
                "05_targets",
                message,
                subject="density",
                measure="density",
                estimate=a.share,
                low=a.low,
                high=a.high,
                evidence=f"05_targets.html#numbers-{place}",
            )
        )
    return _table(rows)


def about_reading(scores, gold):
    """How well the numbers are read, in a sentence. scores: as from quantity_scores.scores; gold: the coded table."""
    return [
        say(
            "On {n} sentences drawn at random from the two reports and coded by hand ({coded} quantities; {found} were found): F1 {value:.3f} for value with unit, {comparator:.3f} for the comparator, {aim:.3f} for result or "
            "target, {kind:.3f} for the kind and {indicator:.3f} for what is measured ({words:.3f} word for word).",
            n=len(gold[["document", "sentence_start"]].drop_duplicates()),
            coded=scores["n_gold"].iloc[0],
            found=scores["n_found"].iloc[0],
            words=scores.set_index("field")["f1"]["indicator, word for word"],
            **_f1(scores),
        ),
        say(
            "The sentences were coded before the program first read them; faults found on them were then mended, so these figures flatter. The next table does not."
        ),
    ]


def about_elsewhere(elsewhere):
    """The same on reports whose errors were never used, in a sentence. elsewhere: as from run.read_quantity_scores_elsewhere."""
    held = elsewhere[elsewhere["sample"] == "held out"]
    return [
        say(
            "On 100 sentences of other cities' and provinces' reports, coded by hand and never used to mend the rules ({coded} quantities): F1 {value:.3f} for value with unit, {comparator:.3f} for the comparator, "
            "{aim:.3f} for result or target, {kind:.3f} for the kind, {indicator:.3f} for what is measured.",
            coded=held["n_gold"].iloc[0],
            **_f1(held),
        )
    ]


def _f1(scores):
    by = scores.set_index("field")["f1"]
    return {
        "value": by["value with unit"],
        **{field: by[field] for field in ("comparator", "aim", "kind", "indicator")},
    }


def of_density(density, documents):
    name = language.place_names(documents)
    plans, reviews = (
        density[density["part"] == part].set_index("place")["share"] for part in ("plan", "review")
    )
    both = [p for p in plans.index if p in reviews.index]
    return apart(
        say(
            "{place}: {plan:.1f} numbers in 1,000 characters of plan, {review:.1f} of review",
            place=name[p],
            plan=plans[p],
            review=reviews[p],
        )
        for p in both
    ) or say("Numbers per 1,000 characters")


def of_growth(headline, documents):
    name, gdp = language.place_names(documents), gdp_growth(headline)
    return (
        say(
            "GDP is to grow by {targets}",
            targets=listed(
                say("{amount} in {place}", amount=_amount(r, {}), place=name[r.place])
                for r in gdp.itertuples()
            ),
        )
        if len(gdp)
        else say("Growth targets")
    )


def gdp_growth(headline):
    """The rows that set a figure, in %, for the growth of GDP."""
    return headline[
        (headline["indicator_id"] == "gdp")
        & (headline["kind"] == "growth")
        & (headline["normal_unit"] == "%")
        & headline["value_low"].notna()
    ]


def growth_rows(headline):
    """Growth targets for a chart: indicator, place, share (in %), low, high: the ends of a range, else the figure itself; and indicator → its label as lines of text."""
    rows = headline[
        (headline["kind"] == "growth")
        & (headline["normal_unit"] == "%")
        & headline["value_low"].notna()
    ]
    drawn = pd.DataFrame(
        {
            "indicator": rows["indicator_id"],
            "place": rows["place"],
            "share": (rows["normal_low"] + rows["normal_high"]) / 2,
            "low": rows["normal_low"],
            "high": rows["normal_high"],
        }
    )
    return drawn, {r.indicator_id: lines_of(r) for r in rows.itertuples()}


def parts():
    """The parts of a text whose numbers are counted, as lines of row labels."""
    return {
        "review": [say("reported as done")],
        "plan": [say("planned")],
        "article": [say("news article")],
    }
