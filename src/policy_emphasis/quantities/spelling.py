"""Text as numbers are read in it: look-alike characters made plain, stray white space left out."""

import re
from unicodedata import normalize

MARKS = str.maketrans("－–—―─−﹣～〜~％．＋／０１２３４５６７８９µ", "----------%.+/0123456789μ")
KANGXI = {char: normalize("NFKC", chr(char)) for char in range(0x2F00, 0x2FD6)}
# Radicals that Unicode gives no character for.
OTHERS = ("⺠⻓⻔⻢⻋⻅⻆⻉⻘⻚⻛⻜⻝⻥⻦⻩⻬⻮⻰", "民长门马车见角贝青页风飞食鱼鸟黄齐齿龙")
ALIKE = MARKS | KANGXI | str.maketrans(*OTHERS)
NOT_PLAIN = re.compile(f"[{re.escape(''.join(map(chr, ALIKE)))}]+")
YEAR = re.compile("[二2][〇○零0][〇○零一二三四五六七八九]{2}(?=年)")  # 二〇二七年
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
INVISIBLE = re.compile(f"[{UNSEEN}]+")
# White space, but not between two letters, nor between two digits where it parts no thousands, nor
# between the number of an item and what it counts: 1. 5个项目.
STRAY = re.compile(
    r"(?=[^\S\n])(?:"  # else the rest is tried at every character
    r"(?<!\s)(?<!\d\.)(?:(?<![A-Za-z])[^\S\n]++(?!\d)|(?<!\d)[^\S\n]++(?![A-Za-z]))"
    r"|(?:(?<=[一-鿿]\d\.)|(?<=[一-鿿]\d\d\.)|(?<=[一-鿿]\d{3}\.)|(?<=[一-鿿]\d{4}\.))[^\S\n](?=\d)"
    r"|(?<=\d)(?<!\d{4})(?<!\.\d)(?<!\.\d\d)[^\S\n](?=\d{3}(?!\d)))"
)
LOOSE = re.compile(rf"[\s{UNSEEN}]")  # what few sentences hold: the others are looked at once


def plain(text):
    """`text` with full-width characters, dashes, radicals and the digits of years (二〇二七年) made
    plain, one for one: offsets stay true."""
    text = NOT_PLAIN.sub(lambda alike: alike[0].translate(ALIKE), text)
    return YEAR.sub(lambda year: year[0].translate(DIGITS), text)


def tight(text):
    """`text` made plain, without invisible characters and stray white space; and where each of its
    characters stands in `text`."""
    short, places = plain(text), range(len(text))
    if not LOOSE.search(text):
        return short, places
    for left_out in (INVISIBLE, STRAY):
        short, places = _without(left_out, short, places)
    return short, places


def _without(left_out, text, places):
    """`text` and `places` without what a pattern finds in it."""
    kept, start = [], 0
    for match in left_out.finditer(text):
        kept.append(slice(start, match.start()))
        start = match.end()
    if not kept:
        return text, places
    kept.append(slice(start, None))
    return "".join(text[part] for part in kept), [i for part in kept for i in places[part]]
