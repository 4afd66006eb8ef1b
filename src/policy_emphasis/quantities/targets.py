"""Tables made from quantities: what a report commits to, beside what it reports as done."""

import re

import pandas as pd

from policy_emphasis.quantities.extract import EXPECTED
from policy_emphasis.quantities.spelling import plain, tight
from policy_emphasis.quantities.vocabulary import WORDS, listed, one_of
from policy_emphasis.reference.documents import is_report

LONGER = one_of(WORDS["longer"])
SEVERAL = re.compile("(?:过去|今后|未来)的?[三五十]年|[三五十]年来")
ONE = one_of(WORDS["one_year"])
YEARLY = re.compile("年均|每年|^年(?!度)")  # 年实际使用外资: of one year in a plan for five
COMPARING = ["", *listed("% 个百分点 倍 番 万 亿 万亿")]  # units that compare, and do not count


def with_horizon(found, sentences, paragraphs):
    """`found` with `horizon`: one year, several years, or "" where nothing says.

    The quantity's own period decides; without one, the section's heading where that names a single
    time (2022年工作安排), else the last sentence before it that opens with a time (五年来, 去年),
    unless the paragraph had opened with another: then nothing says which of the two is meant.
    """
    ordered = sentences.sort_values(["document", "start"])
    section = ordered["paragraph"].map(paragraphs.set_index("paragraph")["section"])
    under = pd.DataFrame({"document": ordered["document"], "section": section})
    top = under.assign(section=section.str.split(" › ").str[0])
    opens, restarts = ((heading != heading.shift()).any(axis=1) for heading in (under, top))
    time = pd.Series([*map(_horizon, ordered["text"].str[:14].tolist())], ordered.index, str)
    named = {heading: _named_time(heading) for heading in section.unique()}
    time = time.where((time != "") | ~opens, section.map(named))
    carried = (time == "") & ~restarts & ~_two_times(time, ordered["paragraph"])
    time = time.mask(carried).ffill()
    of_sentence = dict(zip(ordered["sentence"].tolist(), time.tolist(), strict=True))
    by_sentence = found["sentence"].map(of_sentence)
    longer = found["period"].str.contains(LONGER).map({True: "several years", False: "one year"})
    return found.assign(horizon=longer.where(found["period"] != "", by_sentence))


def _two_times(time, paragraph):
    """Which sentences come after two different times in their paragraph."""
    named = time.where(time != "")
    opening = named.groupby(paragraph).transform("first")
    return (named.notna() & (named != opening)).groupby(paragraph).cummax()


def _named_time(section):
    """The time that the highest heading names which names one."""
    return next(filter(None, map(_horizon, section.split(" › "))), "")


def _horizon(words):
    words = plain(words)
    several, one = bool(SEVERAL.search(words)), bool(ONE.search(words))
    if several == one:
        return ""
    return "several years" if several else "one year"


def _of_reports(found, documents):
    """The quantities of work reports: a news article sets no targets of its own."""
    reports = documents.loc[is_report(documents), "place"]
    return found[found["place"].isin(reports)]


def headline(found, sentences, documents, *, indicators):
    """This year's target of each headline indicator in each work report.

    found: as from with_horizon; indicators: as from lists.read_indicators. Where a report has a
    list of expected targets, the target is taken from it; targets for longer than a year (年均,
    到2027年) are left out. A news article sets none. Returns rows of `found` with label_en and
    label_zh, one for each indicator and place, in the order of `indicators`.
    """
    set_now = (found["aim"] == "target") & (found["stage"] != "review")
    targets = _of_reports(found[set_now & (found["horizon"] != "several years")], documents)
    shown = indicators[indicators["headline"] == "yes"].reset_index(names="order")
    targets = targets.merge(shown, left_on="indicator_id", right_on="id")
    text = targets["sentence"].map(sentences.set_index("sentence")["text"])
    targets["unlisted"] = [not EXPECTED.search(tight(words)[0]) for words in text]
    unusual = (targets["kind"] != targets["percent"]) | (targets["unit"] == "番")
    targets["unusual"] = unusual & targets["value_low"].notna()
    preferred = ["order", "place", "unlisted", "unusual", "start"]
    first = targets.sort_values(preferred, kind="stable").drop_duplicates(["order", "place"])
    return first[[*found.columns, "label_en", "label_zh"]].reset_index(drop=True)


def results_and_targets(found, documents, *, indicators):
    """Indicators of which one report has a result and a target of the same kind and unit.

    Returns place, label_en, label_zh and the columns of `found` for both (…_result, …_target). Both
    must speak of the same time (with_horizon), so this year's target never meets what five
    years have brought, nor a figure for each year their total; where the text does not say, there
    is no row.
    """
    key = ["place", "indicator_id", "kind", "normal_unit", "horizon"]
    comparable = (found["indicator_id"] != "") & found["value_low"].notna()
    stated = _of_reports(found[comparable & (found["horizon"] != "")], documents)
    results, targets = (
        stated[stated["aim"] == aim].drop_duplicates(key) for aim in ("result", "target")
    )
    both = results.merge(targets, on=key, suffixes=("_result", "_target"))
    yearly = [
        both[f"indicator_{side}"].str.match(YEARLY) | both[f"period_{side}"].str.contains(YEARLY)
        for side in ("result", "target")
    ]
    both = both[yearly[0] == yearly[1]]
    both = both.merge(indicators.reset_index(names="order"), left_on="indicator_id", right_on="id")
    return both.sort_values(["place", "order"], kind="stable", ignore_index=True)


def counted(found, documents, n=8):
    """The `n` units that each report's numbers stand in most, with the largest number in each.

    Returns unit, n, results, targets, share, and the columns of `found` for the largest number.
    Percentages and points are left out: they compare, they do not count.
    """
    counts = _of_reports(found[~found["normal_unit"].isin(COMPARING)], documents)
    counts = counts.assign(unit=counts["normal_unit"], order=pd.factorize(counts["place"])[0])
    same = [counts["place"], counts["unit"]]
    counts = counts.assign(
        n=counts.groupby(same)["unit"].transform("size"),
        results=(counts["aim"] == "result").groupby(same).transform("sum"),
        targets=(counts["aim"] == "target").groupby(same).transform("sum"),
        share=lambda table: table["n"] / table.groupby("place")["n"].transform("size"),
    )
    largest = counts.sort_values(["normal_high", "start"], ascending=[False, True])
    largest = largest.drop_duplicates(["place", "unit"])
    most = largest.sort_values(["order", "n", "unit"], ascending=[True, False, True])
    columns = ["unit", "n", "results", "targets", "share", *found.columns.drop("unit")]
    return most.groupby("order").head(n)[columns].reset_index(drop=True)
