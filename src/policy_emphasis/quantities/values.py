"""Values: the numbers of a sentence with unit and comparator; what measures nothing is left out.

    values(text, units) → every value, in order

NO_VALUES say when a number measures nothing: ordered rules, each with an example.
"""

import re
from bisect import bisect
from dataclasses import replace

from policy_emphasis.quantities.numerals import plain
from policy_emphasis.quantities.readings import BEFORE, comparator_before, pattern, read
from policy_emphasis.quantities.vocabulary import listed, one_of, words

AFTER = {"左右": "about", "上下": "about", "以上": "at least"}
AFTER |= dict.fromkeys(("以内", "之内", "以下"), "at most")
LABELLED = listed("大 国 省 市 州 县 院 校")
RANGE = ("-", "至", "到")
# What a number is part of when it measures nothing: names, dates, ranks, classes, versions.
NAME_BEFORE = re.compile(
    r"[A-Za-z+∶/:·#]$"  # PM2.5, 1:500
    r"|(?:前|居|位列|名列|排名?|第)(?:全[国省市球盟区州]|世界|第|名)*$"  # 居全国第5位
    r"|(?:位次|名次|升至|跃升至?|上升到|第|时速)$|[〔【\[(（]$"
)
NAME_AFTER = one_of(r"""
    年(?!产) 月(?!均) 日 号 路 线 届 版 周年 周?岁 世纪 千?伏 强(?!度|化|制) 热线  # 500千伏, 500强
    [GgKkXx](?![A-Za-z]) [Kk]?[Vv] [A-Z]?级(?!以上)  # 5G, 220kV, 4A级
    [+∶:×] [/.][\d一-鿿] -?[A-Z+] 时\b \s*[)）〕】\]]  # “1+3+4”, 3·15, 12)
""")
CIRCLE = re.compile(
    "(?:小时|分钟)[^,，。;；、]{0,8}?"
    + words("圈 通达 可达 直达 到达 达到 响应 不打烊 服务 值守 营业 热线")
)
QUOTED = re.compile(r"[“「『\"‘]([^“”「」『』\"‘’]{1,12})[”」』\"’]|《[^《》]{1,60}》")


def values(text, units):
    """The values in a text, in order. text: one sentence; units: measure words (units.csv).

    Ranges are one value (5%—5.5%, 1—2个). Left out: ordinals, dates, ranks, names in quotation
    marks or brackets, road numbers, classes, durations in years, hotlines, travel times, numerals
    that only label (六大), and every number without unit. Time grows with the length of the text.
    """
    text = plain(text)
    quoted = [m.span() for m in QUOTED.finditer(text)]
    found = []
    for match in pattern(tuple(units)).finditer(text):
        value = _value(match, quoted)
        if value and found and _is_range(text, found[-1], value):
            first = found.pop()
            value = replace(value, start=first.start, low=first.low, comparator="range")
        if value:
            found.append(value)
    return [value for value in found if value.unit]


def _is_range(text, first, second):
    same = first.unit == second.unit or not first.measure
    return same and first.low <= second.low and text[first.end : second.start] in RANGE


def _value(match, quoted):
    """The value of a match, None where the number measures nothing."""
    value = read(match)
    if not value or match.lastgroup in ("two_digits", "doubling"):  # set phrases take no comparator
        return value
    last = bisect(quoted, (match.start(), 0)) - 1
    if last >= 0 and match.end() <= quoted[last][1]:
        return None
    return None if any(rule(match, value) for rule in NO_VALUES) else _compared(match, value)


def _compared(match, value):
    """`value` with the comparators around it. One without unit is kept for a range to close."""
    text, start, comparator = match.string, value.start, value.comparator
    end = value.end + text.startswith("级", value.end)
    before = comparator_before(match)
    if before and _compares(before[0], match, value):
        start, comparator = before.start(), BEFORE[before[0].removesuffix("了")]
    after = next((word for word in AFTER if text.startswith(word, end)), "")
    if after and value.unit:
        end, comparator = end + len(after), AFTER[after]
    if not value.unit and not text.startswith(RANGE, end):
        return None
    same = (start, end) == (value.start, value.end)
    return value if same else replace(value, start=start, end=end, comparator=comparator)


def _compares(word, match, value):
    """上 and 过 compare only with round numbers: 上百家, 过50亿."""
    if word not in ("上", "过") or match["chinese"]:
        return True
    return word == "过" and "亿" in value.scale


def in_a_name(match, value):
    """A rank, a road, a version: 推动国道G355线广宁城区段等开工建设 → nothing."""
    before = match.string[max(0, match.start() - 6) : match.start()]
    return before.endswith("第") or (match["arabic"] and NAME_BEFORE.search(before))


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
