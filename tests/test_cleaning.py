"""A text is made the report's own words: nothing of them is lost, and every change is accounted
for."""

import re
import time

import numpy as np
import pytest

from policy_emphasis import paths
from policy_emphasis.intake.cleaning import clean
from policy_emphasis.intake.edits import back

PROVINCES = paths.ROOT.parent / "shared" / "corpora" / "provinces-2025" / "txt"
LINES = (
    "政府工作报告",
    "——2026年1月20日在海滨市第十六届人民代表大会第六次会议上",
    "市长 李 强",
    "各位代表：",
    "现在，我代表市人民政府，向大会报告工作，请予审议，并请市政协委员和其他列席人员提出意见。",
    "一、2025年工作回顾",
    "过去一年，面对复杂严峻的外部环境，我们坚持稳中求进工作总基调，全力拼经济、稳就业、惠民生，"
    "预计地区生产总值增长5.2%，一般公共预算收入增长3.1%，居民收入增长与经济增长基本同步。",
    "（一）产业发展迈上新台阶。新增规模以上工业企业120家，高新技术企业达到860家，新能源汽车产量"
    "突破12.5万辆，服务业增加值占比提高1.2个百分点，“专精特新”企业数量居全省第二位。",
    "（二）城乡面貌展现新变化。新建改建农村公路380公里，老旧小区改造惠及2.6万户居民，污水处理率"
    "提高到97%，空气质量优良天数达到338天，群众的获得感和幸福感不断增强。",
    "二、2026年重点工作",
    "今年是“十五五”开局之年。经济社会发展主要预期目标是：地区生产总值增长5%左右，城镇新增就业"
    "4万人以上，粮食产量稳定在110万吨。我们要抓好以下工作：",
    "（一）着力扩大有效需求。实施提振消费专项行动，办好农民丰收节、海洋博览会等活动，社会消费品"
    "零售总额增长6%左右；安排重点项目260个，年度投资480亿元，确保早开工、早见效。",
    "（二）着力建设人民满意的政府。严格落实中央八项规定精神，坚持依法行政，自觉接受监督，把有限"
    "的财力用在发展紧要处、民生急需上。",
    "各位代表！奋斗成就梦想，实干创造未来。让我们更加紧密地团结起来，为建设现代化海滨城市而努力"
    "奋斗！",
)
REPORT = "\n".join(LINES)


def wrapped(width, indent="", page=()):
    """The report as a page prints it; page: the lines at the end of each page of ten lines."""
    printed = []
    for line in LINES:
        whole = indent + line
        printed += [whole[i : i + width] for i in range(0, len(whole), width)]
    ends = range(10, len(printed) + len(printed) // 10 * len(page), 10 + len(page))
    for number, end in enumerate(ends, 1):
        printed[end:end] = [line.format(number) for line in page]
    return "\n".join(printed)


WRITTEN = {
    "carriage returns": REPORT.replace("\n", "\r\n"),
    "old carriage returns": REPORT.replace("\n", "\r"),
    "line separators": REPORT.replace("\n", "\u2028"),
    "paragraph separators": REPORT.replace("\n", "\u2029"),
    "next lines": REPORT.replace("\n", "\x85"),
    "form feeds": REPORT.replace("\n", "\x0c"),
    "line breaks written out": REPORT.replace("\n", "\\n"),
    "HTML": "".join(f'<p class="a">&nbsp;&nbsp;{line}</p>' for line in LINES),
    "line break tags": REPORT.replace("\n", "<br />"),
    "entities": REPORT.replace("“", "&ldquo;").replace("”", "&amp;rdquo;").replace("—", "&mdash;"),
    "Markdown": "\n\n".join(f"**{line}**" if len(line) < 20 else line for line in LINES),
    "Markdown headings": re.sub("^(?=[一二]、)", "## ", REPORT, flags=re.M),
    "zero-width characters": "\ufeff" + re.sub("(?=的|工作)", "\u200b", REPORT),
    "full-width digits": REPORT.translate({ord(str(i)): chr(0xFF10 + i) for i in range(10)}),
    "full-width percent": REPORT.replace("%", "％"),
    "Kangxi radicals": REPORT.translate(str.maketrans("一人民生工大力", "⼀⼈⺠⽣⼯⼤⼒")),
    "spaces around digits": re.sub(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])", "\u2009", REPORT),
    "spaces between all": re.sub(r"(?<=\S)(?=\S)", " ", REPORT),
    "two spaces for lines": "  ".join(LINES),
    "ideographic spaces for lines": "　　".join(LINES),
    "indents and blank lines": "\n\n".join(f"　　{line}  " for line in LINES),
    "wrapped": wrapped(27),
    "wrapped with indents": wrapped(29, "　　"),
    "wrapped with blank lines": "\n\n".join(
        "\n".join(line[i : i + 31] for i in range(0, len(line), 31)) for line in LINES
    ),
    "wrapped with page numbers": wrapped(30, page=("— {} —",)),
    "wrapped with blank page ends": wrapped(30, "　　", page=("", "第 {} 页 共9页", "")),
    "wrapped with bare numbers": wrapped(27, page=("{}",)),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_report_written_in_another_way_is_the_same_report(text):
    assert clean(text).text.replace(" ", "") == REPORT.replace(" ", "")


def test_a_report_whose_lines_are_paragraphs_is_untouched():
    assert clean(REPORT).spans == ()


PAGE = f"""首页
政务公开
互动交流
当前位置：首页 > 政务公开 > 政府工作报告
发布时间：2026-02-03 09:12    来源：海滨市人民政府办公室    浏览次数：1234
【字号：大 中 小】
下载
打印
分享到：
{REPORT}
（责任编辑：王五）
打印本页 | 关闭窗口
上一篇：2025年统计公报
下一篇：没有了
相关阅读
一图读懂政府工作报告
版权所有：海滨市人民政府　主办：海滨市人民政府办公室　ICP备12345678号
网站地图"""
GLOSSARY = "\n名词解释\n1.首贷户：首次从银行获得贷款的企业，共3万家。\n2.两重：重大战略和重点领域。"
AROUND = {
    "a page": PAGE,
    "a table of index numbers": "索引号：0123/2026-01　发文机关：办公室　成文日期：2026年1月25日\n"
    f"{REPORT}",
    "an explanation of terms": REPORT + GLOSSARY,
    "an explanation of terms without heading": REPORT + GLOSSARY.replace("\n名词解释", ""),
    "an annex": REPORT + "\n附件2\n2026年民生实事\n一、新建幼儿园12所。",
    "an annex in the last line": REPORT + "注释：\n[1] 两重：重大战略和重点领域。",
    "the paper": REPORT + "（海滨日报）",
    "a picture's caption": REPORT.replace("各位代表：", "（记者 王五 摄）\n各位代表："),
    "a notice": "海滨市人民政府关于印发《政府工作报告》的通知\n各区人民政府，市政府各部门：\n"
    f"现将《政府工作报告》印发给你们，请认真贯彻执行。\n{REPORT}",
    "marks of notes": REPORT.replace("”企业", "”[12]企业").replace("公里，", "公里②，"),
}


@pytest.mark.parametrize("text", AROUND.values(), ids=AROUND)
def test_what_stands_around_a_report_is_dropped(text):
    assert clean(text).text == REPORT


@pytest.mark.parametrize("text", (WRITTEN | AROUND).values(), ids=(WRITTEN | AROUND))
def test_every_change_is_told_and_every_other_character_is_kept(text):
    cleaned = clean(text)
    kept, last = [], 0
    for start, end, instead, reason in cleaned.spans:
        assert last <= start <= end and reason
        kept += [text[last:start], instead]
        last = end
    assert "".join([*kept, text[last:]]) == cleaned.text
    places = back(cleaned, np.arange(len(cleaned.text)))
    changed = {i for start, end, *_ in cleaned.spans for i in range(start, max(end, start + 1))}
    unchanged = [(i, place) for i, place in enumerate(places) if place not in changed]
    assert len(unchanged) > len(REPORT) / 3
    assert all(cleaned.text[i] == text[place] for i, place in unchanged)
    assert (np.diff(places) >= 0).all()


OWN = (
    "推行“扫一扫”办事、打印服务进社区，群众来源广泛的意见建议办结率100%。",
    "1.建成附件齐备的项目库。坚持问题导向，解释说明和名词解释一并公开。",
    "办好民生实事：①新建幼儿园12所；②改造老旧小区30个。",
    "落实国发[2014]43号文件，PM2.5浓度≤35微克，“1+N”政策和R&D经费投入强度达到2.8%。",
    "实施Belt and Road项目，建成5G基站1200个、面积30万米²。",
    "一是抓投资。二是促消费。三是稳外贸。",
    "——坚持稳字当头。经济增长12%。",
    "注重协调发展。附加值稳步提高。",
    "12.全面完成年度任务",
    "产业集群首页展示：南沙、海滨",
)


@pytest.mark.parametrize("line", OWN)
def test_words_of_chrome_and_marks_in_a_sentence_are_the_reports_own(line):
    text = REPORT.replace(LINES[8], f"{LINES[8]}\n{line}")
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("增长 5.2 %，完成投资 1 390.1 亿元。", "增长5.2%，完成投资1390.1亿元。"),
        ("2 0 2 5 年，我们完成139.01\xa0亿元。", "2025年，我们完成139.01亿元。"),
        ("实施 Belt and Road 项目，建成 5 G 基站。", "实施Belt and Road项目，建成5G基站。"),
        ("政　府　工　作　报　告", "政府工作报告"),
        ("市长　　李　强", "市长 李 强"),
        ("坚持创新驱动 推动高质量发展", "坚持创新驱动 推动高质量发展"),
        ("\uf06c加快建设。\ufffd保留", "加快建设。\ufffd保留"),
        ("二ＯＯ六年、二○一二年和二0一四年", "二〇〇六年、二〇一二年和二〇一四年"),
        ("㈠加快⒈推进。", "(一)加快1.推进。"),
        ("[海滨](https://a.cn/b \"海滨\")加快![图](a.png)发展\\。", "海滨加快发展\\。"),
        ("| 指标 | 单位 |", "指标，单位"),
        ("一、2005年工作回顾过去的一年，在市委的领导下，我们完成了各项任务，成绩喜人。",
         "一、2005年工作回顾\n过去的一年，在市委的领导下，我们完成了各项任务，成绩喜人。"),
        ("四、加强政府自身建设新形势对政府工作提出更高要求，我们将依法行政、勤政为民。",
         "四、加强政府自身建设\n新形势对政府工作提出更高要求，我们将依法行政、勤政为民。"),
        ("请予审议。一、2025年工作回顾", "请予审议。\n一、2025年工作回顾"),
    ],
)  # fmt: skip
def test_a_line_is_written_plainly(line, right):
    assert clean(line).text == right


def test_a_name_that_is_given_is_written_without_its_spaces():
    assert clean("市长 李　强", names=("李强",)).text == "市长 李强"


def test_running_headers_go_with_the_page_numbers_and_the_title_stays():
    pages = [
        f"{REPORT[i : i + 120]}\n{i // 120 + 1}\n海滨市人大会议文件" for i in range(0, 720, 120)
    ]
    cleaned = clean("\n".join(pages)).text
    assert cleaned.count("海滨市人大会议文件") == 1
    assert not re.search(r"^\d$", cleaned, flags=re.M)


def test_a_file_of_one_line_is_split_where_that_can_be_told():
    line = "".join(text * 4 if text[:2] in ("过去", "今年") else text for text in LINES)
    lines = clean(line).text.split("\n")
    assert {"各位代表：", "一、2025年工作回顾", "二、2026年重点工作"} <= set(lines)
    assert [text[:3] for text in lines if text[0] == "（"][:2] == ["（一）", "（二）"]
    assert "".join(lines) == line.replace(" ", "")


def test_a_file_of_one_line_with_a_space_for_each_line_break_is_joined():
    lines = [*LINES[4:], *LINES[4:], *LINES[4:]]
    printed = [line[i : i + 28] for line in lines for i in range(0, len(line), 28)]
    assert clean(" ".join(printed)).text == "\n".join(lines)


@pytest.mark.parametrize(
    "unit", ["一", " ", "。", "<", "<!--", "*", "|", "第", "1 ", "- ", "\r", "⼀", "一、", "短行\n"]
)
def test_the_time_is_linear_in_any_text(unit):
    clean(unit * 100)
    begun = time.process_time()
    clean(unit * (30_000 // len(unit)))
    assert time.process_time() - begun < 5


@pytest.mark.skipif(
    not PROVINCES.is_dir(), reason="the reports are not on this machine (../shared/corpora)"
)
def test_real_reports_are_the_same_when_a_page_has_broken_their_lines():
    for path in sorted(PROVINCES.glob("*.txt"))[::10]:
        report = clean(path.read_text(encoding="utf-8")).text
        lines = report.split("\n")
        printed = [line[i : i + 35] for line in lines for i in range(0, len(line), 35)]
        again = clean("\n".join(printed)).text
        assert re.sub(r"\s", "", again) == re.sub(r"\s", "", report)
        assert len(set(lines) & set(again.split("\n"))) > 0.9 * len(set(lines))
