"""Quantities: every number of a report, what it measures, when, and whether result or target.

A quantity is a value with its unit, indicator, comparator, kind, period and aim, as
data/reference/README.md defines them.
"""

import re
from bisect import bisect
from types import SimpleNamespace

import pandas as pd

from policy_emphasis.quantities import naming, numerals, vocabulary
from policy_emphasis.quantities.spelling import tight
from policy_emphasis.quantities.values import read_values, without_thresholds, worded
from policy_emphasis.quantities.vocabulary import MEASURED, TIMES, WORDS, listed, one_of, words

COLUMNS = listed("""
    document place stage indicator indicator_id value_low value_high unit normal_low normal_high
    normal_unit comparator kind aim period text sentence file start end
""")
SHARED = ("document", "place", "stage", "sentence", "file")  # of a sentence and its quantities
OWN = [column for column in COLUMNS if column not in SHARED]  # of a quantity alone
PART = SimpleNamespace(normal="%", factor=100.0)  # 三分之二
EXPECTED = re.compile("(?:预期|主要|发展|工作)[^,，。;；]{0,8}目标[^,，。;；]{0,6}[是为:：]")
MOVES = f"(?:{vocabulary.GROW}|{vocabulary.FALL})"
TO_A_LEVEL = re.compile(f"{MOVES}[到至]")
IS_A_LEVEL = re.compile(f"{vocabulary.TO}(?:到|至|在)?$|{MOVES}在$")
# 增长 and 下降 as nouns, which a verb of level follows: 增长在8.5%左右, 增长目标为5%.
RATE = re.compile(rf"增速|增幅|涨幅|降幅|(?:增长|下降|降低)(?:率|预期|目标|要|在|{vocabulary.TO})")
MOVED = re.compile(rf"(?:{MOVES}|{vocabulary.TO})$")
EMBEDDED = re.compile(
    "年均|每年|全年|年内|连年|年度|^[一二三四五六七八九十两]+年$|^年底|^上年|^去年"
)
# What follows a time that a level has since left: 从五年前的139万户增长到; 五年间跨过7个台阶,达到.
LEFT = re.compile("(?!起|开始|以来|以?后|[到至]|[^,，]*看)[^;；。]*?(?:[到至为达超]|突破)")
STEPS = re.compile(r"[跨迈跃登上][^,，;；。]*台阶[,，、][^,，;；。\d]*$")
OF_THE_PAST = re.compile(r"[由从](?:(20\d\d)年|去年|上年)[^到至]{0,20}$")
MORE_THAN = re.compile("[比较][^,，]{2,8}(?:增|减)")  # 比上年末增加2万人
OF_ITSELF = re.compile("当年$|连续")
UNTIL = re.compile(r"[到至](20\d\d)年")
PAST_FIRST = re.compile(r"\D{0,6}(?:去年|上年|20\d\d年)")
DONE = re.compile(f"{words('遴选 完成 实现 取得 建成 制定 形成 争取 下达 安排')}了")
CLAUSE, PART_OF_LIST = re.compile("[,，;；。:：]"), re.compile("[;；。]")  # where they end
PAST = one_of(WORDS["past"])
FUTURE = one_of(WORDS["future"])


def quantities(sentences, documents, *, units, indicators):
    """All quantities of the sentences, one a row with the columns COLUMNS.

    sentences: sentence, document, place, stage, is_heading, file, start, text; documents: document,
    year; units: unit, normal, factor; indicators: as from lists.read_indicators. Values are
    as written, empty where a predicate stands for the number; normal_*: the same in a
    common unit (亿元, 万人, % …); start, end: half-open offsets in the raw file. Time grows with
    the length of the text.
    """
    year = documents.set_index("document")["year"].astype(int).to_dict()
    units = {row.unit: row for row in units.itertuples()}
    given = {"pattern": numerals.pattern(tuple(units)), "units": units}
    given["recognized"] = naming.recognizer(indicators)
    body = sentences[~sentences["is_heading"]]
    columns = [body[column].tolist() for column in ("text", "start", "stage", "document")]
    numbers, found = [], []
    for number, (*sentence, document) in enumerate(zip(*columns, strict=True)):
        read = [*_read(*sentence, year=year[document], **given)]
        numbers += [number] * len(read)
        found += read
    shared = body[[*SHARED]].take(numbers).reset_index(drop=True)
    return pd.concat([shared, pd.DataFrame(found, columns=OWN)], axis=1)[COLUMNS]


def _read(raw, begins, stage, *, year, pattern, units, recognized):
    """The quantities of one sentence: raw, its text; begins: where it stands in the file; year:
    of the document; pattern: of its numbers; units: unit → its row. Yields the columns OWN."""
    text, places = tight(raw)
    expected = EXPECTED.search(text)
    numbers = read_values(text, pattern)
    found = worded(text, numbers, expected=expected, recognized=recognized)
    if not numbers and not found:
        return
    found = sorted(without_thresholds(text, numbers) + found, key=lambda value: value.start)
    times = list(TIMES.finditer(text))
    for named in naming.name(text, found, recognized):
        value, known = named.value, recognized(named.indicator)
        said_of = known.id or MEASURED.search(named.indicator) if value.worded else named.indicator
        if not said_of:
            continue
        start, end = places[value.start], places[value.end - 1] + 1
        announced = expected[0] if expected and expected.end() <= value.start else ""
        yield (
            *(named.indicator, known.id, *_amount(value, units)),
            _kind(named, text, known.percent),
            _aim(value, text, stage=stage, year=year, announced=announced),
            _period(named, text, times, year=year),
            *(raw[start:end], begins + start, begins + end),
        )


def _amount(value, units):
    """What the value alone decides: the columns value_low … comparator."""
    part = value.measure == "分之"
    other = PART if part else None
    normal = units.get(value.measure, other) or SimpleNamespace(normal=value.unit, factor=1.0)
    ends = (round(end * value.factor * normal.factor, 6) for end in (value.low, value.high))
    return value.low, value.high, "" if part else value.unit, *ends, normal.normal, value.comparator


def _kind(named, text, percent):
    """level, growth, share or change (rule 7). percent: what a percentage usually is."""
    value, lead = named.value, named.lead
    *_, move = (None, *vocabulary.MOVE.finditer(lead))
    if value.worded:
        return _kind_in_words(text[value.start : value.end], move)
    if value.unit in ("个百分点", "番"):
        return "growth" if value.unit == "番" else "change"
    rate = RATE.search(lead + named.indicator)
    if move and (TO_A_LEVEL.search(lead) or (IS_A_LEVEL.search(lead) and not rate)):
        move = None
    if value.low < 0 and value.measure == "%":
        return "change"
    if value.unit == "倍":
        return "growth" if move and move["grow"] else "level"
    if value.measure not in ("%", "成", "分之", "倍"):
        added = move and move[0] not in ("增加", "提升", "扩大")
        return "change" if added or MORE_THAN.search(lead) else "level"
    if move:
        return "growth" if move["grow"] else "change"
    if rate or text.startswith(("增速", "增长", "速度", "的增速", "的增长", "的速度"), value.end):
        return "growth"
    announced = not lead or "目标" in lead
    return "growth" if percent == "growth" and announced else "share"


def _kind_in_words(words, move):
    if re.search("同步|持平|增长|增速", words) or (move and move["grow"]):
        return "growth"
    return "change" if "下降" in words else "level"


def _aim(value, text, *, stage, year, announced):
    """target or result (rule 8): by the section, and without one by the words. In a plan, the
    outturn beside a target is a result. announced: the words that announce the list of targets
    that the value stands in, "" if none."""
    if stage == "review":
        return "result"
    opens = _last_mark(CLAUSE, text, value.start, reach=120) + 1
    clause = text[max(opens, value.end - 120) : value.end]
    if stage in ("plan", "governance"):
        after = text[value.end : value.end + 12]
        return "result" if DONE.search(clause) or _is_outturn(clause, after, year) else "target"
    listed = announced and not re.search("完成|去年|上年", announced)
    later = [int(until) for until in re.findall(r"到(20\d\d)年", clause)]
    if listed or (later and max(later) >= year):
        return "target"
    return "target" if FUTURE.search(clause) and not PAST.search(clause) else "result"


def _is_outturn(clause, after, year):
    """Whether a number in a plan is last year's: 在去年增长8.1%的基础上, 由2024年的60%提高到."""
    if left := OF_THE_PAST.search(clause):
        return int(left[1] or 0) < year
    if not PAST_FIRST.match(clause) or not re.search("完成|实际|达到|增长|为|实现|的", clause):
        return False
    named = re.search(r"(20\d\d)年", clause)
    if not re.search("去年|上年", clause) and int(named[1]) >= year:
        return False
    if "基础上" in after:
        return True
    return "到" not in clause[:8] and (not named or int(named[1]) < year - 1)


def _period(named, text, times, *, year):
    """The time words that govern the value, as written, "" if none: the nearest before it that is
    not of a level since left. 年均, 每年 and the like govern only within their own clause. times:
    the matches of TIMES; year: of the document, up to which 到 says no target (提高到2024年的)."""
    start = named.value.start
    clause = _last_mark(CLAUSE, text, start, reach=400)
    part = _last_mark(PART_OF_LIST, text, start, reach=400)
    nearest, average = "", "年均" in named.lead
    last = bisect(times, start, key=lambda m: m.end())
    for m in times[max(0, last - 8) : last]:
        embedded = OF_ITSELF.match(m[0]) or (m.start() < clause and EMBEDDED.search(m[0]))
        if embedded or (average and m.start() < part) or _is_left(m, named.value, text):
            continue
        if m[0] == "年均":
            average = average or not text.startswith("浓度", m.end())
        else:
            nearest = _reached(m, text, year)
    return nearest or ("年均" if average else "")


def _reached(time, text, year):
    """The words of a time, without the 到 or 至 of a level that was reached by the year."""
    until = UNTIL.match(time[0])
    moved = until and MOVED.search(text[max(0, time.start() - 4) : time.start()])
    return time[0][1:] if moved and int(until[1]) <= year else time[0]


def _is_left(time, value, text):
    """Whether a time is that of a level since left, or compared with, and not that of the value."""
    between, opens = text[time.end() : value.start], text[max(0, time.start() - 1) : time.start()]
    if opens in ("比", "较"):
        year_on_year = re.search("上年|去年", time[0]) and not re.search("[到至达]", between)
        return not year_on_year
    if opens in ("从", "由") and LEFT.match(between):
        return True
    times_as_many = opens in ("是", "为") and (between[:1] == "的" or value.unit == "倍")
    if opens == "复":  # 恢复到2019年的108%
        return True
    each = opens in ("人", "生") and time[0] == "每年"  # 每人每年670元
    return times_as_many or each or bool(STEPS.search(between))


def _last_mark(marks, text, end, *, reach):
    """Where the last mark stands, at most `reach` characters before `end`; -1 if nowhere."""
    mark = marks.search(text[max(0, end - reach) : end][::-1])
    return end - 1 - mark.start() if mark else -1
