"""The values of a sentence: numbers with unit and comparator, and predicates that stand for one.

NO_VALUES say when a number measures nothing: ordered rules, each with an example.
"""

import math
import re
from bisect import bisect, bisect_left

from policy_emphasis.quantities import numerals
from policy_emphasis.quantities.numerals import Value
from policy_emphasis.quantities.spelling import plain
from policy_emphasis.quantities.vocabulary import LEAD, MEASURED, WORDS, listed, one_of, words

AFTER = WORDS["after"]  # the comparators that stand after a number
COMPARED = re.compile("|".join(AFTER))
LABELLED = listed(WORDS["labelled"])
RANGE = ("-", "至", "到")
LISTING = ("、", "和", "与", "及", "以及")
# What a number is part of when it measures nothing: ranks and names; name_after has more.
NAME_BEFORE = re.compile(
    r"[A-Za-z+∶/:·#]$|时速$|[〔【\[]$"  # PM2.5, 1:500
    r"|(?:(?<![目当此之以年日提月天])前|(?<![新安宜定旧迁民同邻移乔])居|[位名]列|排[名位]|第)"
    r"(?:全[国省市球盟区州]|世界|第|名)*$|[位名]次$"  # 居全国第5位
)
RANK_BEFORE = re.compile("(?:升至|跃升|上升到|[升降]到)$")  # 升至5位
NAME_AFTER = one_of(WORDS["name_after"])
CIRCLE = re.compile("(?:小时|分钟)[^,，。;；、]{0,8}?" + words(WORDS["services"]))
QUOTED = re.compile(r"[“「『\"‘]([^“”「」『』\"‘’]{1,12})[”」』\"’]|《[^《》]{1,60}》")
BOUND = one_of(WORDS["bounds"])
APART = re.compile("(?:分别|依次)[^,，;；。]*$")
STEP = re.compile("新?大?台阶")
COUNTED = re.compile(r"的?[^,，;；。、\d]{0,10}?" + words(WORDS["things"]))
WORDED = one_of(WORDS["predicates"])
ALWAYS = re.compile("同步|持平|高于|快于|优于|好于")
VAGUE = re.compile(
    "(.{3,40}?)((?:继续|基本)?"
    + words("保持 稳定 稳中 进一步 持续 稳步 明显 逐步 完成 达到 控制")
    + "[^,，;；。]{2,16})"
)
TASK = re.compile(  # 按照国家要求坚决完成节能减排任务, 完成省下达的节能减排任务
    "(?:按照[^,，]{2,6})?(?:全面|确保|坚决|如期)*完成(?:(?:国家|[省市]|自治区|上级)[^,，的]{0,4}的)?"
    "(?=.{4,40}(?:指标|任务|目标)$)"
)


def values(text, units):
    """The values in a text, in order. text: one sentence, as from spelling.tight; units: measure
    words (units.csv).

    Ranges are one value (5%—5.5%, 1—2个). Left out: ordinals, dates, ranks, names in quotation
    marks or brackets, road numbers, classes, durations in years, hotlines, travel times, numerals
    that only label (六大), and every number without unit. Time grows with the length of the text.
    """
    return read_values(text, numerals.pattern(tuple(units)))


def read_values(text, pattern):
    """As values; pattern: as from numerals.pattern, which many sentences share."""
    text = plain(text)
    matches = pattern.finditer(text)
    read = [(match, value) for match in matches if (value := numerals.read(match))]
    if not read:
        return []
    quoted = [m.span() for m in QUOTED.finditer(text)]
    found = []
    for value in filter(None, (_value(*number, quoted) for number in read)):
        if found and text[found[-1].end : value.start] in ("(", "（"):  # 5亿元(7000万美元)
            continue
        if found and (low := _low_end(text, found[-1], value)) is not None:
            value = value._replace(start=found.pop().start, low=low, comparator="range")
        found.append(value)
    return [value for value in _with_shared_units(text, found) if value.unit]


def _low_end(text, first, second):
    """The low end of a range that two values are, counted as its high end is (5000到1万亩: 0.5);
    None where they are none."""
    if first.measure not in ("", second.measure) or text[first.end : second.start] not in RANGE:
        return None
    low = first.low if first.scale == second.scale else first.low * first.factor / second.factor
    if not first.unit and first.low <= second.low:  # 3到5万户
        low = first.low
    return low if low <= second.low else None


def _with_shared_units(text, found):
    """The values with the unit that the last of a list names for all: 0.5个、0.7个、1.1个百分点;
    分别为55、50、24个工作日."""
    found = list(found)
    for i in reversed(range(len(found) - 1)):
        first, second = found[i : i + 2]
        if text[first.end : second.start] not in LISTING:
            continue
        number = not first.unit and re.search("[一-鿿、]$", text[: first.start][-1:])  # no 1、5%
        points = first.unit == "个" and second.measure == "个百分点"
        apart = second.measure in ("个百分点", "%") or APART.search(text[: first.start][-40:])
        if points or (number and apart):
            found[i] = first._replace(scale=second.scale, measure=second.measure)
    return found


def _value(match, value, quoted):
    """The value of a match with its comparator, None where the number measures nothing."""
    if match.lastgroup in ("two_digits", "doubling"):  # set phrases take no comparator
        return value
    last = bisect(quoted, (match.start(), 0)) - 1
    if last >= 0 and match.end() <= quoted[last][1]:
        return None
    return None if any(rule(match, value) for rule in NO_VALUES) else _compared(match, value)


def _compared(match, value):
    """`value` with the comparators around it. One without unit is kept for a range to close."""
    text, start, comparator = match.string, value.start, value.comparator
    end = value.end + text.startswith("级", value.end)
    before = numerals.comparator_before(match)
    round_number = match["chinese"] or (before and before[0] == "过" and "亿" in value.scale)
    if before and (before[0] not in ("上", "过") or round_number):  # 上百家, 过50亿
        start, comparator = before.start(), before.lastgroup.replace("_", " ")
    after = COMPARED.match(text, end)
    if after and value.unit:
        end, comparator = after.end(), AFTER[after[0]]
    if not value.unit and not text.startswith((*RANGE, *LISTING), end):
        return None
    same = (start, end) == (value.start, value.end)
    return value if same else value._replace(start=start, end=end, comparator=comparator)


def in_a_name(match, value):
    """A rank, a road, a version: 推动国道G355线广宁城区段等开工建设 → nothing."""
    before = match.string[max(0, match.start() - 6) : match.start()]
    rank = value.measure in ("", "位", "名") and RANK_BEFORE.search(before)
    return before.endswith("第") or (match["arabic"] and (rank or NAME_BEFORE.search(before)))


def opens_a_name(match, value):
    """A date, a line, a technical class: 地铁10号线建成通车 → nothing."""
    named = NAME_AFTER.match(match.string, match.end("arabic")) if match["arabic"] else None
    return named and not value.measure


def time_of_service(match, value):
    """A time that names a distance or a service: 完善15分钟便民生活圈 → nothing."""
    circle = CIRCLE.match(match.string, match.end() - len(value.measure))
    return circle or (value.measure == "小时" and value.low == 24)


def grade(match, value):
    """With 级 all but a bare sum or one of money: 龙滩水电站1000吨级通航设施获批实施 → nothing."""
    size = value.scale.endswith("亿") and (not value.measure or value.measure.endswith("元"))
    return match.string.startswith("级", match.end()) and not size


def label(match, value):
    """Chinese characters before what governs: 地区生产总值超百亿县增至35个 → 35个."""
    return not match["arabic"] and value.measure in LABELLED


NO_VALUES = (in_a_name, opens_a_name, time_of_service, grade, label)


def worded(text, found, *, expected, recognized):
    """Targets and results that name a value in words, as values without number.

    found: the values in numbers, in order; expected: whether the sentence announces a list of
    expected targets; recognized: as from naming.recognizer.
    """
    if not expected and not ALWAYS.search(text):
        return []
    starts = [value.start for value in found]

    def free(start, end):
        return bisect_left(starts, start) == bisect_left(starts, end)

    stated = []
    for clause in re.finditer("[^,，;；。:：]+", text):
        predicates = [
            _in_words(*m.span(), _comparator(m[0]))
            for m in WORDED.finditer(text, *clause.span())
            if free(*m.span()) and (expected or ALWAYS.search(m[0]))
        ]
        if expected and not predicates and free(*clause.span()):
            predicates = _listed_target(text, clause, recognized)
        stated += predicates
    return stated


def _in_words(start, end, comparator="exactly"):
    return Value(start, end, math.nan, math.nan, comparator)


def _comparator(predicate):
    if re.search("基本|大体|总体|略", predicate):
        return "about"
    return "at most" if predicate.endswith("内") else "exactly"


def _listed_target(text, clause, recognized):
    """An item of the list of expected targets without number: 生态环境质量持续改善."""
    start, end = clause.span()
    m = VAGUE.fullmatch(text, start, end)
    if m and (recognized(LEAD.sub("", m[1])).id or MEASURED.search(m[1])):
        return [_in_words(m.start(2), end)]
    m = TASK.match(text, start, end)
    return [_in_words(start, m.end())] if m else []


def without_thresholds(text, found):
    """The values without those that say which things are counted: of 产值超10亿元企业100家 only
    100家, of 4个千亿级产业集群 only 4个, of 跨过7个千亿级台阶 only 7个."""
    dropped = [_is_threshold(text, found, i) for i in range(len(found))]
    for i in reversed(range(len(found) - 1)):  # 产值超500亿、1000亿产业集群
        first, second = found[i : i + 2]
        listing = first.unit == second.unit and text[first.end : second.start] == "、"
        dropped[i] |= listing and dropped[i + 1]
    return [value for value, is_dropped in zip(found, dropped, strict=True) if not is_dropped]


def _is_threshold(text, found, i):
    value = found[i]
    size = text.endswith("级", value.start, value.end) or STEP.match(text, value.end)
    bounds = size or (value.comparator != "exactly" and BOUND.search(value.unit))
    if not bounds or not COUNTED.match(text, value.end, value.end + 20):
        return False
    if value.unit[-1] in "元亿" and not size:
        return True
    return any(_counts(text, value, other) for other in found[max(0, i - 1) : i + 2])


def _counts(text, value, other):
    """Whether another value counts the things that `value` bounds."""
    if other is value or re.search("[%成倍番]|元$|个百分点", other.unit):
        return False
    between = text[min(value.end, other.end) : max(value.start, other.start)]
    return not re.search("[,，;；。、]", between)
