"""Quantities: every number of a report with what it measures, how, when, and whether it is a result or a target.

    quantities(sentences, documents, units, indicators) → one row a quantity
    extract(text, stage, year, …) → the quantities of one sentence

A quantity is a value with its unit, indicator, comparator, kind, period and aim, as data/reference/README.md defines them.
"""

import re
from bisect import bisect_left

import pandas as pd

from policy_emphasis.quantities import naming
from policy_emphasis.quantities.numerals import Value, plain, values

COLUMNS = [
    "document",
    "place",
    "stage",
    "indicator",
    "indicator_id",
    "value_low",
    "value_high",
    "unit",
    "normal_low",
    "normal_high",
    "normal_unit",
    "comparator",
    "kind",
    "aim",
    "period",
    "text",
    "sentence",
    "file",
    "start",
    "end",
]
MONEY_OR_SIZE = re.compile("[元亿]$|亩|公顷|吨|千瓦|瓦$|米|公里|人|斤|方$|箱$|户")
COUNTED = re.compile(
    "^的?[^,，;；。、\\d]{0,10}?(?:企业|项目|集群|园区|产业园|产业|基地|平台|机构|品牌|单品|镇|村|县|市场主体|商贸|工程|公司|银行|医院|学校|示范带|绿道|公园|农田|水库|渔船|家庭农场|大户)"
)
# A value in words: the predicate of a named indicator (与经济增长同步), or an item in the list of expected targets.
WORDED = re.compile(
    "(?:与|同)[^,，;；、。与同\\d]{2,20}?(?:保持)?(?:基本|大体|总体)?(?:保持)?同步(?:增长|提高)?|持平略增|(?:与[^,，;；、。与\\d]{2,8})?(?:基本)?持平|(?:高于|快于|优于|好于)[^,，;；、。\\d]{2,14}?(?:水平|增速|增长|平均|经济)"
    "|(?:完成|达到)(?:国家|省|上级)[^,，;；、。\\d]{0,8}?(?:目标|任务|要求)|(?<=控制在)[^,，;；、。\\d]{2,12}?(?:以内|之内)"
)
VAGUE = re.compile(
    "(.{3,40}?)((?:继续|基本)?(?:保持|稳定|稳中|进一步|持续|稳步|明显|逐步|完成|达到|控制)[^,，;；。]{2,16})"
)
ALWAYS = re.compile("同步|持平|高于|快于|优于|好于")
EXPECTED = re.compile("(?:预期|主要|发展|工作)[^,，。;；]{0,8}目标[^,，。;；]{0,6}[是为:：]")
EMBEDDED = re.compile(
    "年均|每年|全年|年内|连年|年度|^[一二三四五六七八九十两]+年$|^年底|^上年|^去年"
)
PAST = re.compile("去年|上年|已(?!动工|有)|完成了|实现了|取得了|达到了")
FUTURE = re.compile(
    "力争|确保|争取|计划|预期目标|目标是|将(?!近)|要|推动|加快|推进|今后|未来|明年|努力"
)


def quantities(sentences, documents, units, indicators):
    """All quantities of the sentences.

    sentences: sentence, document, place, stage, is_heading, file, start, text; documents: document, year; units: unit, normal, factor; indicators: as
    from indicators.read_indicators. Returns one row a quantity with the columns COLUMNS: values unsigned and as written (empty where a predicate
    stands for the number), normal_*: the same in a common unit (亿元, 万人, % …); start, end: half-open offsets in the raw file.
    """
    year, known, common = (
        documents.set_index("document")["year"].astype(int),
        normal_units(units),
        naming.patterns(indicators),
    )
    rows = [
        row
        | dict(
            document=s.document,
            place=s.place,
            stage=s.stage,
            sentence=s.sentence,
            file=s.file,
            start=s.start + row["start"],
            end=s.start + row["end"],
        )
        for s in sentences[~sentences["is_heading"]].itertuples()
        for row in extract(s.text, s.stage, year[s.document], known, common)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def normal_units(units):
    """unit → (the common unit it is shown in, how many of those one is)."""
    return {u.unit: (u.normal, float(u.factor)) for u in units.itertuples()}


def extract(text, stage, year, units, common):
    """The quantities of one sentence as dicts; start and end are offsets in it.

    stage: review, plan, governance or other; year: of the document; units: as from normal_units; common: as from indicators.patterns. Time grows with the text's length.
    """
    raw, text = text, plain(text)
    expected = EXPECTED.search(text)
    found = values(text, tuple(units))
    found = sorted(
        _not_thresholds(text, found) + _worded(text, found, expected, common), key=lambda v: v.start
    )
    times, rows = list(naming.TIMES.finditer(text)), []
    for value, indicator, lead in naming.name(text, found, common):
        indicator_id, percent = naming.canonical(indicator, common)
        if (
            not indicator
            or value.worded
            and not (indicator_id or naming.MEASURED.search(indicator))
        ):
            continue
        normal, factor = units.get(
            value.measure, ("%", 100.0) if value.measure == "分之" else (value.unit, 1.0)
        )
        clause = text[
            max(text.rfind(mark, max(0, value.start - 120), value.start) for mark in ",，;；。:：")
            + 1 : value.end
        ][-120:]
        rows.append(
            dict(
                indicator=indicator,
                indicator_id=indicator_id,
                value_low=value.low,
                value_high=value.high,
                unit="" if value.measure == "分之" else value.unit,
                normal_low=round(value.low * value.factor * factor, 6),
                normal_high=round(value.high * value.factor * factor, 6),
                normal_unit=normal,
                comparator=value.comparator,
                kind=_kind(value, lead, indicator, percent, text),
                aim=_aim(
                    clause,
                    text[value.end : value.end + 12],
                    stage,
                    year,
                    expected and expected.end() <= value.start and expected[0],
                ),
                period=_period(text, value, lead, times),
                text=raw[value.start : value.end],
                start=value.start,
                end=value.end,
            )
        )
    return rows


def _not_thresholds(text, found):
    """The values without those that say which things are counted: of 产值超10亿元企业100家 only 100家, of 4个千亿级产业集群 only 4个."""
    kept, dropped = [], None
    for i, value in reversed(list(enumerate(found))):
        klass = text[value.start : value.end].endswith("级")
        after = (
            MONEY_OR_SIZE.search(value.unit) and value.comparator != "exactly" or klass
        ) and COUNTED.match(text[value.end : value.end + 20])
        near = [
            other
            for other in found[max(0, i - 1) : i + 2]
            if other is not value
            and not re.search("[%成倍番]|元$|个百分点", other.unit)
            and other.unit
            and not re.search(
                "[,，;；。、]", text[min(value.end, other.end) : max(value.start, other.start)]
            )
        ]
        listed = (
            dropped and dropped.unit == value.unit and text[value.end : dropped.start] == "、"
        )  # 产值超500亿、1000亿产业集群
        if listed or after and (near or value.unit[-1] in "元亿" and not klass):
            dropped = value
        else:
            kept.append(value)
            dropped = None
    return kept[::-1]


def _worded(text, found, expected, common):
    """Targets and results that name a value in words, as values without number."""
    worded, starts = [], [v.start for v in found]

    def free(start, end):
        return bisect_left(starts, end) == bisect_left(starts, start) and not (
            worded and start < worded[-1].end
        )

    def add(start, end, comparator):
        worded.append(Value(start, end, float("nan"), float("nan"), "", comparator, "", 1.0))

    for start, end in ((m.start(), m.end()) for m in re.finditer("[^,，;；。:：]+", text)):
        for m in WORDED.finditer(text, start, end):
            if (expected or ALWAYS.search(m[0])) and free(m.start(), m.end()):
                add(
                    m.start(),
                    m.end(),
                    "about"
                    if re.search("基本|大体|总体|略", m[0])
                    else "at most"
                    if m[0].endswith("内")
                    else "exactly",
                )
        if expected and free(start, end):
            if (m := VAGUE.fullmatch(text, start, end)) and (
                naming.canonical(naming.LEAD.sub("", m[1]), common)[0]
                or naming.MEASURED.search(m[1])
            ):
                add(m.start(2), end, "exactly")
            elif m := re.compile("(?:全面|确保)?完成(?=.{4,40}(?:指标|任务|目标)$)").match(
                text, start, end
            ):
                add(start, m.end(), "exactly")
    return worded


def _kind(value, lead, indicator, percent, text):
    """level, growth, share or change (rule 7), from the words that lead to the number. percent: what a percentage of the indicator usually is."""
    last = max(
        re.finditer(f"(?P<grow>{naming.GROW})|(?P<fall>{naming.FALL})", lead),
        key=lambda m: m.start(),
        default=None,
    )
    rate = re.search("增速|增幅|涨幅|降幅", lead + indicator)
    to = (
        re.search(f"(?:{naming.GROW}|{naming.FALL})(?:到|至|在)", lead)
        or re.search(f"(?:{naming.TO})(?:到|至|在)?$", lead)
        and not rate
    )
    if value.worded:
        said = text[value.start : value.end]
        return (
            "growth"
            if re.search("同步|持平|增长|增速", said) or last and last["grow"]
            else "change"
            if "下降" in said
            else "level"
        )
    if value.unit == "个百分点":
        return "change"
    if value.unit == "番":
        return "growth"
    if value.measure in ("%", "成", "分之", "倍"):
        if last and not to:
            return "growth" if last["grow"] else "level" if value.unit == "倍" else "change"
        if value.unit == "倍":
            return "level"
        if rate or re.match("的?(?:增速|增长|速度)", text[value.end : value.end + 4]):
            return "growth"
        return "growth" if percent == "growth" and not lead else "share"
    return (
        "change"
        if last
        and not to
        and not re.search("(?:增加|提升|扩大)$", last[0])
        or re.search("[比较][^,，]{2,8}(?:增|减)", lead)
        else "level"
    )


def _aim(clause, after, stage, year, expected):
    """target or result (rule 8): by the section; in a plan, the outturn beside a target is a result; without a section, by the words.

    clause, after: the words before and after the number; expected: the words that announce the list of targets the value stands in, if any.
    """
    if stage == "review":
        return "result"
    named = re.search(r"(20\d\d)年", clause)
    if stage in ("plan", "governance"):
        past = re.match(r"\D{0,6}(?:去年|上年|20\d\d年)", clause) and re.search(
            "完成|实际|达到|增长|为|实现|的", clause
        )
        earlier = re.search("去年|上年", clause) or named and int(named[1]) < year
        if re.search("(?:遴选|完成|实现|取得|建成|制定|形成|争取|下达|安排)了", clause):
            return "result"
        return (
            "result"
            if past
            and earlier
            and (
                "基础上" in after
                or "到" not in clause[:8]
                and (not named or int(named[1]) < year - 1)
            )
            else "target"
        )
    if expected and not re.search("完成|去年|上年", expected) or re.search(r"到20\d\d年", clause):
        return "target"
    return "target" if FUTURE.search(clause) and not PAST.search(clause) else "result"


def _period(text, value, lead, times):
    """The time words that govern the value, as written, "" if none: the nearest before it; 年均, 每年 and the like only within their own clause."""
    stop = max(text.rfind(mark, max(0, value.start - 400), value.start) for mark in ",，;；。:：")
    part = max(text.rfind(mark, max(0, value.start - 400), value.start) for mark in ";；。")
    nearest, average = "", "年均" in lead
    last = bisect_left(times, value.start, key=lambda m: m.end())
    for m in times[max(0, last - 8) : last]:
        if (
            m[0] == "当年"
            or m[0].startswith("连续")
            or EMBEDDED.search(m[0])
            and m.start() < stop
            or average
            and m.start() < part
        ):
            continue
        if m[0] == "年均":
            average = average or not text.startswith("浓度", m.end())
        else:
            nearest = m[0]
    return nearest or ("年均" if average else "")
