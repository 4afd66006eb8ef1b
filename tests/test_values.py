"""Values: numbers with unit and comparator, and numbers that measure nothing."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from policy_emphasis import paths
from policy_emphasis.quantities import naming, numerals, spelling, vocabulary
from policy_emphasis.quantities.values import values
from policy_emphasis.reference import lists

CASES = paths.ROOT.parent / "shared" / "corpora" / "recognizers-text-zh"
UNITS = tuple(lists.read_table("units.csv")["unit"])


def found(text):
    return [
        (text[v.start : v.end], v.low, v.high, v.unit, v.comparator) for v in values(text, UNITS)
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("增长５％左右", [("５％左右", 5, 5, "%", "about")]),
        (
            "5.0%—5.5%,4.5-5%,5%至6%,1～2个,10–20万人",
            [
                ("5.0%—5.5%", 5, 5.5, "%", "range"),
                ("4.5-5%", 4.5, 5, "%", "range"),
                ("5%至6%", 5, 6, "%", "range"),
                ("1～2个", 1, 2, "个", "range"),
                ("10–20万人", 10, 20, "万人", "range"),
            ],
        ),
        (
            "翻一番、翻两番、翻番",
            [
                ("翻一番", 1, 1, "番", "exactly"),
                ("翻两番", 2, 2, "番", "exactly"),
                ("翻番", 1, 1, "番", "exactly"),
            ],
        ),
        (
            "近六成、三分之二、一半以上",
            [
                ("近六成", 6, 6, "成", "about"),
                ("三分之二", 0.6667, 0.6667, "分之", "exactly"),
                ("一半以上", 0.5, 0.5, "分之", "at least"),
            ],
        ),
        (
            "千亿级、两位数、百亿元",
            [
                ("千亿级", 1000, 1000, "亿", "exactly"),
                ("两位数", 10, 10, "%", "at least"),
                ("百亿元", 100, 100, "亿元", "exactly"),
            ],
        ),
        (
            "百分之五、增长近两倍",
            [("百分之五", 5, 5, "%", "exactly"), ("近两倍", 2, 2, "倍", "about")],
        ),
        (
            "不低于5%、不超过4%、8万多辆、130余项、4%以内、超1.2万家",
            [
                ("不低于5%", 5, 5, "%", "at least"),
                ("不超过4%", 4, 4, "%", "at most"),
                ("8万多辆", 8, 8, "万辆", "at least"),
                ("130余项", 130, 130, "项", "at least"),
                ("4%以内", 4, 4, "%", "at most"),
                ("超1.2万家", 1.2, 1.2, "万家", "at least"),
            ],
        ),
        (
            "节约5亿元、附近5公里",
            [("5亿元", 5, 5, "亿元", "exactly"), ("5公里", 5, 5, "公里", "exactly")],
        ),
        (
            "37微克／立方米、1500万千瓦、120千瓦",
            [
                ("37微克／立方米", 37, 37, "微克/立方米", "exactly"),
                ("1500万千瓦", 1500, 1500, "万千瓦", "exactly"),
                ("120千瓦", 120, 120, "千瓦", "exactly"),
            ],
        ),
    ],
)
def test_values_are_read_as_reports_write_them(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text, low, high, unit, comparator",
    [
        # A number in several parts, the lower ones under the multiplier of the first.
        ("12亿8000万元", 12.8, 12.8, "亿元", "exactly"),
        ("12万3000人", 12.3, 12.3, "万人", "exactly"),
        ("3亿5千万元", 3.5, 3.5, "亿元", "exactly"),
        ("1万2000余元", 1.2, 1.2, "万元", "at least"),
        ("两万三千人", 2.3, 2.3, "万人", "exactly"),
        ("一百二十三亿五千万元", 123.5, 123.5, "亿元", "exactly"),
        ("十二点五亿元", 12.5, 12.5, "亿元", "exactly"),
        ("三点五个百分点", 3.5, 3.5, "个百分点", "exactly"),
        ("40万3岁以下婴幼儿", 40, 40, "万", "exactly"),
        ("突破千万千瓦", 1000, 1000, "万千瓦", "at least"),
        # A sign, which is part of the number.
        ("增长负3.2%", -3.2, -3.2, "%", "exactly"),
        ("同比-3.2%", -3.2, -3.2, "%", "exactly"),
        ("增速为－3.2%", -3.2, -3.2, "%", "exactly"),
        ("增长−3.2%", -3.2, -3.2, "%", "exactly"),
        ("增长﹣3.2%", -3.2, -3.2, "%", "exactly"),
        ("利润负5亿元", -5, -5, "亿元", "exactly"),
        ("增长负百分之三", -3, -3, "%", "exactly"),
        ("投资(-1.5%)", -1.5, -1.5, "%", "exactly"),
        ("减负5亿元", 5, 5, "亿元", "exactly"),
        ("肩负3项任务", 3, 3, "项", "exactly"),
        ("任务——100家", 100, 100, "家", "exactly"),
        # Ranges and about-numbers in characters, and ranges of two scales.
        ("三到五万亩", 3, 5, "万亩", "range"),
        ("三至五百人", 300, 500, "人", "range"),
        ("三万到五万亩", 3, 5, "万亩", "range"),
        ("三五万亩", 3, 5, "万亩", "range"),
        ("七八十亿元", 70, 80, "亿元", "range"),
        ("二到三成", 2, 3, "成", "range"),
        ("5000到1万亩", 0.5, 1, "万亩", "range"),
        ("8000万元至1亿元", 0.8, 1, "亿元", "range"),
        ("统一到五百个", 500, 500, "个", "exactly"),
        ("三十几万元", 30, 30, "万元", "at least"),
        ("数十亿元", 10, 10, "亿元", "at least"),
        ("几百亿元", 100, 100, "亿元", "at least"),
        ("总数十亿元", 10, 10, "亿元", "exactly"),
        # Latin measure words, whole and not by their first letters.
        ("12.5万m²", 12.5, 12.5, "万m²", "exactly"),
        ("20km²", 20, 20, "km²", "exactly"),
        ("50km", 50, 50, "km", "exactly"),
        ("3亿m3", 3, 3, "亿m3", "exactly"),
        ("200MWh", 200, 200, "MWh", "exactly"),
        ("200万kWh", 200, 200, "万kWh", "exactly"),
        ("3亿kW·h", 3, 3, "亿kW·h", "exactly"),
        ("32μg/m³", 32, 32, "μg/m³", "exactly"),
        ("32µg/m3", 32, 32, "μg/m3", "exactly"),
        ("7000PFlops", 7000, 7000, "PFlops", "exactly"),
        # What stands before a count and is no rank.
        ("目前1200家", 1200, 1200, "家", "exactly"),
        ("喜迁新居1200户", 1200, 1200, "户", "exactly"),
        ("当前35个", 35, 35, "个", "exactly"),
        ("安排3000万元", 3000, 3000, "万元", "exactly"),
        ("减排700万吨", 700, 700, "万吨", "exactly"),
        ("提升至45.6%", 45.6, 45.6, "%", "exactly"),
        ("升至42.3%", 42.3, 42.3, "%", "exactly"),
        ("上升到1880万千瓦", 1880, 1880, "万千瓦", "exactly"),
        ("新建公园(12个)", 12, 12, "个", "exactly"),
    ],
)
def test_one_value_is_read_whole(text, low, high, unit, comparator):
    (value,) = values(text, UNITS)
    assert (pytest.approx(value.low), pytest.approx(value.high)) == (low, high)
    assert (value.unit, value.comparator) == (unit, comparator)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("高于全国0.5个、0.7个、1.1个百分点", ["0.5", "0.7", "1.1"]),
        ("提高1.2个和0.8个百分点", ["1.2", "0.8"]),
        ("提升7.4、2.8个百分点", ["7.4", "2.8"]),
        ("提高3.1个以及2个百分点", ["3.1", "2"]),
    ],
)
def test_a_list_shares_the_measure_word_of_its_last(text, expected):
    assert [(f"{v.low:g}", v.unit) for v in values(text, UNITS)] == [
        (number, "个百分点") for number in expected
    ]


def test_a_list_set_apart_shares_any_measure_word_and_others_share_none():
    read = [(v.low, v.unit) for v in values("时限分别压缩至55、50、24个工作日", UNITS)]
    assert read == [(55, "个工作日"), (50, "个工作日"), (24, "个工作日")]
    assert [(v.low, v.unit) for v in values("新建学校3个、医院2所", UNITS)] == [
        (3, "个"),
        (2, "所"),
    ]
    assert [(v.low, v.unit) for v in values("1、5%以上的企业", UNITS)] == [(5, "%")]


@pytest.mark.parametrize(
    "text",
    [
        "第十四届",
        "“1+3+4”主导产业",
        "12345热线",
        "“871”重大生态工程",
        "5G基站",
        "国道G355线",
        "国企改革三年行动",
        "“十四五”规划",
        "500千伏工程",
        "5A级景区",
        "10万吨级码头",
        "前100名",
        "居全国第5位",
        "2022年1月5日",
        "1—9月",
        "15分钟生活圈",
        "1—1.5小时交通圈",
        "24小时营业",
        "五年来",
        "六大产业",
        "五级体系",
        "三个方面",
        "一批项目",
        "数十家",
        "万人计划",
        "千方百计",
        "四川",
        "三甲医院",
        "中国500强",
        "地铁10号线",
        "2.0版",
        "〔2023〕5号",
        "《2035年愿景》",
        "PM2.5",
        "1:500",
        "时速250公里列车",
        "百分之七十百分位",
        "第75百分位",
        "达到90百分位",
        "升至第5位",
        "位次上升到5名",
        "排名12位",
    ],
)
def test_numbers_that_measure_nothing_are_left_out(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%",
        "％％％",
        "9" * 400,
        "9" * 400 + "亿元",
        "12" * 5000,
        "((((((12))))))",
        "1,111," * 3000,
        "((" * 5000,
        "“" * 5000,
        "负",
        "abc１２ДЕ三",
        "1.2.3.4个",
        "百分之二三十",
        "零分之一",
        "一" * 5000 + "个",
    ],
)
def test_bad_input_gives_no_value(text):
    assert found(text) == []


def test_a_value_says_where_it_stands():
    text = "新增就业约37.5万人，"
    value = values(text, UNITS)[0]
    assert (text[value.start : value.end], value.low * value.factor, value.measure) == (
        "约37.5万人",
        375_000,
        "人",
    )


@pytest.mark.skipif(not CASES.is_dir(), reason=f"{CASES.name} is not in ../shared/corpora")
def test_recognizers_text_percentages():
    """Percentages and 成 in running text.

    Out of scope, as these reports do not write so: discounts (折), signs, Latin multipliers (k),
    spelling broken up by blanks, traditional characters, full-width thousands separators, parts of
    anything but a hundred (千分之), half and decimal 成, ranges without a dash (二三十).
    """

    def elsewhere(case):
        return not case["Results"] or re.search(
            r"[折 kKｋＫ负－半千仟万萬點個]|-\d|http|\d，|[０-９]，"
            r"|十成|[五点\d.]成|兩|百分位|二三十|之间",
            case["Input"],
        )

    cases = json.loads((CASES / "PercentModel.json").read_text(encoding="utf-8-sig"))
    inside = [case for case in cases if not elsewhere(case)]
    wrong = []
    for case in inside:
        want = [float(result["Resolution"]["value"].rstrip("%")) for result in case["Results"]]
        got = [
            v.low * (10 if v.measure == "成" else 1) * v.factor
            for v in values(case["Input"], UNITS)
        ]
        if got != pytest.approx(want):
            wrong.append((case["Input"], want, got))
    assert (len(cases), len(inside)) == (152, 38) and wrong == []


TRIED_ANYWHERE = {  # patterns with a cheap test, and what texts are made of
    "numbers": (
        numerals.pattern(UNITS),
        [*"零〇一二两三四五六七八九十百千万亿半过数几负-205.,点分之位到%家", "双位数", "翻番"],
    ),
    "spaces": (spelling.STRAY, "1234567890..\n \t\u3000甲aB,"),
    "times": (vocabulary.TIMES, "2035“”"),
    "leads": (vocabulary.TAIL, "2035年"),
    "verbs": (vocabulary.VERB, "()"),
    "comparators": (numerals.COMPARATOR, "了"),
}


@pytest.mark.parametrize("name", TRIED_ANYWHERE)
def test_a_pattern_finds_what_it_finds_when_it_is_tried_at_every_character(name):
    pattern, characters = TRIED_ANYWHERE[name]
    bare = re.compile(re.sub(r"\(\?=\[.*?\]\)", "", pattern.pattern, count=1), pattern.flags)
    assert bare.pattern != pattern.pattern
    random, n = np.random.default_rng(1), 0
    pieces = [*20 * characters, *re.findall(r"[^\x00-\x7f]+", pattern.pattern)]
    for size in random.integers(1, 30, 400):
        text = "".join(random.choice(pieces, size))
        found = [match.span() for match in bare.finditer(text)]
        assert [match.span() for match in pattern.finditer(text)] == found
        n += len(found)
    assert n >= 20


def test_an_indicators_pattern_may_refer_to_a_group_of_its_own():
    table = {"id": ["x", "y"], "pattern": [r"^(甲|乙)\1$", r"^(丙)丁\1$"], "percent": ""}
    recognized = naming.recognizer(pd.DataFrame(table))
    known = [recognized(name).id for name in ("乙乙", "丙丁丙", "甲乙", "丙丁甲")]
    assert known == ["x", "y", "", ""]
