import json

import pytest

from policy_emphasis import paths
from policy_emphasis.quantities.numerals import read_numeral
from policy_emphasis.quantities.spelling import plain, tight

CASES = paths.ROOT.parent / "shared" / "corpora" / "recognizers-text-zh"


@pytest.mark.parametrize(
    "text, number",
    [
        ("1.63万亿", 1.63e12),
        ("三百五十", 350),
        ("7万5千4百", 75400),
        ("四百五", 450),
        ("一百零几万", 1e6),
        ("三分之二", 2 / 3),
        ("１２．５", 12.5),
        ("二零二三", 2023),
        ("十", 10),
        ("1,234.5", 1234.5),
        ("两千万点五", 20_000_000.5),
    ],
)
def test_a_numeral_stands_for_its_number(text, number):
    assert read_numeral(text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["", "左右", "第三", "9.9.9", "40k", "点", "一点点"])
def test_what_is_no_numeral_is_refused(text):
    with pytest.raises(ValueError):
        read_numeral(text)


def test_plain_keeps_every_offset():
    text = "增长５．５％—６％／年〇两壹"
    assert len(plain(text)) == len(text) and plain(text).startswith("增长5.5%-6%/年〇两壹")


@pytest.mark.parametrize(
    "text, read",
    [
        ("到二〇二七年、二○三〇年", "到2027年、2030年"),
        ("⼀般公共预算收⼊", "一般公共预算收入"),
        ("居⺠和⻋⻔", "居民和车门"),
        ("139.01\u2009亿 元\u200b、 R & D", "139.01亿元、R&D"),
        ("GDP per head 12 345.6", "GDP per head12345.6"),
        ("2024 100个\n3 个", "2024 100个\n3个"),
    ],
)
def test_tight_text_says_where_its_characters_stand(text, read):
    short, places = tight(text)
    assert short == read and len(places) == len(short)
    kept = [plain(text)[place] for place in places]
    assert "".join(kept) == short and sorted(places) == list(places)


@pytest.mark.skipif(not CASES.is_dir(), reason=f"{CASES.name} is not in ../shared/corpora")
def test_recognizers_text_numbers():
    """Every number of the public cases, but for those of other notations.

    These are dozens (打), powers and exponents, slash fractions, Latin multipliers (40k) and 半百.
    """

    def elsewhere(text):
        return any(mark in text.lower() for mark in "打^e/／km") or text == "半百"

    cases = [
        (result["Text"], float(result["Resolution"]["value"]))
        for case in json.loads((CASES / "NumberModel.json").read_text(encoding="utf-8-sig"))
        for result in case["Results"]
    ]
    inside = [(text, number) for text, number in cases if not elsewhere(text)]
    assert (len(cases), len(inside)) == (392, 361)
    assert [
        (text, number)
        for text, number in inside
        if read_numeral(text) != pytest.approx(number, rel=1e-6)
    ] == []
