"""Numbers as Chinese reports write them: Arabic, Chinese and mixed numerals, with comparator and unit.

    plain(text)         → text of the same length, with full-width digits, signs and dashes made plain
    read_numeral(text)  → the number that a numeral stands for
    values(text, units) → every value with its comparator and unit, in order; numbers that measure nothing are left out

cn2an and jionlp were tried first: of the 392 numerals in Recognizers-Text's cases they read 260 and 190 (both fail on 一百零几万, cn2an on
4.78万亿, jionlp on 7万5千4百), and jionlp installs 167 MB. tests/test_numerals.py holds this reader against the same cases.
"""

import re
from bisect import bisect
from dataclasses import dataclass
from functools import cache

PLAIN = {
    ord(c): to
    for to, many in {
        "-": "－–—―─～〜~",
        "%": "％",
        ".": "．",
        "+": "＋",
        "/": "／",
        **{str(i): chr(0xFF10 + i) for i in range(10)},
    }.items()
    for c in many
}
FORMAL = {
    ord(c): to
    for to, many in {
        "零": "〇",
        "一": "壹",
        "二": "两兩贰貳倆俩",
        "三": "叁參",
        "四": "肆",
        "五": "伍",
        "六": "陆陸",
        "七": "柒",
        "八": "捌",
        "九": "玖",
        "十": "拾",
        "百": "佰",
        "千": "仟",
        "万": "萬",
        "亿": "億",
        "点": "點",
        "负": "負",
        "几": "幾",
    }.items()
    for c in many
}
DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")}
SMALL, BIG = {"十": 10, "百": 100, "千": 1000}, {"万": 10**4, "亿": 10**8, "兆": 10**12}
PIECE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+|[零一二三四五六七八九十百千万亿兆]")

# Comparators. A single character may end another word (节约, 附近, 以上, 通过): GUARD lists what may not stand before it.
BEFORE = {
    "不低于": "at least",
    "不少于": "at least",
    "不小于": "at least",
    "高于": "at least",
    "多于": "at least",
    "大于": "at least",
    "超过": "at least",
    "超出": "at least",
    "突破": "at least",
    "至少": "at least",
    "超": "at least",
    "逾": "at least",
    "破": "at least",
    "上": "at least",
    "过": "at least",
    "不超过": "at most",
    "不高于": "at most",
    "不大于": "at most",
    "不多于": "at most",
    "低于": "at most",
    "少于": "at most",
    "小于": "at most",
    "不到": "at most",
    "不足": "at most",
    "大约": "about",
    "约": "about",
    "接近": "about",
    "将近": "about",
    "近": "about",
}
AFTER = {
    "左右": "about",
    "上下": "about",
    "以上": "at least",
    "以内": "at most",
    "之内": "at most",
    "以下": "at most",
}
GUARD = {
    "约": "节签合预条公契集制大",
    "近": "附最临靠邻接将",
    "超": "赶",
    "上": "以之向网线",
    "过": "通经超不",
    "破": "突",
} | {w: "不" for w in ("高于", "大于", "多于", "低于", "少于", "小于", "超过")}
LEFT = re.compile(
    "(?:"
    + "|".join(
        (f"(?<![{GUARD[w]}])" if w in GUARD else "") + w
        for w in sorted(BEFORE, key=len, reverse=True)
    )
    + ")了?$"
)
ROUND_ONLY = ("上", "过")  # 上百家, 过50亿: with other numerals these are no comparators

HAN = "[零〇一二两三四五六七八九十百千万亿]"
ARABIC = r"(?<![\d.])(?:(?<!\d,)\d{1,3}(?:,\d{3}){1,4}(?!,\d{3})|(?!(?<=\d,)\d{3}(?!\d))\d{1,12})(?:\.\d{1,6})?(?!\.?\d)"
MULTIPLIER = "(?:万亿|[十百千]?亿|[十百千]?万|千|百)"
SCALE = {
    "": 1,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "十亿": 1e9,
    "百亿": 1e10,
    "千亿": 1e11,
    "万亿": 1e12,
}
# What a number is part of when it measures nothing: names, dates, ranks, classes, versions.
NAME_BEFORE = re.compile(
    r"[A-Za-z+∶/:·#]$|第$|(?:前|居|位列|名列|排名?|第)(?:全[国省市球盟区州]|世界|第|名)*$|时速$|(?:位次|名次|升至|跃升至?|上升到)$|[〔【\[(（]$"
)
NAME_AFTER = re.compile(
    r"年(?!产)|月(?!均)|日|号|路|线|届|版|周年|周?岁|世纪|千?伏|强(?!度|化|制)|热线|[GgKkXx](?![A-Za-z])|[Kk]?[Vv]|[A-Z]?级(?!以上)|[+∶:×]|[/.][\d一-鿿]|-?[A-Z+]|时\b|\s*[)）〕】\]]"
)
CIRCLE = re.compile(
    r"(?:小时|分钟)[^,，。;；、]{0,8}?(?:圈|通达|可达|直达|到达|达到|响应|不打烊|服务|值守|营业|热线)"
)
# A measure word that opens another word is none: 50亿项目, 100万家庭, 三个方面.
WORD_GOES_ON = {
    "项": "目",
    "家": "庭电居具",
    "人": "才民均工",
    "名": "牌校优",
    "位": "于",
    "条": "件",
    "户": "籍均",
    "台": "阶州湾风",
    "元": "旦素",
    "方": "面案式针法",
    "门": "店类户",
    "处": "理置",
    "批": "发准",
    "场": "所馆景",
    "所": "有在",
    "款": "项",
    "种": "植子业",
    "类": "型",
    "市": "场民级",
    "国": "家际内有",
    "省": "级",
    "村": "民",
    "架": "构",
    "口": "岸",
    "片": "区",
    "分": "之别校",
    "度": "假",
    "大": "型学数",
}
QUOTED = re.compile(r"[“「『\"‘]([^“”「」『』\"‘’]{1,12})[”」』\"’]|《[^《》]{1,60}》")


@dataclass(frozen=True)
class Value:
    """A number with its unit: start and end take in comparator and unit; low and high are unsigned and as written (5.2万人 → 5.2, 万人)."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    comparator: str
    measure: str  # the unit without its multiplier
    factor: float  # what the multiplier stands for

    @property
    def worded(self):
        """Whether words stand for the number (与经济增长同步): low and high are then not a number."""
        return self.low != self.low


def plain(text):
    """`text` with full-width digits, percent signs and all dashes made plain, character for character, so that offsets stay true."""
    return text.translate(PLAIN)


def read_numeral(text):
    """The number that an Arabic, Chinese or mixed numeral stands for (1.63万亿, 三百五十, 7万5千, 三分之二). Raises ValueError for anything else."""
    text = re.sub(r"[余多几\s]", "", plain(text).translate(FORMAL))
    sign, text = (-1, text[1:]) if text[:1] in ("负", "-") and text[1:] else (1, text)
    if "又" in text:
        whole, _, fraction = text.partition("又")
        return sign * (read_numeral(whole) + read_numeral(fraction))
    if "分之" in text:
        below, _, above = text.partition("分之")
        return sign * read_numeral(above) / read_numeral(below)
    if text in ("半", "一半"):
        return sign * 0.5
    whole, point, decimals = text.partition("点")
    if point and not re.fullmatch(r"[零一二三四五六七八九]+", decimals):
        raise ValueError(f"{text!r} is no numeral")
    return sign * (
        _whole(whole) + (float("." + "".join(str(DIGIT[c]) for c in decimals)) if point else 0)
    )


def _whole(text):
    if re.fullmatch(r"[零一二三四五六七八九]{2,}", text):  # 二零二三
        return float("".join(str(DIGIT[c]) for c in text))
    total, section, number, last, at = 0.0, 0.0, None, 1, 0
    for piece in PIECE.finditer(text):
        if piece.start() != at:
            break
        at, word = piece.end(), piece.group()
        if word in SMALL:
            section += (1 if number is None else number) * SMALL[word]
            number, last = None, SMALL[word]
        elif word in BIG:
            section += number or 0
            if total and (total < BIG[word] or not section):  # 1.63万亿, 万万
                total = (total + section) * BIG[word]
            else:
                total += (section or 1) * BIG[word]
            section, number, last = 0.0, None, BIG[word]
        elif word == "零":
            number, last = None, 1
        elif number is not None:
            break
        else:
            number = float(DIGIT[word]) if word in DIGIT else float(word.replace(",", ""))
            tail = word in DIGIT
    else:
        if at == len(text) and at:
            if number is not None:
                section += number * last / 10 if tail and last >= 100 else number  # 四百五 is 450
            return total + section
    raise ValueError(f"{text!r} is no numeral")


def values(text, units):
    """The values in a text, in order. text: one sentence; units: measure words (data/reference/units.csv).

    Ranges are one value (5%—5.5%, 1—2个). Left out: ordinals, dates, ranks, names in quotation marks or brackets, road numbers, classes, durations in years,
    hotlines, travel times, numerals that only label (六大), and every number that has no unit. Time grows with the length of the text.
    """
    text = plain(text)
    names = [m.span() for m in QUOTED.finditer(text)]
    found = [
        value
        for value in (_value(text, m, names) for m in _pattern(tuple(units)).finditer(text))
        if value
    ]
    joined = []
    for value in found:
        last = joined[-1] if joined else None
        if (
            last
            and (not last.measure or last.unit == value.unit)
            and last.low <= value.low
            and re.fullmatch("[-至到]", text[last.end : value.start])
        ):
            joined[-1] = Value(
                last.start,
                value.end,
                last.low,
                value.low,
                value.unit,
                "range",
                value.measure,
                value.factor,
            )
        else:
            joined.append(value)
    return [value for value in joined if value.unit]


@cache
def _pattern(units):
    unit = "|".join(
        re.escape(u) + (f"(?![{WORD_GOES_ON[u]}])" if u in WORD_GOES_ON else "")
        for u in sorted(units, key=len, reverse=True)
    )
    unit = f"(?:{unit})(?:/(?:{unit}|日|年|人|月))?"
    return re.compile(
        rf"(?P<arabic>{ARABIC})(?P<more>[余多]?)(?:(?P<unit>{unit})|(?P<scale>{MULTIPLIER})(?P<more2>[余多]?)(?P<scaled>{unit})?)?"
        rf"|(?<!{HAN})(?P<below>{HAN}{{1,6}}|\d{{1,4}})分之(?P<above>{HAN}{{1,8}}(?:点{HAN}{{1,4}})?|{ARABIC})"
        rf"|(?P<digits>(?:两|双|2)位数)|(?P<half>一半|半数|(?<!超)过半(?!年|月))|翻(?P<double>[一两二三四]?)番"
        rf"|(?<!{HAN})(?P<han>{HAN}{{1,12}}(?!{HAN}))(?P<hanmore>[余多]?)(?P<hanscale>[万亿]?)(?P<hanunit>{unit})?",
        re.ASCII,
    )


def _value(text, m, names):
    """The value of one match of the pattern, None where the number measures nothing. A number without unit is kept for a range to close on."""
    start, end, more = m.start(), m.end(), ""
    if m["arabic"]:
        number, more = float(m["arabic"].replace(",", "")), m["more"] or m["more2"] or ""
        scale, measure = m["scale"] or "", m["unit"] or m["scaled"] or ""
        if (
            NAME_AFTER.match(text, m.end("arabic"))
            and not measure
            or NAME_BEFORE.search(text, max(0, start - 6), start)
        ):
            return None
        if (
            measure in ("小时", "分钟")
            and CIRCLE.match(text, end - len(measure))
            or (number, measure) == (24, "小时")
        ):
            return None
    elif m["above"]:
        try:
            per, part = read_numeral(m["below"]), read_numeral(m["above"])
        except ValueError:  # 百分之二三十
            return None
        if not per:
            return None
        number, scale, measure = (
            (part, "", "%") if per == 100 else (round(part / per, 4), "", "分之")
        )
    elif m["digits"]:
        return Value(start, end, 10.0, 10.0, "%", "at least", "%", 1.0)
    elif m["half"]:
        number, scale, measure = 0.5, "", "分之"
    elif m["double"] is not None:
        return Value(
            start, end, *[read_numeral(m["double"] or "一")] * 2, "番", "exactly", "番", 1.0
        )
    else:
        number, scale, measure, more = _han(text, m)
        if number is None:
            return None
    at = bisect(names, (start, 0)) - 1
    if at >= 0 and end <= names[at][1] or start and text[start - 1] == "第":
        return None
    if measure.endswith("元") or not measure:
        if text.startswith("级", end):  # 千亿级 names a size; a class otherwise (4A级, 万吨级)
            if not scale.endswith("亿"):
                return None
            end += 1
    elif (
        text.startswith("级", end)
        or measure in ("大", "国", "省", "市", "州", "县", "院", "校")
        and not m["arabic"]
    ):
        return None
    comparator = "at least" if more or m["half"] == "过半" else "exactly"
    before = LEFT.search(text, max(0, start - 4), start)
    if before and not (
        before[0] in ROUND_ONLY and not m["han"] and not (before[0] == "过" and "亿" in scale)
    ):
        start, comparator = before.start(), BEFORE[before[0].removesuffix("了")]
    after = next((word for word in AFTER if text.startswith(word, end)), None)
    if after and (measure or scale or m["half"]):
        end, comparator = end + len(after), AFTER[after]
    unit = "" if measure == "分之" else scale + measure
    if not unit and not (m["above"] or m["half"]) and not re.match("[-至到]", text[end : end + 1]):
        return None
    return Value(
        start,
        end,
        number,
        number,
        unit or ("分之" if measure else ""),
        comparator,
        measure,
        SCALE[scale],
    )


def _han(text, m):
    """(number, scale, measure, more) of a Chinese numeral, number None where it labels rather than measures (六大, 三个方面, 一批)."""
    no = (None, "", "", "")
    numeral, measure, more = m["han"], m["hanunit"] or "", m["hanmore"]
    if measure == "成":
        return (
            (read_numeral(numeral), "", "成", more)
            if numeral in "一二两三四五六七八九"
            and not re.match("[不立果效功本员为都长分熟套群就交人]", text[m.end() : m.end() + 1])
            else no
        )
    body, scale = re.fullmatch("(.*?)(万亿|万|亿|)", numeral + m["hanscale"]).groups()
    before = LEFT.search(text, max(0, m.start() - 4), m.start())
    if not body and not (before and measure) and scale != "万亿":  # 亿元以上, 万家
        return no
    try:
        number = read_numeral(body) if body else 1.0
    except ValueError:
        return no
    if measure in ("倍", "个百分点") and not re.fullmatch("[百千万亿]+", numeral):  # not 信心百倍
        return number, scale, measure, more
    if not measure:
        return (
            (number, scale, "", more)
            if scale.endswith("亿")
            and (number >= 10 or scale == "万亿")
            and text.startswith("级", m.end())
            else no
        )
    if scale.endswith("亿") and measure.endswith("元"):  # 百亿元, 万亿元
        return number, scale, measure, more
    large = number * SCALE[scale] >= 100 and not re.fullmatch(
        "[十百千万亿]+", numeral
    )  # 三百家, not 百家
    return (
        (number, scale, measure, more)
        if (before or more or large)
        and measure not in ("个月", "天", "小时", "分钟", "次", "大", "代")
        else no
    )
