"""Tables made from quantities: what a report commits to, beside what it reports as done.

with_horizon(...)        → quantities with the time that each speaks of: one year, several years
headline(...)            → this year's target of each headline indicator in each work report
results_and_targets(...) → the indicators of which one report has both
counted(...)             → what each place puts numbers on, by unit
density(...)             → numbers per 1,000 characters by stage, with intervals
quoted(...)              → the numbers of a news article, and whose they are
"""

import re

import pandas as pd

from policy_emphasis.quantities.extract import EXPECTED

LONGER = re.compile(
    r"年均|(?<!\d)(?:[一二三四五两十]+|\d{1,2})年(?:来|间)?$|今后|未来|过去|到20|“?十[一二三四五六]五|任期"
)
SEVERAL, ONE = (
    re.compile("(?:过去|今后|未来)的?[三五十]年|[三五十]年来"),
    re.compile(r"过去(?:的)?一年|一年来|去年|今年|新的一年|(?<!到)20\d\d年(?!底|代|远景)"),
)
NATION, OTHERS = re.compile("我国|全国|中国|国内"), re.compile("我省|全省|[一-鿿]{2}(?:省|市)")


def with_horizon(found, sentences, paragraphs):
    """`found` with `horizon`: one year, several years, or "" where nothing says.

    The quantity's own period decides; without one, the section's heading where that names a single time (2022年工作安排), else the last sentence before it that opens with a time (五年来, 去年).
    """
    section, open_time, current = paragraphs.set_index("paragraph")["section"], {}, ("", "", "")
    for s in sentences.sort_values(["document", "start"]).itertuples():
        if (s.document, section[s.paragraph]) != current[:2]:
            times = [_horizon(part) for part in section[s.paragraph].split(" › ")]
            named = next((t for t in times if t), "")
            new_top = (s.document, section[s.paragraph].split(" › ")[0]) != (
                current[0],
                current[1].split(" › ")[0],
            )
            current = (s.document, section[s.paragraph], named or ("" if new_top else current[2]))
        said = _horizon(s.text[:14])
        current = (*current[:2], said or current[2])
        open_time[s.sentence] = current[2]
    own = found["period"].map(
        lambda period: "several years" if LONGER.search(period) else "one year" if period else ""
    )
    return found.assign(horizon=own.where(own != "", found["sentence"].map(open_time)))


def _horizon(words):
    several, one = bool(SEVERAL.search(words)), bool(ONE.search(words))
    return "" if several == one else "several years" if several else "one year"


def headline(found, sentences, documents, common):
    """This year's target of each headline indicator in each work report.

    found: as from with_horizon; common: as from indicators.read_indicators. Where a report has a list of expected targets, the target is taken from it; targets for
    longer than a year (年均, 到2027年) are left out. A news article sets none. Returns rows of `found` with label_en, one for each indicator and place, in the order of `common`.
    """
    reports = documents.loc[documents["genre"] == "work report", "place"]
    text = sentences.set_index("sentence")["text"]
    at = (
        (found["aim"] == "target")
        & found["place"].isin(reports)
        & (found["stage"] != "review")
        & (found["horizon"] != "several years")
    )
    rows = found[at].merge(
        common.loc[common["headline"] == "yes", ["id", "label_en", "label_zh", "percent"]],
        left_on="indicator_id",
        right_on="id",
    )
    listed = rows["sentence"].map(text).str.contains(EXPECTED)
    usual = (rows["kind"] == rows["percent"]) | rows["value_low"].isna()
    order = {name: i for i, name in enumerate(common["id"])}
    rows = rows.assign(
        listed=listed, usual=usual, order=rows["indicator_id"].map(order)
    ).sort_values(
        ["order", "place", "listed", "usual", "start"],
        ascending=[True, True, False, False, True],
        kind="stable",
    )
    return (
        rows.drop_duplicates(["indicator_id", "place"])
        .drop(columns=["id", "listed", "usual", "order"])
        .reset_index(drop=True)
    )


def results_and_targets(found, common, documents):
    """Indicators of which one report has a result and a target of the same kind and unit: place, label_en, label_zh, the words of both and their sentences (…_result, …_target).

    Both must speak of the same time (with_horizon), so this year's target never meets what five years have brought; where the text does not say, there is no row.
    """
    reports = documents.loc[documents["genre"] == "work report", "place"]
    rows = found[
        (found["indicator_id"] != "") & found["place"].isin(reports) & found["value_low"].notna()
    ]
    rows = rows[rows["horizon"] != ""]
    key = ["place", "indicator_id", "kind", "normal_unit", "horizon"]
    sides = [
        rows[rows["aim"] == aim].drop_duplicates(key)[
            [
                *key,
                "text",
                "indicator",
                "period",
                "sentence",
                "start",
                "end",
                "value_low",
                "normal_low",
                "normal_high",
                "comparator",
            ]
        ]
        for aim in ("result", "target")
    ]
    both = (
        sides[0]
        .merge(sides[1], on=key, suffixes=("_result", "_target"))
        .merge(common[["id", "label_en", "label_zh"]], left_on="indicator_id", right_on="id")
        .drop(columns="id")
    )
    order = {name: i for i, name in enumerate(common["id"])}
    return both.sort_values(
        ["place", "indicator_id"],
        key=lambda c: c.map(order) if c.name == "indicator_id" else c,
        kind="stable",
        ignore_index=True,
    )


def counted(found, documents, n=8):
    """The units that each report's numbers stand in most: place, unit, n, share, results, targets, and the columns of `found` for the largest number in that unit.

    Percentages and points are left out: they compare, they do not count.
    """
    rows = found[
        ~found["normal_unit"].isin(["", "%", "个百分点", "倍", "番", "万", "亿", "万亿"])
        & found["place"].isin(documents.loc[documents["genre"] == "work report", "place"])
    ]
    tables = []
    for place, of in rows.groupby("place", sort=False):
        by = of.groupby("normal_unit")
        table = pd.DataFrame(
            {
                "n": by.size(),
                "results": by["aim"].apply(lambda a: (a == "result").sum()),
                "targets": by["aim"].apply(lambda a: (a == "target").sum()),
            }
        )
        largest = (
            of.sort_values(["normal_high", "start"], ascending=[False, True])
            .drop_duplicates("normal_unit")
            .set_index("normal_unit", drop=False)
        )
        table = table.assign(share=table["n"] / len(of)).join(largest.drop(columns="unit"))
        tables.append(
            table.sort_values("n", ascending=False, kind="stable")
            .head(n)
            .rename_axis("unit")
            .reset_index()
        )
    return (
        pd.concat(tables, ignore_index=True)
        if tables
        else pd.DataFrame(
            columns=["unit", "n", "results", "targets", "share", *found.columns.drop("unit")]
        )
    )


def quoted(found, sentences, documents):
    """The numbers of news articles with `whose`: the nation's, or what the sentence names; they are results and targets that the article quotes, never a place's own targets."""
    rows = found[found["place"].isin(documents.loc[documents["genre"] != "work report", "place"])]
    text, start = sentences.set_index("sentence")["text"], sentences.set_index("sentence")["start"]
    whose = []
    for row in rows.itertuples():
        before = text[row.sentence][: row.start - start[row.sentence]]
        nation, other = [
            max((m.start() for m in pattern.finditer(before)), default=-1)
            for pattern in (NATION, _places(documents))
        ]
        whose.append(
            "not said"
            if nation == other
            else "the nation"
            if nation > other
            else "the province or a place in it"
        )
    return rows.assign(whose=whose)


def _places(documents):
    return re.compile("|".join([OTHERS.pattern, *map(re.escape, documents["place_zh"])]))
