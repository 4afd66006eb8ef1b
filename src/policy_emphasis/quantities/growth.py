"""The growth targets of many reports beside each other, and why a report has none."""

import numpy as np
import pandas as pd

from policy_emphasis.language import N_
from policy_emphasis.reference.documents import is_report

STATED, IN_WORDS = "a figure", "in words"  # of which the figure, or the words, are shown
NOT_FOUND = N_("none found")
NO_PLAN, NO_NUMBER = N_("no plan in the text"), N_("no number in the plan")
NO_REPORT = N_("not a work report")
LOST = (NO_PLAN, NO_NUMBER)  # here the text, or what was made of it, may have lost its sense


def growth(headline, found, documents, *, paragraphs):
    """The GDP growth target of each document, those with the highest figure first.

    headline: as from targets.headline; found: all quantities; documents: with place, series, year
    and genre; paragraphs: with place and stage. Returns place, year, low, high (in %, the ends of a
    range; missing where no figure is given), standing (STATED … NO_REPORT), row (of headline, or
    missing), before (low of the year before, of the same series, where the documents hold it).
    """
    gdp = headline[(headline["indicator_id"] == "gdp") & (headline["kind"] == "growth")]
    gdp = gdp.reset_index(names="row").set_index("place")
    figure = gdp["value_low"].notna() & (gdp["normal_unit"] == "%")
    table = documents[["place", "series", "year"]].join(gdp["row"], on="place")
    for end in ("low", "high"):
        table[end] = table["place"].map(gdp.loc[figure, f"normal_{end}"]).astype(float)
    why = _why_none(found, documents, paragraphs)
    table["standing"] = np.where(table["row"].notna(), IN_WORDS, table["place"].map(why))
    table.loc[table["low"].notna(), "standing"] = STATED
    year_before = table.drop_duplicates(["series", "year"]).set_index(["series", "year"])["low"]
    wanted = pd.MultiIndex.from_arrays([table["series"], table["year"] - 1])
    table["before"] = year_before.reindex(wanted).to_numpy()
    return table.sort_values(["low", "high"], ascending=False, kind="stable", ignore_index=True)


def _why_none(found, documents, paragraphs):
    """place → what its text lacks for a target, if anything."""
    plans = set(paragraphs.loc[paragraphs["stage"] == "plan", "place"])
    counted = set(found.loc[found["stage"] == "plan", "place"])
    why = {}
    for place, report in zip(documents["place"], is_report(documents), strict=True):
        why[place] = NOT_FOUND if place in counted else NO_NUMBER
        if place not in plans:
            why[place] = NO_PLAN
        if not report:
            why[place] = NO_REPORT
    return why


def by_figure(table):
    """How many documents set each figure, the highest first: low, high, places (a list). table: as
    from growth."""
    stated = table[table["low"].notna()]
    found = stated.groupby(["low", "high"])["place"].agg(list).rename("places").reset_index()
    return found.sort_values(["low", "high"], ascending=False, ignore_index=True)


def by_year(table):
    """The targets year by year: year, n (documents), stated (with a figure), median, lowest,
    highest. table: as from growth."""
    by = table.groupby("year")["low"]
    found = by.agg(n="size", stated="count", median="median", lowest="min", highest="max")
    return found.reset_index()


def ranges(headline):
    """The headline targets that are set in %, indicator by indicator, those that most texts set
    first: indicator_id, label_en, label_zh, n (texts with a figure), median, lowest, highest."""
    stated = headline[headline["value_low"].notna() & (headline["normal_unit"] == "%")]
    by = stated.groupby(["indicator_id", "label_en", "label_zh"])["normal_low"]
    found = by.agg(n="size", median="median", lowest="min", highest="max").reset_index()
    return found.sort_values(["n", "indicator_id"], ascending=[False, True], ignore_index=True)
