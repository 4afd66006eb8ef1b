"""Values: numbers with unit and comparator, and numbers that measure nothing."""

import json
import re

import pytest

from policy_emphasis import paths
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
