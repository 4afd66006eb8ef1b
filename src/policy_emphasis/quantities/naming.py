"""What a value measures or counts: its indicator, in the words of the sentence.

RULES name a value: ordered rules, each with an example; the first that knows a name gives it. They
follow data/reference/README.md: elided heads are written out, 分别 gives values in order, the verb
is kept where work is counted.
"""

import re
from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import regex

from policy_emphasis.paths import ProjectError
from policy_emphasis.quantities.numerals import Value
from policy_emphasis.quantities.phrases import clean, split_list, stretches, without_examples
from policy_emphasis.quantities.vocabulary import (
    CAUSE,
    COMPARED,
    HEAD,
    MOVE,
    OWNERLESS,
    PLACE,
    VERB,
    VERBS,
)

RATE = re.compile("增速|增幅|涨幅|降幅")
ADDRESSEE = re.compile(rf"^[向为对在][^,]{{1,20}}?(?={VERBS})")  # 为群众办理
EACH = re.compile("均|都|双")
BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
JOINS = re.compile("[、和及与]$")
AROUND = re.compile(f"^{PLACE}|增长$|增速$")  # what is no part of an indicator's name
LONGEST_SEARCH = 0.2  # seconds of computing for a name of some characters: 10,000 times the usual
NO_INDICATOR = SimpleNamespace(id="", percent="")


class Carried(NamedTuple):
    """What later values of a sentence may leave out."""

    subject: str = ""  # what was measured last
    verb: str = ""  # the verb of the work counted
    lead: str = ""
    owed: tuple = ()  # the names that 分别 still owes values to
    several: tuple = ()  # all names that values were given to in order last


class Named(NamedTuple):
    """A value with its indicator and the words between the two (增长, 下降到, 年均)."""

    value: Value
    indicator: str
    lead: str
    carried: Carried  # what is carried on from here


def recognizer(indicators):
    """What gives the common indicator that words name: its row in the table from
    lists.read_indicators, NO_INDICATOR if none."""
    common = [(regex.compile(row.pattern), row) for row in indicators.itertuples()]
    # Most words name no common indicator, which one pattern tells. Groups would be numbered anew.
    joined = not any(pattern.groups for pattern, _ in common)
    any_common = regex.compile("|".join(f"(?:{row.pattern})" for _, row in common if joined))

    @lru_cache(10_000)
    def recognized(words):
        bare = AROUND.sub("", words)
        spellings = dict.fromkeys([bare, BRACKETS.sub("", bare)])  # 地区生产总值(GDP)
        common_names = [name for name in spellings if _finds(any_common, name, "them together")]
        known = (
            row for name in common_names for pattern, row in common if _finds(pattern, name, row.id)
        )
        return next(known, NO_INDICATOR)

    return recognized


def _finds(pattern, name, indicator):
    """Whether a pattern, which somebody may have written so that it searches for ever, fits."""
    try:
        return pattern.search(name, timeout=LONGEST_SEARCH)
    except TimeoutError:
        fault = f"searches {name[:40]!r} for over {LONGEST_SEARCH} s"
        raise ProjectError(
            f"indicators.csv: pattern of {indicator} {fault}; repeat nothing that is repeated"
        ) from None


def name(text, values, recognized):
    """What each value of a sentence measures.

    text: the sentence (as from numerals.plain); values: its values, in order; recognized: as from
    recognizer. Returns a list of Named, in order; a value that is said of several indicators comes
    once for each.
    """
    named, carried = [], Carried()
    for phrases in stretches(text, values):
        here = []
        for phrase in phrases:
            carried = _carried_to(phrase, carried)
            here += _first(RULES, _whole(phrase, carried), carried, recognized=recognized)
            carried = here[-1].carried
        for i in range(len(here) - 2, -1, -1):  # 7.8万户、22.9万人消除风险: both count the same
            if here[i].indicator:
                break
            here[i] = here[i]._replace(indicator=here[i + 1].indicator)
        named += here
    return named


def _first(rules, phrase, carried, *, recognized):
    return next(filter(None, (rule(phrase, carried, recognized) for rule in rules)))


def _carried_to(phrase, carried):
    """A list of names that owes values opens with the phrase, goes on, or is over."""
    again = not phrase.subject and not phrase.listed
    if phrase.apart or (again and len(carried.several) == phrase.following + 1):
        names = tuple(split_list(phrase.subject)) or carried.several
        return carried._replace(owed=names, several=names, lead=phrase.lead)
    over = carried.several and (phrase.subject or VERB.match(phrase.before))
    return carried._replace(owed=(), several=()) if over else carried


def _whole(phrase, carried):
    """The phrase with what its subject leaves out: (产值超10亿元企业100家、)超50亿元企业;
    (粮食播种面积1520万亩、)总产 → 粮食总产."""
    subject = phrase.subject
    if subject.startswith("超") and (m := re.match(r"(.+?)超\d", carried.subject)):
        return phrase._replace(subject=m[1] + subject)
    owner = phrase.listed and HEAD.search(carried.subject)
    if owner and owner.start() and OWNERLESS.fullmatch(subject):
        return phrase._replace(subject=carried.subject[: owner.start()] + subject)
    return phrase._replace(subject=carried.subject + subject) if subject[:1] == "占" else phrase


def owed_in_order(phrase, carried, recognized):
    """分别 gives each its own: 城乡低保标准分别增长7%和9% → 城镇低保标准, 农村低保标准."""
    if not carried.owed:
        return None
    subject, *owed = carried.owed
    left = carried._replace(owed=tuple(owed), subject=subject, verb="")
    return [Named(phrase.value, clean(subject), phrase.lead + carried.lead, left)]


def part_of_an_owner(phrase, carried, recognized):
    """Part of what 的 names: 财政支出的七成以上用于民生事业 → 财政支出用于民生事业."""
    if phrase.subject and phrase.before.endswith("的") and phrase.after:
        subject = clean(phrase.before[:-1] + phrase.after)
        return [Named(phrase.value, subject, phrase.lead, carried)]
    return None


def part_of_what_follows(phrase, carried, recognized):
    """Part of what follows: 76.1%的财政支出用于民生 → 财政支出用于民生."""
    whole = phrase.subject in ("", "全国")  # 全国30%的火电机组
    if not whole or not phrase.after or not phrase.relative or MOVE.search(phrase.lead):
        return None
    names = split_list(clean(phrase.after)) if phrase.value.worded else []
    several = sum(bool(recognized(name).id) for name in names) > 1  # 完成能耗下降和减排任务
    return _named(phrase, names if several else [phrase.after], "", left=carried)


def count_of_what_follows(phrase, carried, recognized):
    """Nothing but a verb before: 5条地铁线路建成运营 → 地铁线路建成运营."""
    if phrase.subject or not phrase.after or phrase.relative:
        return None
    work = phrase.before or (carried.verb if phrase.listed else "")
    verb = work if VERB.match(work) else carried.verb
    return _named(phrase, [work + phrase.after], "", left=carried._replace(verb=verb))


def subject_of_before(phrase, carried, recognized):
    """Nothing before: 完成工业投资700亿元、增长17%以上 → 工业投资, 工业投资."""
    if phrase.subject:
        return None
    lead = phrase.lead or (carried.lead if phrase.relative else "")
    rate = RATE.search(carried.lead) if phrase.relative else None
    lead = rate[0] + lead if rate and rate[0] not in lead else lead  # 增速由3%回升至5%
    held_against = COMPARED.search(lead)
    subject = carried.subject or (held_against[0] if held_against else "")
    return [Named(phrase.value, subject, lead, carried._replace(subject=subject))]


def work_around_the_number(phrase, carried, recognized):
    """Work before, its object behind: 升级改造2万亩养殖池塘 → 升级改造养殖池塘."""
    sum_of_money = phrase.value.measure.endswith("元") and not VERB.fullmatch(phrase.subject)
    if not phrase.after or phrase.measured or sum_of_money:
        return None
    verb = _verb(phrase.subject)
    joins = verb and JOINS.search(phrase.before)
    work = verb if joins else without_examples(phrase.before)
    return _named(phrase, [work + phrase.after], "", left=carried._replace(verb=verb))


def each_of_several(phrase, carried, recognized):
    """One value of all: 国控、省控断面水质优良率首次均达100% → 国控率, 省控断面水质优良率."""
    names = _names_in(phrase.subject)
    if len(names) < 2:
        return None
    known = [bool(recognized(clean(name)).id) for name in names]
    enough = sum(known) > 1 if phrase.value.worded else all(known)
    each = (phrase.measured and enough) or EACH.search(phrase.lead)
    return _measured(names, phrase, carried) if each and len(names) > 1 else None


def last_of_several(phrase, carried, recognized):
    """The last, where that alone is known: 惠及市场主体24万户 → 市场主体."""
    names = _names_in(phrase.subject)
    known = len(names) > 1 and phrase.measured and recognized(clean(names[-1])).id
    return _measured(names[-1:], phrase, carried) if known else None


def measure_before(phrase, carried, recognized):
    """What is measured stands before: 粮食产量达122万吨 → 粮食产量."""
    if phrase.measured or EACH.search(phrase.lead):
        return _measured([CAUSE.sub("", phrase.subject)], phrase, carried)
    return None


def _measured(names, phrase, carried):
    own = "" if phrase.relative or phrase.marked else _verb(names[0])
    left = carried._replace(lead=phrase.lead, verb=own or carried.verb)
    return _named(phrase, names, phrase.lead, left=left)


def achievement(phrase, carried, recognized):
    """实现 is no work of its own: 实现城镇新增就业4万人以上 → 城镇新增就业."""
    if not phrase.subject.startswith("实现") or len(phrase.subject) < 4:
        return None
    bare = phrase._replace(subject=phrase.subject.removeprefix("实现"))
    return _first(COUNTS, bare, carried._replace(verb=""), recognized=recognized)


def more_work_on_the_same(phrase, carried, recognized):
    """Other work on the same: 引进纺织服装项目24个、建成投产17个
    → 引进纺织服装项目, 建成投产纺织服装项目."""
    verb, before = _verb(phrase.subject), carried.subject
    if not verb or verb != phrase.subject or not before:
        return None
    last = max((m.start() for m in VERB.finditer(before, 1)), default=0)
    if last > 2:
        return _counted(before[:last] + verb, phrase, carried)
    return _counted(verb + VERB.sub("", before, count=1), phrase, carried)


def under_the_verb_before(phrase, carried, recognized):
    """Same work: 新增停车泊位5000个、公共充电桩2000个 → 新增停车泊位, 新增公共充电桩."""
    own = VERB.search(phrase.subject)
    if not carried.verb or (own and own.start() <= 2):
        return None
    return _counted(carried.verb + phrase.subject, phrase, carried)


def count_before(phrase, carried, recognized):
    """What is counted stands before: 改造农村危房594户 → 改造农村危房."""
    return _counted(phrase.subject, phrase, carried)


def _counted(subject, phrase, carried):
    left = carried._replace(lead=phrase.lead, verb=_verb(phrase.subject) or carried.verb)
    return _named(phrase, [ADDRESSEE.sub("", subject)], phrase.lead, left=left)


def _named(phrase, subjects, lead, *, left):
    """The value under each of its names, the last of which is carried on with what else is left."""
    subjects = [clean(subject) for subject in subjects]
    carried = left._replace(subject=subjects[-1])
    return [Named(phrase.value, subject, lead, carried) for subject in subjects]


@lru_cache(10_000)
def _names_in(subject):
    """The items of a list of indicators, without what brings them about."""
    return tuple(split_list(CAUSE.sub("", subject)))


def _verb(words):
    verb = VERB.match(words)
    return verb[0] if verb else ""


COUNTS = (more_work_on_the_same, under_the_verb_before, count_before)
RULES = (
    *(owed_in_order, part_of_an_owner, part_of_what_follows, count_of_what_follows),
    *(subject_of_before, work_around_the_number, each_of_several, last_of_several),
    *(measure_before, achievement),
    *COUNTS,
)
