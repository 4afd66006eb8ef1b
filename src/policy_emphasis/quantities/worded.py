"""Values in words, and numbers that only bound a class of things.

worded(text, found, …)          → what names a value in words, as values without number
without_thresholds(text, found) → the values without those that say what is counted
"""

import math
import re
from bisect import bisect_left

from policy_emphasis.quantities.naming import canonical
from policy_emphasis.quantities.readings import Value
from policy_emphasis.quantities.vocabulary import LEAD, MEASURED, one_of, words

BOUND = one_of("[元亿]$ 亩 公顷 吨 千瓦 瓦$ 米 公里 人 斤 方$ 箱$ 户")
COUNTED = re.compile(
    r"的?[^,，;；。、\d]{0,10}?"
    + words("""
    企业 项目 集群 园区 产业园 产业 基地 平台 机构 品牌 单品 镇 村 县 市场主体 商贸 工程 公司 银行
    医院 学校 示范带 绿道 公园 农田 水库 渔船 家庭农场 大户
    """)
)
# The predicate of a named indicator, or of an item in the list of expected targets.
WORDED = one_of(r"""
    (?:与|同)[^,，;；、。与同\d]{2,20}?(?:保持)?(?:基本|大体|总体)?(?:保持)?同步(?:增长|提高)?
    持平略增 (?:与[^,，;；、。与\d]{2,8})?(?:基本)?持平  # 与上年基本持平
    (?:高于|快于|优于|好于)[^,，;；、。\d]{2,14}?(?:水平|增速|增长|平均|经济)  # 高于全国平均
    (?:完成|达到)(?:国家|省|上级)[^,，;；、。\d]{0,8}?(?:目标|任务|要求)  # 完成省下达任务
    (?<=控制在)[^,，;；、。\d]{2,12}?(?:以内|之内)  # 控制在省下达指标以内
""")
ALWAYS = re.compile("同步|持平|高于|快于|优于|好于")
VAGUE = re.compile(
    "(.{3,40}?)((?:继续|基本)?"
    + words("保持 稳定 稳中 进一步 持续 稳步 明显 逐步 完成 达到 控制")
    + "[^,，;；。]{2,16})"
)
TASK = re.compile("(?:全面|确保)?完成(?=.{4,40}(?:指标|任务|目标)$)")


def worded(text, found, *, expected, common):
    """Targets and results that name a value in words, as values without number.

    found: the values in numbers, in order; expected: whether the sentence announces a list of
    expected targets; common: as from naming.patterns.
    """
    if not expected and not ALWAYS.search(text):
        return []
    starts = [value.start for value in found]

    def free(start, end):
        return bisect_left(starts, start) == bisect_left(starts, end)

    values = []
    for clause in re.finditer("[^,，;；。:：]+", text):
        predicates = [
            _in_words(*m.span(), _comparator(m[0]))
            for m in WORDED.finditer(text, *clause.span())
            if free(*m.span()) and (expected or ALWAYS.search(m[0]))
        ]
        if expected and not predicates and free(*clause.span()):
            predicates = _listed_target(text, clause, common)
        values += predicates
    return values


def _in_words(start, end, comparator="exactly"):
    return Value(start, end, math.nan, math.nan, comparator)


def _comparator(predicate):
    if re.search("基本|大体|总体|略", predicate):
        return "about"
    return "at most" if predicate.endswith("内") else "exactly"


def _listed_target(text, clause, common):
    """An item of the list of expected targets without number: 生态环境质量持续改善."""
    start, end = clause.span()
    if m := VAGUE.fullmatch(text, start, end):
        subject = LEAD.sub("", m[1])
        if canonical(subject, common).id or MEASURED.search(m[1]):
            return [_in_words(m.start(2), end)]
    m = TASK.match(text, start, end)
    return [_in_words(start, m.end())] if m else []


def without_thresholds(text, found):
    """The values without those that say which things are counted.

    Of 产值超10亿元企业100家 only 100家, of 4个千亿级产业集群 only 4个.
    """
    kept, dropped = [], None
    for i in range(len(found) - 1, -1, -1):
        value = found[i]
        listed = dropped and dropped.unit == value.unit and text[value.end : dropped.start] == "、"
        if listed or _is_threshold(text, found, i):  # 产值超500亿、1000亿产业集群
            dropped = value
        else:
            kept.append(value)
            dropped = None
    return kept[::-1]


def _is_threshold(text, found, i):
    value = found[i]
    size = text[value.start : value.end].endswith("级")
    bounds = size or (value.comparator != "exactly" and BOUND.search(value.unit))
    if not bounds or not COUNTED.match(text, value.end, value.end + 20):
        return False
    if value.unit[-1] in "元亿" and not size:
        return True
    return any(_counts(text, value, other) for other in found[max(0, i - 1) : i + 2])


def _counts(text, value, other):
    """Whether another value counts the things that `value` bounds."""
    if other is value or not other.unit or re.search("[%成倍番]|元$|个百分点", other.unit):
        return False
    between = text[min(value.end, other.end) : max(value.start, other.start)]
    return not re.search("[,，;；。、]", between)
