"""The words that belong to a value: what is measured, what leads to the number, what follows it."""

import re
from bisect import bisect_left
from itertools import accumulate, pairwise
from typing import NamedTuple

from policy_emphasis.quantities import vocabulary
from policy_emphasis.quantities.numerals import Value
from policy_emphasis.quantities.vocabulary import HEAD, LEAD, OWNERLESS, VERB, VERBS

STOP = re.compile(r"[,，;；。:：!！?？\n]")
NO_NOUN = re.compile(r"[^一-鿿“\"A-Za-z]|目标|增速|速度|规模|水平|幅度|[和及与]")
THRESHOLD = re.compile(r"^(?:不少于|不低于|超过?)[\d.]+[^的,]{1,6}的")
JOINED = re.compile("以及|[、和及与]")
JOINED_BACK = re.compile("(?:以及|[和及与])$")
CUT = re.compile("([^等]{2,})、([^、等]*)$")  # a list, and its last item
COMPLETE = re.compile(rf"{HEAD.pattern}|[0-9A-Z]$|(?:浓度|能耗|效率)$")
FIRST_LOT, TO = re.compile("首批$"), re.compile(vocabulary.TO)
AFTER = re.compile("^(?:的|以上的|左右的)")
ITEMS = re.compile("、|以及|[和与及]")
MADE_TO = re.compile(rf"(?:推动|支持|引导|鼓励|指导).*?({VERBS}+)$")  # 推动企业建成
EXAMPLES, IN_BRACKETS = re.compile("等[^、]{0,4}$"), re.compile(r"\([^()]*\)")
LISTING = ("、", "和", "及", "以及")
RELATIVE = ("%", "成", "分之", "个百分点", "倍", "番", "")
REACH = 120  # characters from a number in which its words are looked for


class Phrase(NamedTuple):
    """The words that belong to one value."""

    value: Value
    before: str  # the words before the number, without times and adverbs
    after: str  # the noun that follows
    subject: str  # what is measured, as far as it stands before the number
    lead: str  # the words between subject and number (增长, 下降到, 年均)
    listed: bool  # another value of the stretch stands before this one
    relative: bool  # it compares (%, 倍, or no number) and counts nothing
    following: int  # how many values follow in an unbroken list
    marked: bool  # a verb leads to the number
    measured: bool  # it measures the subject and does not count what follows
    apart: bool  # the values belong to the items of the subject one by one (分别)


def stretches(text, values):
    """The phrases of the values between two commas, semicolons or full stops, a list a stretch."""
    first = start = 0
    starts = [value.start for value in values]
    for end in [*(m.start() for m in STOP.finditer(text)), len(text)]:
        last = bisect_left(starts, end, first)
        if last == first:
            start = end + 1
        elif values[last - 1].end <= end:  # else the mark is part of a number: 1,234
            yield _phrases(text, values[first:last], start=start, end=end)
            first, start = last, end + 1


def _phrases(text, values, *, start, end):
    opens, closes = values[0].start, values[-1].end
    gaps = [text[first.end : second.start].strip() for first, second in pairwise(values)]
    before = [text[max(start, opens - REACH) : opens], *(_leading(g[-REACH:]) for g in gaps)]
    after = [*(_following(g[:REACH]) for g in gaps), text[closes : min(end, closes + REACH // 2)]]
    unbroken = accumulate(reversed(gaps), lambda n, gap: (n + 1) * (gap in LISTING), initial=0)
    following = [*unbroken][::-1]
    return [
        _phrase(value, before[i], after[i], listed=i > 0, following=following[i])
        for i, value in enumerate(values)
    ]


def _leading(gap):
    """Of the words between two values those that lead to the second."""
    gap = gap.lstrip(")）")
    if m := JOINED.match(gap):
        return gap[m.end() :]
    if JOINED_BACK.search(gap):
        return ""
    cut = CUT.match(gap)
    return cut[2] if cut else gap


def _following(gap):
    """Of the words between two values those that follow the first, up to the verb of the second."""
    if JOINED.match(gap):
        return ""
    if m := JOINED_BACK.search(gap):
        return gap[: m.start()]
    if m := CUT.match(gap):
        return m[1]
    while m := vocabulary.TAIL.search(gap):  # 由1所增至9所
        gap = gap[: m.start()]
    verb = VERB.search(gap, 2)
    return gap[: verb.start()] if verb else gap


def _phrase(value, before, after, *, listed, following):
    """following: how many values follow in an unbroken list; listed: whether one stands before."""
    before = FIRST_LOT.sub("", vocabulary.SINCE.sub("", without_lead(before)))
    after = AFTER.sub("", after)
    after = "" if NO_NOUN.match(after) else THRESHOLD.sub("", after)
    cut = len(before)
    while m := vocabulary.TAIL.search(before, 0, cut):
        cut = m.start()
    subject, lead = vocabulary.SINCE_TIME.sub("", before[:cut]), before[cut:]
    if VERB.fullmatch(subject) and after and not TO.search(lead):
        subject, lead = before, ""  # 改造提升20万亩农田
    relative, marked = value.measure in RELATIVE, bool(vocabulary.MARK.search(lead))
    in_step = following and marked and len(split_list(subject)) == following + 1
    return Phrase(
        value=value,
        before=before,
        after=after,
        subject=subject,
        lead=lead,
        listed=listed,
        relative=relative,
        following=following,
        marked=marked,
        measured=relative or marked or bool(vocabulary.MEASURED.search(subject)),
        apart=in_step or "分别" in lead or "依次" in lead,
    )


def split_list(subject):
    """The items of a list of indicators, with the head that they share written out:
    工业、建筑业增加值 → 工业增加值, 建筑业增加值."""
    items = [item for item in ITEMS.split(subject) if item]
    if items == ["三次产业"]:
        return ["第一产业增加值", "第二产业增加值", "第三产业增加值"]
    if len(items) == 1 and items[0].startswith("城乡"):
        return ["城镇" + items[0][2:], "农村" + items[0][2:]]
    if len(items) < 2:
        return items
    if "占" in items[-1]:
        share = items[-1][items[-1].index("占") :]
        return [item if "占" in item else item + share for item in items]
    owner = HEAD.search(items[0])
    if owner and owner.start():
        name = items[0][: owner.start()]
        items[1:] = [name + item if OWNERLESS.fullmatch(item) else item for item in items[1:]]
    head = HEAD.search(items[-1])
    return _with_head(items, head[0]) if head and head.start() else items


def _with_head(items, head):
    doubled = "业" if head.startswith("业") else ""  # 农业, 业增加值
    whole = [item if COMPLETE.search(item) else item.removesuffix(doubled) + head for item in items]
    if re.fullmatch("第[一二三]", whole[0].removesuffix(head)) and "产业" not in whole[0]:
        return [re.sub("^(第[一二三])(?!产业)", r"\1产业", item) for item in whole]
    return whole


def without_examples(words):
    """`words` before a count without the examples that they list: 扶持甲、乙、丙等 → 扶持."""
    if m := MADE_TO.match(words):
        return m[1]
    if EXAMPLES.search(words) or "、" in IN_BRACKETS.sub("", words):
        verb = VERB.match(words)
        return (verb[0] if verb else "") + (words.rpartition("等")[2] if "等" in words else "")
    return words


def clean(words):
    """`words` without quotation marks, places, adverbs and times."""
    words = vocabulary.IDLE.sub("", words)
    return without_lead(words).rstrip("、的") or words


def without_lead(words):
    """`words` without the times, places and adverbs that they open with."""
    lead = LEAD.match(words)
    return words[lead.end() :] if lead else words
