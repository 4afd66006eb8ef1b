"""Numbers as Chinese reports write them: Arabic, Chinese and mixed numerals, with measure words.

READERS read the ways to write a number, MEASURES tell numbers in Chinese characters that measure
from those that label: ordered rules, each with an example.

cn2an and jionlp were tried first: of the 392 numerals in Recognizers-Text's cases they read 260 and
190 (both fail on 一百零几万, cn2an on 4.78万亿, jionlp on 7万5千4百), and jionlp installs 167 MB.
tests/test_numerals.py holds this reader against the same cases.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from policy_emphasis.quantities.spelling import plain
from policy_emphasis.quantities.vocabulary import WORDS, listed, where_held, words

FORMAL = str.maketrans(
    "〇壹两兩贰貳倆俩叁參肆伍陆陸柒捌玖拾佰仟萬億點負幾",
    "零一二二二二二二三三四五六六七八九十百千万亿点负几",
)
DIGITS = "零一二三四五六七八九"
TO_ARABIC = str.maketrans(DIGITS, "0123456789")
SMALL = {"": 1, "十": 10, "百": 100, "千": 1000}
BIG = {"兆": 10**12, "亿": 10**8, "万": 10**4}
PART = rf"零*([{DIGITS[1:]}]|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d*\.?\d+)?([十百千]|$)"

BEFORE = [f"(?P<{name}>{words(text)})" for name, text in WORDS["before"].items()]
COMPARATOR = where_held(f"(?:{'|'.join(BEFORE)})了?$")
OPENS_A_WORD = WORDS["opens_a_word"]  # measure word → what may not follow
UNCOUNTED = listed("成 个月 天 小时 分钟 次 大 代")  # 三大, 百次: labels and round figures
HAN = "[零〇一二两三四五六七八九十百千万亿]"
NUMBER = f"(?:(?!千[瓦米克升]){HAN})"  # 突破千万千瓦
ARABIC = (
    r"(?<![\d.])(?:"
    r"(?<!\d,)\d{1,3}(?:,\d{3}){1,4}(?!,\d{3})"  # 1,234,567
    r"|(?!(?<=\d,)\d{3}(?!\d))\d{1,12}"  # 1234567, but not the 567 of 1,234,567
    r")(?:\.\d{1,6})?(?!\.?\d)"
)
MULTIPLIER = "(?:万亿|[十百千]?亿|[十百千]?万|千|百)"
# What stands below a multiplier: 8000万 of 12亿8000万元, 3000 of 12万3000人, 5百 of 7千5百.
PARTS = r"(?:\d{1,4}(?:[百千]?万|千|百))"
MOST = 8  # of them in a number: more than any has, and few enough to be read
# 负 and a minus sign, not 减负 and not the dash of a range: 增长负3.2%, 同比-3.2%.
SIGN = (
    r"(?<![减肩担抱背欠自胜辜债正])负"
    r"|(?<=[一-鿿(（])(?<![点番倍成年月日零一二三四五六七八九十百千万亿])-"
    r"(?=[\d.]+(?:%|个百分点|℃|摄氏度))"
)
SEVERAL = "(?<![总人户次指参倍基位分件额个宗岁量])[数几](?=[十百千万亿])"  # 数十亿元
OPENS = f"[{HAN[1:-1]}双半过翻数几负\\d-]"  # what a number may begin with
WHOLE = re.compile("([^万亿]*)(万亿|[万亿]?)(.*)")
EITHER = words("一[二两] [二两]三 三四 三五 四五 五六 六七 七八 八九")
APPROXIMATE = re.compile(f"(|.*[十百千万亿])({EITHER})([十百千]?)")  # 三五, 七八十, 十五六
NEAR = 10  # how many times as large as its low end the high end of a range is at most
SCALES = listed("百 千 万 十万 百万 千万 亿 十亿 百亿 千亿 万亿")
SCALE = {"": 1.0} | {name: 10.0**zeros for zeros, name in enumerate(SCALES, 2)}


@lru_cache(10_000)
def read_numeral(text):
    """The number that a numeral stands for (1.63万亿, 三百五十, 7万5千, 三分之二); ValueError where
    it stands for none."""
    text = re.sub(r"[余多几\s]", "", plain(text).translate(FORMAL))
    if re.match("[负-][^负-]", text):
        return -read_numeral(text[1:])
    if "又" in text:
        whole, _, part = text.partition("又")
        return read_numeral(whole) + read_numeral(part)
    if "分之" in text:
        below, _, above = text.partition("分之")
        return read_numeral(above) / read_numeral(below)
    if text in ("半", "一半"):
        return 0.5
    whole, point, decimals = text.partition("点")
    if not point:
        return _whole(whole)
    if not re.fullmatch(f"[{DIGITS}]+", decimals):
        raise ValueError(f"{text!r} is no numeral")
    return _whole(whole) + float("." + decimals.translate(TO_ARABIC))


def _whole(text):
    """The number of a numeral without point: 7万5千4百, 四百五, 二零二三."""
    if not text:
        raise ValueError("nothing is no numeral")
    if re.fullmatch(f"[{DIGITS}]{{2,}}", text):
        return float(text.translate(TO_ARABIC))
    if m := re.fullmatch(f"(.*([百千万亿兆]))([{DIGITS[1:]}])", text):  # 四百五 is 450
        return _sum(m[1]) + DIGITS.index(m[3]) * (SMALL | BIG)[m[2]] / 10
    return _sum(text)


def _sum(text):
    """All that stands before a 万 multiplies it (1.63万亿, 万万), smaller powers add up."""
    for name, power in BIG.items():
        above, found, below = text.rpartition(name)
        if found:
            return (_sum(above) if above.strip("零") else 1) * power + _sum(below)
    if not re.fullmatch(f"(?:{PART})*", text):
        raise ValueError(f"{text!r} is no numeral")
    total = 0.0
    for number, power in re.findall(PART, text):
        digits = number.translate(TO_ARABIC).replace(",", "")
        total += float(digits or bool(power)) * SMALL[power]  # 十 is 一十
    return total


# Named, as Phrase and Carried are, and no frozen dataclass: many are made, and that takes longer.
class Value(NamedTuple):
    """A number with unit and comparator, from start to end: low and high as written."""

    start: int
    end: int
    low: float
    high: float
    comparator: str
    scale: str = ""  # what multiplies the number: 万 of 5.2万人
    measure: str = ""  # the unit without its multiplier: 人 of 5.2万人

    @property
    def unit(self):
        """The unit as written."""
        return self.scale + self.measure

    @property
    def factor(self):
        """What the multiplier stands for."""
        return SCALE[self.scale]

    @property
    def worded(self):
        """Whether words stand for the number (与经济增长同步): low and high are no number then."""
        return self.low != self.low


@cache
def pattern(units):
    """What a number with one of the measure words looks like; READERS read its groups."""
    unit = "|".join(
        re.escape(unit) + (f"(?![{OPENS_A_WORD[unit]}])" if unit in OPENS_A_WORD else "")
        for unit in sorted(units, key=len, reverse=True)
    )
    unit = rf"(?:{unit})(?:(?<![A-Za-z])|(?![A-Za-z0-9²³·]|/[a-z]))"  # m, but not the m of m²
    unit = f"{unit}(?:/(?:{unit}|日|年|人|月))?"
    return re.compile(
        rf"""
        (?={OPENS})  # else the rest is tried at every character
        (?P<sign>{SIGN})?(?:
        (?P<arabic>{ARABIC})(?P<more>[余多]?)
        (?:(?P<unit>{unit})|(?P<scale>{MULTIPLIER})
        (?P<rest>{PARTS}{{0,{MOST}}}\d{{1,8}}(?=[余多]?{unit})|{PARTS}{{1,{MOST}}})?
        (?P<more2>[余多]?)(?P<scaled>{unit})?)?
        |(?<!{HAN})(?P<below>{HAN}{{1,6}}|\d{{1,4}})分之
        (?P<fraction>{HAN}{{1,8}}(?:点{HAN}{{1,4}})?|{ARABIC})
        |(?P<two_digits>(?:两|双|2)位数)
        |(?P<half>一半|半数|(?<!超)过半(?!年|月))
        |翻(?P<doubling>[一两二三四]?)番
        |(?<!{HAN})(?:(?<![统唯专])(?P<least>{HAN}{{1,8}})[到至-])?(?P<several>{SEVERAL})?
        (?P<chinese>{NUMBER}{{1,20}}(?:点{NUMBER}{{1,4}})?(?!{NUMBER}))
        (?P<hanmore>[余多几]?)(?P<hanscale>[万亿]?)(?P<hanunit>{unit})?)
        """,
        re.ASCII | re.VERBOSE,
    )


def comparator_before(match):
    """The comparator before a number, as a match."""
    return COMPARATOR.search(match.string, max(0, match.start() - 4), match.start())


def read(match):
    """The value of a match of `pattern`, None where a numeral only labels."""
    for reader in READERS:
        if match[reader.__name__] is not None:
            return reader(match)
    return None


def _value(match, number, measure, *, scale="", more=False, low=None):
    """low: where a range begins that ends with `number`."""
    if match["sign"]:
        number = -number
    if low is not None:
        return Value(*match.span(), low, number, "range", scale=scale, measure=measure)
    comparator = "at least" if more else "exactly"
    return Value(*match.span(), number, number, comparator, scale=scale, measure=measure)


def arabic(match):
    """Digits: 新增学位10万个 → 10万个."""
    number, scale = float(match["arabic"].replace(",", "")), match["scale"] or ""
    if match["rest"]:  # 12亿8000万元 is 12.8亿元
        number += read_numeral(match["rest"]) / SCALE[scale]
    measure = match["unit"] or match["scaled"] or ""
    return _value(match, number, measure, scale=scale, more=match["more"] or match["more2"])


def fraction(match):
    """Parts: 三分之二的公园实现无界融通 → 三分之二."""
    try:
        below, above = read_numeral(match["below"]), read_numeral(match["fraction"])
    except ValueError:  # 百分之二三十
        return None
    if match.string.startswith("分位", match.end()):  # 百分之七十百分位
        return None
    if below == 100:
        return _value(match, above, "%")
    return _value(match, round(above / below, 4), "分之") if below else None


def half(match):
    """Halves: 投资项目审批流程、材料、时限压缩一半以上 → 一半以上."""
    return _value(match, 0.5, "分之", more=match["half"] == "过半")


def two_digits(match):
    """Ten per cent at least: 产业投资实现两位数增长 → 两位数."""
    return _value(match, 10.0, "%", more=True)


def doubling(match):
    """Doublings: 市属国有资产实现翻一番 → 翻一番."""
    return _value(match, read_numeral(match["doubling"] or "一"), "番")


def chinese(match):
    """Chinese characters, where a rule of MEASURES holds: 小鹏汽车产值突破百亿元 → 突破百亿元."""
    if not match["hanunit"] and not match.string.startswith("级", match.end()):  # none would hold
        return None
    numeral, scale, rest = WHOLE.fullmatch(match["chinese"] + match["hanscale"]).groups()
    measure = match["hanunit"] or ""
    if not numeral and scale != "万亿" and not (measure and comparator_before(match)):  # 万家
        return None
    try:
        low, number = _either(numeral) or (None, read_numeral(numeral or "一"))
        number += read_numeral(rest) / SCALE[scale] if rest else 0
        least = _least(match["least"], numeral, scale) if match["least"] else None
    except ValueError:
        return None
    low = least if least and least < number <= NEAR * least else low
    more = match["hanmore"] or match["several"]
    value = _value(match, number, measure, scale=scale, more=more, low=low)
    if match["least"] and low is None:  # 统一到五百个
        value = value._replace(start=match.start("chinese"))
    return value if any(rule(match, value) for rule in MEASURES) else None


def _either(numeral):
    """The ends of what is one number or the next: 三五 → 3, 5; 七八十 → 70, 80; None for others."""
    m = APPROXIMATE.fullmatch(numeral)
    return m and tuple(read_numeral(m[1] + digit + m[3]) for digit in m[2])


def _least(numeral, number, scale):
    """The low end of a range, counted as its high end is: 3 of 三万到五万, 300 of 三到五百."""
    numeral = numeral.translate(FORMAL)
    if numeral[-1] in BIG:
        return read_numeral(numeral) / SCALE[scale]
    shared = number[-1:] if number[-1:] in "百千" and numeral[-1] in DIGITS else ""
    return read_numeral(numeral + shared)


READERS = (arabic, chinese, fraction, half, two_digits, doubling)  # the most frequent first


def tenths(match, value):
    """Tenths, but not 三成立: 中小微企业享受退税金额占比近六成 → 近六成."""
    other_word = match.string.startswith(tuple("不立果效功本员为都长分熟套群就交人"), match.end())
    return value.measure == "成" and match["chinese"] in "一二两三四五六七八九" and not other_word


def times(match, value):
    """Times and points, but not 信心百倍: “新三样”出口增长两倍多 → 两倍."""
    return value.measure in ("倍", "个百分点") and not re.fullmatch("[百千万亿]+", match["chinese"])


def size(match, value):
    """A class of size: 形成若干千亿级高端产业集群 → 千亿级."""
    large = value.scale == "万亿" or (value.scale == "亿" and value.low >= 10)
    return large and not value.measure and match.string.startswith("级", match.end())


def money(match, value):
    """Money from a hundred million on: 存贷款余额突破万亿元 → 突破万亿元."""
    return value.scale.endswith("亿") and value.measure.endswith("元")


def count(match, value):
    """More than a round figure, or a hundred and more: 选派超千名科技特派员服务企业 → 超千名."""
    if not value.measure or value.measure in UNCOUNTED:
        return False
    exact = not re.fullmatch("[十百千万亿]+", match["chinese"])
    large = exact and value.low * value.factor >= 100
    return bool(large or match["hanmore"] or comparator_before(match))


MEASURES = (tenths, times, size, money, count)
