"""What a file is told to be, by its path, its opening, its headings and what it states."""

import time

import pytest

from policy_emphasis import paths
from policy_emphasis.intake import gazetteer
from policy_emphasis.intake.metadata import described, named
from policy_emphasis.reference import lists

PLACES = gazetteer.known_places()
TITLE = "政府工作报告\n"
FORMULA = "各位代表：\n现在，我代表{}人民政府，向大会报告工作，请予审议。\n"


def told(name="report.txt", text="", **given):
    return {key: found.value for key, found in described(name, text, given, places=PLACES).items()}


def meeting(line, formula="市", rest=""):
    return f"{TITLE}{line}\n{FORMULA.format(formula)}{rest}"


@pytest.mark.parametrize(
    ("name", "place", "year"),
    [
        ("四川省/2023.md", "sichuan", "2023"),
        ("2023年四川省政府工作报告.docx", "sichuan", "2023"),
        ("天津_2023.txt", "tianjin", "2023"),
        ("zhaoqing-2022.txt", "zhaoqing", "2022"),
        ("gov_report_20230115.html", "", "2023"),
        ("Inner Mongolia 2025.txt", "inner-mongolia", "2025"),
        ("huhehaote2024.txt", "hohhot", "2024"),
        ("二〇二五年宁夏政府工作报告.txt", "ningxia", "2025"),
        ("all.zip/浙江省/taizhou/２０２３.txt", "zhejiang-taizhou", "2023"),
        ("2002-2026/肇庆/肇庆2004.txt", "zhaoqing", "2004"),
        ("四川省成都市2021年政府工作报告（全文）.pdf", "chengdu", "2021"),
        ("襄樊市2009.txt", "xiangyang", "2009"),
        ("黔西南州2020.txt", "qianxinan", "2020"),
        ("national/国务院/2022.md", "china", "2022"),
        ("reports.csv/row 2019", "", ""),
    ],
)
def test_place_and_year_are_read_from_a_path(name, place, year):
    found = told(name)
    assert (found["place"], found["year"]) == (place, year)


@pytest.mark.parametrize(
    "name",
    ["taizhou.txt", "吉林.txt", "京津冀.txt", "北京与上海.txt", "各市/大湾区/城市.txt"],
)
def test_a_path_that_names_no_single_place_gives_none(name):
    assert told(name)["place"] == ""


def test_a_path_of_several_years_gives_none():
    assert told("肇庆2021-2023.txt")["year"] == ""


@pytest.mark.parametrize(
    ("name", "place", "level", "province"),
    [
        ("成都市武侯区2023.txt", "wuhou", "district", "sichuan"),
        ("沛县.txt", "pei", "county", ""),
        ("义乌市2021年政府工作报告.txt", "yiwu", "county-level city", ""),
        ("北京市/朝阳区/2020.txt", "beijing-chaoyang", "district", "beijing"),
        ("朝阳区2020.txt", "chaoyangqu", "district", ""),
        ("朝阳市2020.txt", "chaoyang", "prefecture-level city", "liaoning"),
        ("兴安县.txt", "xingan", "county", ""),
        ("兴安盟.txt", "hinggan", "league", "inner-mongolia"),
    ],
)
def test_a_place_below_the_prefecture_is_read_by_the_end_of_its_name(name, place, level, province):
    found = told(name)
    assert (found["place"], found["level"], found["province"]) == (place, level, province)


def test_an_opening_gives_place_year_date_speaker_title_and_genre():
    text = meeting("——2022年1月11日在肇庆市第十四届人民代表大会第一次会议上\n肇庆市市长 张 三")
    assert told(text=text) == {
        "place": "zhaoqing",
        "place_zh": "肇庆",
        "level": "prefecture-level city",
        "province": "guangdong",
        "year": "2022",
        "date": "2022-01-11",
        "speaker": "张三",
        "title": "政府工作报告",
        "genre": "work report",
    }


@pytest.mark.parametrize(
    "line",
    [
        "——2025年1月9日在南通市第十六届人民代表大会第四次会议上",
        "二〇二五年一月九日在南通市第十六届\n人民代表大会第四次会议上",
        "（二○二五年一月九日 在南通市第十六届人民代表大会 第四次会议上）",
        "——二O二五年 一 月 九 日在南通市第十六届人民代表大会第四次会议上",
        "二零二五年一月九日南通市第十六届人民代表大会第四次会议",
        "２０２５年１月９日在南通市十六届人大四次会议上",
        "发布时间：2025年2月20日 10:30 来源：日报\n2025年1月9日在南通市第十六届人大会议上",
    ],
)
def test_the_meeting_is_read_however_its_line_is_written(line):
    found = told(text=meeting(line))
    assert (found["place"], found["year"], found["date"]) == ("nantong", "2025", "2025-01-09")


@pytest.mark.parametrize(
    "line",
    [
        "市长：李四",
        "南通市人民政府代市长 李 四",
        "2025年1月9日李四市长在南通市第十六届人民代表大会第四次会议的政府工作报告",
        "李四市长在南通市第十六届人民代表大会上的报告",
        "2025年1月9日在南通市第十六届人民代表大会第四次会议上 李四",
        "2025年1月9日在南通市第十六届人民代表大会第四次会议上市长李四同志作政府工作报告",
        "南通市人民政府市长\n李四",
        "（2025年1月9日 李四）",
    ],
)
def test_the_speaker_is_read_by_office_or_place_in_the_opening(line):
    assert told(text=meeting(line))["speaker"] == "李四"


def test_a_name_of_several_parts_is_kept_whole():
    assert told(text=meeting("自治区主席 阿力·买买提"))["speaker"] == "阿力·买买提"


@pytest.mark.parametrize(
    ("headings", "year"),
    [
        ("一、2021年工作回顾\n过去一年。\n二、2022年工作安排\n", "2022"),
        ("一、２０２１年工作回顾\n", "2022"),
        ("一、过去五年工作回顾\n二、2022年主要目标任务\n三、2035年远景目标\n", "2022"),
        ("一、2021年回顾和2022年工作的基本要求\n", "2022"),
        ("一、二〇二一年工作回顾 过去的一年，很不平凡。二、今年工作安排 坚持。", "2022"),
        ("一、2021年主要工作\n二、2022年主要工作\n", "2022"),
        ("一、2021年工作\n", ""),
        ("一、过去五年工作回顾\n刚刚过去的2021年极不平凡。\n", "2022"),
        ("一、“十四五”时期工作回顾\n二、今年工作安排\n", "2026"),
        ("一、“十四五”以来工作回顾\n", ""),
        ("一、总体要求\n省人大提出，2019年要完成的任务。\n", ""),
    ],
)
def test_headings_tell_the_year_planned(headings, year):
    assert told(text=FORMULA.format("市") + headings)["year"] == year


def test_the_day_of_the_meeting_wins_over_titles_and_names_and_says_so():
    text = "2019年省政府工作报告\n2020年5月9日在四川省第十三届人民代表大会第三次会议上\n"
    year = described("2019.md", text + FORMULA.format("省"), {}, places=PLACES)["year"]
    assert year.value == "2020"
    assert year.where == "opening; title says 2019; file name says 2019"


def test_a_day_that_headings_and_the_file_contradict_is_taken_for_a_slip():
    text = meeting("2010年2月20日在江苏省第十届人民代表大会会议上", "省", "一、2002年工作回顾\n")
    found = described("2003.txt", text, {}, places=PLACES)
    assert found["year"].value == "2003"
    assert found["year"].where == "headings; opening says 2010"
    assert found["date"].value == ""


def test_a_page_states_when_it_was_put_there():
    assert told("a.html", "一、2021年工作回顾\n", date="2022-01-20")["date"] == ""
    assert told("a.md", "一、2021年工作回顾\n", date="2022-01-20")["date"] == "2022-01-20"


@pytest.mark.parametrize(
    ("headings", "year"), [("一、2024年工作回顾\n", "2025"), ("一、过去五年工作回顾\n", "2025")]
)
def test_a_meeting_in_december_plans_the_next_year(headings, year):
    text = meeting("2024年12月25日在永州市第六届人民代表大会第四次会议上", rest=headings)
    assert told(text=text)["year"] == year


def test_the_place_declared_is_kept_and_what_the_text_says_is_told():
    text = f"{TITLE}各位代表：\n现在，我代表国务院，向大会报告政府工作。\n"
    place = described("台州.txt", text, {}, places=PLACES)["place"]
    assert place.value == "zhejiang-taizhou"
    assert place.where == "file name; opening says 中华人民共和国"


def test_the_place_that_a_text_names_far_the_most_is_its_own():
    text = (
        FORMULA.format("市") + "建设现代化淮安。淮安发展。学习苏州。" + "谱写淮安篇章，淮安加油。"
    )
    assert told(text=text)["place"] == "huaian"
    place = described("淮南.txt", text, {}, places=PLACES)["place"]
    assert (place.value, place.where) == ("huainan", "file name; text says 淮安市")
    assert told(text=text + "苏州苏州")["place"] == ""


def test_a_folder_of_a_province_holds_reports_of_its_cities():
    text = meeting("2022年1月11日在内江市第八届人民代表大会第二次会议上")
    assert told("四川省/doc.txt", text)["place"] == "neijiang"
    place = described("四川省/2022.txt", text, {}, places=PLACES)["place"]
    assert (place.value, place.where) == ("sichuan", "folder; opening says 内江市")


def test_the_text_tells_places_of_one_name_apart():
    assert told("吉林.txt", FORMULA.format("市"))["place"] == "jilin-jilin"
    assert told("吉林.txt", FORMULA.format("省"))["place"] == "jilin"


def test_what_a_table_states_is_taken_with_the_name_of_its_column():
    given = {"place": "台州", "province": "浙江", "year": 2023, "speaker": "王 五"}
    found = described("all.csv/row 3", "", given, places=PLACES)
    assert found["place"].value, found["place"].where == ("zhejiang-taizhou", "column place")
    assert found["year"].where == "column year"
    assert found["speaker"].value == "王五"


def test_a_place_that_no_list_holds_is_kept_as_it_is_stated():
    found = told(place="Atlantis Bay")
    assert (found["place"], found["place_zh"], found["level"]) == (
        "atlantis-bay",
        "Atlantis Bay",
        "",
    )


def test_the_date_of_a_page_is_no_date_of_the_meeting():
    text = "发布时间：2021年9月13日 来源：省政府\n" + FORMULA.format("省") + "一、2018年工作回顾\n"
    found = told(text=text)
    assert (found["year"], found["date"]) == ("2019", "")


def test_a_news_article_is_none_of_a_report_it_speaks_of():
    text = (
        "原标题：代表热议政府工作报告\n本报讯（记者张三）代表们认为，报告令人鼓舞。\n（责编：李四）"
    )
    found = told(text=text)
    assert (found["genre"], found["title"]) == ("news article", "")


@pytest.mark.parametrize(
    "opening",
    [
        "关于2022年国民经济和社会发展计划执行情况的报告\n各位代表：\n受市人民政府委托，",
        "肇庆市中级人民法院工作报告\n各位代表：\n现在，我代表市中级人民法院向大会报告工作。",
        "各位代表：\n受市人民政府委托，现将2022年预算执行情况提请审议。",
    ],
)
def test_other_reports_to_the_congress_are_no_work_reports(opening):
    text = f"{opening}\n一、2022年工作回顾\n二、2023年工作安排\n"
    assert told(text=text)["genre"] == ""


def test_the_chrome_of_a_page_is_no_title_and_no_speaker():
    chrome = "首页\n市长信箱\n首页 > 政务公开 > 政府工作报告\n市长 热线\n来源：南通日报\n"
    text = chrome + meeting("2025年1月9日在南通市第十六届人民代表大会会议上\n市长 李四")
    found = told(text=text)
    assert (found["title"], found["speaker"], found["place"]) == ("政府工作报告", "李四", "nantong")


def test_a_report_without_title_or_opening_is_known_by_its_headings():
    assert told(text="2023年工作回顾\n过去一年。\n2024年工作安排\n今年。")["genre"] == "work report"


def test_a_text_that_tells_nothing_gives_nothing():
    assert set(told(text="天气很好。").values()) == {""}


def test_a_text_says_itself_of_which_place_level_and_year_it_is():
    line = "2022年1月11日在肇庆市第十四届人民代表大会"
    found = named(meeting(f"——{line}第一次会议上"))
    assert {key: value.value for key, value in found.items()} == {
        "place": "zhaoqing",
        "level": "prefecture-level city",
        "year": "2022",
    }
    assert {value.where for value in found.values()} == {line}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("各位代表：现在，我代表国务院，向大会报告政府工作。", "nation"),
        (FORMULA.format("省"), "province"),
        (FORMULA.format("州"), "autonomous prefecture"),
        (FORMULA.format("县"), "county"),
        (FORMULA.format("市"), ""),
    ],
)
def test_the_formula_of_the_opening_says_the_level(text, level):
    assert named(text)["level"].value == level


def test_every_place_of_the_list_is_found_by_its_full_name_and_its_slug():
    for row in lists.read_places().itertuples():
        assert gazetteer.named_in(row.full_zh, PLACES).place == row.place
        assert gazetteer.named_in_latin(row.place, PLACES).place == row.place


def test_the_list_holds_every_province_and_prefecture():
    table = lists.read_places()
    ranks = table["level"].map(gazetteer.RANK)
    assert (ranks == "province").sum() == 34
    assert (ranks == "city").sum() == 333
    assert set(table["province"]) == {"", *table["place"][ranks == "province"]}


@pytest.mark.parametrize("text", ["年" * 300_000, "一、2023年\n" * 100_000, "在" * 300_000])
def test_any_text_is_read_in_seconds(text):
    start = time.perf_counter()
    told(text=text)
    assert time.perf_counter() - start < 2


def test_the_cities_of_2024_are_told_by_their_names_and_headings():
    folder = paths.ROOT.parent / "shared" / "corpora" / "cities-2024"
    if not folder.is_dir():
        pytest.skip("the corpus cities-2024 is not at hand")
    found = [told(path.name, path.read_text(encoding="utf-8")) for path in folder.glob("*.txt")]
    assert len({each["place"] for each in found} - {""}) == len(found)
    assert {each["year"] for each in found} == {"2024"}
