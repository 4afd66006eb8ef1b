"""The words around a number, as patterns: times, verbs, movements, ends of indicators.

Plain lists of words are in vocabulary.yaml.
"""

import re
from pkgutil import get_data

import yaml

WORDS = yaml.safe_load(get_data(__package__, "vocabulary.yaml"))


def listed(text):
    """The words of a text, set apart by white space; # opens a comment."""
    return re.sub(r"\s#.*", "", text).split()


def words(text):
    """What takes any of the words listed, the first that fits, as a part of a pattern."""
    return f"(?:{'|'.join(listed(text))})"


def one_of(text):
    """The pattern of the words listed."""
    return re.compile(words(text))


def where_held(pattern):
    """A pattern that is tried only at the characters that its words hold, and at those of ASCII:
    it finds the same, as long as none of its words begins with a class of other characters."""
    held = "".join(sorted({char for char in pattern if not char.isascii()}))
    return re.compile(rf"(?=[\x00-\x7f{held}])(?:{pattern})")


TIME = "(?:截至|截止|到|至)?" + words(WORDS["times"])
TIMES = where_held(TIME)
PLACE = words(WORDS["places"])
ADVERB = words(WORDS["adverbs"])
LEAD = re.compile(
    rf"^(?:[\s、和与及—-]|以及|{TIME}[,，]?|{PLACE}|{ADVERB}|[一二三四五六七八九十]是|[的了]|等)+"
)
CAUSE = re.compile(f"^{words(WORDS['causes'])}+(?=.{{2}})")

GROW = words(WORDS["grow"])
FALL = words(WORDS["fall"])
TO = words(WORDS["to"])
COMPARED = one_of(WORDS["compared"])
SINCE = re.compile(rf"(?:由|从)(?:上年|去年|年初|{TIME}|每[^,]{{1,6}})*的?$")  # 从去年的
SINCE_TIME = re.compile(rf"[由从是为]{TIME}$")  # 是十年前的3倍
MARK = re.compile(f"{GROW}|{FALL}|{TO}")
MOVE = re.compile(f"(?P<grow>{GROW})|(?P<fall>{FALL})")
LEADS = words(rf"""
    同比 环比 [比较](?:上年|去年|{TIME})(?:同期|末|底)?  # 比上年末
    年均 平均 实际 名义 分别 均 都 双双 已 可 将 预计 力争 继续 首次 历史性 成功 持续 稳定 基本 总体
    进一步 全部 累计 稳步 大幅 快速 逐步 全年 可比口径 同口径 按
    (?:{GROW}|{FALL}|{TO})(?:到|至|在|了)? 也 要 由 从 以 在 至 到 等?分别 [的、和(（]  # 提高到
    (?:{GROW}|{FALL}|{TO}|恢复)[到至]{TIME}的? {COMPARED.pattern}  # 提高到2024年的, 高于全国
    (?:预期|控制)?目标值?(?:设定|确定|定)?[为是在] 预期 今年 明年
    (?:{GROW}|{FALL}|预期|控制)(?:预期|控制)?目标值?
""")
TAIL = where_held(f"{LEADS}$")

VERBS = words(WORDS["verbs"])
VERB = where_held(  # 新建和改造, 培育(引进)
    rf"(?:(?:新|再|改)?{VERBS}(?:[和、及](?=(?:新|再)?{VERBS}))?)+(?:\([^()]*\))?"
)

HEADS = words(WORDS["heads"])
HEAD = re.compile(f"{HEADS}$")
OWNERLESS = one_of(WORDS["ownerless"])
IDLE = re.compile(
    rf"[“”\"‘’\s]|{PLACE}|全部|了|累计|有效|深入|持续|加快(?=推进|建设)|实现(?={HEADS}$)"
)
MEASURED = re.compile(f"{words(WORDS['measures'])}$")
