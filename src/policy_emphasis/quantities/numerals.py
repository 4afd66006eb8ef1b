"""Numbers as Chinese reports write them: Arabic, Chinese and mixed numerals.

    plain(text)        → text of the same length, full-width digits, signs and dashes made plain
    read_numeral(text) → the number that a numeral stands for

cn2an and jionlp were tried first: of the 392 numerals in Recognizers-Text's cases they read 260 and
190 (both fail on 一百零几万, cn2an on 4.78万亿, jionlp on 7万5千4百), and jionlp installs 167 MB.
tests/test_numerals.py holds this reader against the same cases.
"""

import re

PLAIN = str.maketrans("－–—―─～〜~％．＋／０１２３４５６７８９", "--------%.+/0123456789")
FORMAL = str.maketrans(
    "〇壹两兩贰貳倆俩叁參肆伍陆陸柒捌玖拾佰仟萬億點負幾",
    "零一二二二二二二三三四五六六七八九十百千万亿点负几",
)
DIGITS = "零一二三四五六七八九"
TO_ARABIC = str.maketrans(DIGITS, "0123456789")
SMALL = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
PIECE = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d*\.?\d+|[{DIGITS}十百千万亿兆]")


def plain(text):
    """`text` with full-width characters and dashes made plain, one for one: offsets stay true."""
    return text.translate(PLAIN)


def read_numeral(text):
    """The number that a numeral stands for (1.63万亿, 三百五十, 7万5千, 三分之二).

    Raises ValueError for anything else.
    """
    text = re.sub(r"[余多几\s]", "", plain(text).translate(FORMAL))
    negative = text[:1] in ("负", "-") and len(text) > 1
    return -_unsigned(text[1:]) if negative else _unsigned(text)


def _unsigned(text):
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
    if re.fullmatch(f"[{DIGITS}]{{2,}}", text):
        return float(text.translate(TO_ARABIC))
    pieces = PIECE.findall(text)
    if not text or "".join(pieces) != text:
        raise ValueError(f"{text!r} is no numeral")
    unit = (SMALL | BIG).get(pieces[-2], 1) if len(pieces) > 1 else 1
    if unit >= 100 and pieces[-1] in DIGITS[1:]:  # 四百五 is 450
        return _sum(pieces[:-1]) + DIGITS.index(pieces[-1]) * unit / 10
    return _sum(pieces)


def _sum(pieces):
    total = section = 0.0
    number = None
    for piece in pieces:
        if piece in BIG:
            section += number or 0
            grows = total and (total < BIG[piece] or not section)  # 1.63万亿, 万万
            total = (total + section) * BIG[piece] if grows else total + (section or 1) * BIG[piece]
            section, number = 0.0, None
        elif piece in SMALL:
            section += SMALL[piece] * (1 if number is None else number)
            number = None
        elif piece == "零":
            number = None
        elif number is not None:
            raise ValueError(f"{''.join(pieces)!r} is no numeral")
        else:
            number = float(piece.translate(TO_ARABIC).replace(",", ""))
    return total + (section + (number or 0))
