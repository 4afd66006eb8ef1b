"""Stages: what headings name, what the text says where they fail, and reports coded by hand."""

import re
import tarfile

import pandas as pd
import pytest
import tables

from policy_emphasis import paths
from policy_emphasis.text import ledger
from policy_emphasis.text.outline import outline
from policy_emphasis.text.stages import is_annex, own_year, stage_named

COLLECTION = paths.ROOT.parent / "shared" / "corpora" / "lawtext-gov-reports.tar.xz"
GOLD = pd.read_csv(paths.ROOT / "tests" / "gold" / "outlines.csv", keep_default_na=False)
DONE = "去年全市经济总量突破千亿元，同比增长8%，新增就业1万人，取得了显著成绩。"
DIFFICULTIES = "我们也清醒地看到，困难和问题仍存在，短板还不少。"
AHEAD = "今年是开局之年，要力争再上台阶，确保增长6%左右，推动产业升级，完善设施，抓好民生。"
ITEM = "加快建设园区，推进改革，大力招商，年内开工项目20个，力争完成投资。"
CONDUCT = "政府系统要加强自身建设，依法行政，狠抓作风，廉洁履职，自觉接受监督。"
OPENING = "各位代表：\n现在，我向大会报告工作，请予审议。\n"


def found(text, **other):
    return outline(tables.documents(text, **other))


def stages_of(*lines, year=2024, **other):
    return found("\n".join(lines), year=year, **other).paragraphs["stage"].tolist()


@pytest.mark.parametrize(
    "heading, year, stage",
    [
        ("一、二〇二四年主要工作", 2025, "review"),
        ("一、二○二四年主要工作", 2025, "review"),
        ("一、二O二四年主要工作", 2025, "review"),
        ("一、二零二四年主要工作", 2025, "review"),
        ("一、２０２４年主要工作", 2025, "review"),
        ("二、二〇二五年主要工作", 2025, "plan"),
        ("一、2024 年主要工作", 2025, "review"),
        ("二、2025年工作总体部署", 2025, "plan"),
        ("二、总体部署", 0, "plan"),
        ("一、奋力完成2023年目标任务", 2024, "review"),
        ("二、奋力完成2024年目标任务", 2024, "plan"),
        ("一、“十五”计划目标和任务全面完成", 2006, "review"),
        ("二、“十四五”时期主要目标", 2021, "plan"),
        ("二、“十四五”成就和“十五五”目标任务", 2026, "both"),
        ("一、2023年工作回顾和2024年工作安排", 2024, "both"),
        ("一、过去五年工作回顾", 2022, "review"),
        ("二、今后五年的目标任务", 2022, "plan"),
        ("三、努力做好今年工作", 2022, "plan"),
        ("三、全面加强政府自身建设", 2022, "governance"),
        ("一、产业", 2022, "other"),
        # Of another year than is said: words that look one way count for more.
        ("一、2013年工作回顾", 2013, "review"),
        ("二、2013年工作安排", 2014, "plan"),
    ],
)
def test_a_heading_names_a_stage_by_its_words_and_years(heading, year, stage):
    assert stage_named(heading, year) == stage


def test_a_reports_year_is_that_of_its_headings_where_they_name_two_running():
    headings = {"一、2013年工作回顾", "二、2014年工作安排", "（一）2020年目标"}
    assert own_year(headings, 2013) == own_year(headings, 0) == 2014
    assert own_year({"一、2013年工作回顾"}, 2014) == 2014


@pytest.mark.parametrize("year", [0, 2013, 2014, 2015])
def test_main_work_of_two_years_is_told_apart_whatever_year_is_said(year):
    lines = ("一、2013年主要工作", DONE, "二、2014年主要工作", ITEM)
    assert stages_of(*lines, year=year) == ["review", "plan"]


def test_an_unnumbered_heading_closes_the_review():
    lines = ["一、2023年工作回顾", "过去一年，我们实干。", "努力做好2024年各项工作"]
    assert stages_of(*lines, "今年地区生产总值增长7.5%。") == ["review", "plan"]


def test_the_next_number_closes_a_review_that_unnumbered_headings_divide():
    review = ["一、过去五年工作回顾", "社会事业取得新成就", DONE, "自身建设取得新进步", DONE]
    plan = ["二、今后五年的目标任务", AHEAD, "三、加强政府自身建设", CONDUCT]
    assert stages_of(*review, *plan) == ["review", "review", "plan", "governance"]


def test_a_five_year_report_plans_from_its_second_part_on():
    lines = ["一、过去五年工作回顾", DONE, "二、今后五年目标", AHEAD, "三、今年工作", ITEM]
    assert stages_of(*lines) == ["review", "plan", "plan"]


@pytest.mark.parametrize(
    "line",
    [
        "一、2005年工作回顾过去的一年，在市委的领导下，我们实干。",
        "一、2005年工作回顾 过去的一年，在市委的领导下，我们实干。",
        "2005年工作回顾 2005年，在市委的领导下，我们实干，成绩来之不易。",
    ],
)
def test_a_heading_that_its_text_follows_in_one_line_is_split_off(line):
    read = found(f"{line}\n（一）抓工业。工业增长。", year=2006)
    assert read.headings["text"].tolist() == [re.match(".*?回顾", line)[0]]
    assert read.paragraphs["stage"].tolist() == ["review", "review"]
    for row in read.paragraphs.itertuples():
        assert f"{line}\n（一）抓工业。工业增长。"[row.start : row.end] == row.text


@pytest.mark.parametrize(
    "line",
    [
        "回顾过去的一年，我们实干，成绩来之不易。",
        "一、坚持扩大内需 努力增收，全面提高人民生活水平，让群众得到更多的实惠和便利。",
        "今年是开局之年，我们要实干，任务艰巨。",
    ],
)
def test_a_sentence_is_no_heading_that_its_text_follows(line):
    read = found(line)
    assert read.headings.empty and read.paragraphs["text"].tolist() == [line]


def test_a_report_in_one_line_is_divided_at_its_headings():
    part = f"（一）抓产业。{ITEM * 40}"
    text = f"一、2023年工作回顾 {DONE * 60}二、2024年工作安排 {AHEAD}{part}"
    read = found(text, year=2024)
    assert read.headings["text"].tolist() == ["一、2023年工作回顾", "二、2024年工作安排"]
    assert read.paragraphs["stage"].tolist() == ["review", "plan", "plan"]


def test_a_section_of_both_is_split_where_its_words_turn():
    lines = ["一、2025年工作回顾", DONE, "二、“十四五”成就和“十五五”目标任务", DONE, AHEAD]
    paragraphs = found("\n".join(lines), year=2026).paragraphs
    assert paragraphs["stage"].tolist() == ["review", "review", "plan"]
    assert paragraphs["inferred"].tolist() == [False, True, True]


def test_without_headings_the_stages_are_inferred_and_marked():
    lines = [DONE] * 3 + [DIFFICULTIES, AHEAD] + [ITEM] * 4
    closing = "各位代表，让我们团结在一起，为美好明天而奋斗！"
    read = found(OPENING + "\n".join([*lines, CONDUCT, closing]), year=2024)
    wanted = ["other"] * 2 + ["review"] * 4 + ["plan"] * 5 + ["governance", "other"]
    assert read.paragraphs["stage"].tolist() == wanted
    inferred = read.paragraphs["stage"] != "other"
    assert (read.paragraphs["inferred"] == inferred).all()
    own = read.sentences.merge(read.paragraphs, on="paragraph", suffixes=("", "_own"))
    assert (own["inferred"] == own["inferred_own"]).all() and len(own) == len(read.sentences)


def test_a_long_outlook_under_the_reviews_heading_is_plan():
    review = ["一、2023年工作回顾", *[DONE] * 4, DIFFICULTIES]
    outlook = [f"今后五年是关键时期。{ITEM}", ITEM, ITEM]
    paragraphs = found("\n".join([*review, *outlook, "二、2024年安排", *[ITEM] * 4])).paragraphs
    assert paragraphs["stage"].tolist() == ["review"] * 5 + ["plan"] * 7
    assert paragraphs["inferred"].tolist() == [False] * 5 + [True] * 3 + [False] * 4


def test_a_heading_on_which_the_plan_rests_wrongly_gives_way_to_the_text():
    lines = ["一、开创新局面", *[DONE] * 3, DIFFICULTIES, "二、2024年任务", AHEAD, *[ITEM] * 3]
    paragraphs = found("\n".join(lines), year=2024).paragraphs
    assert paragraphs["stage"].tolist() == ["review"] * 4 + ["plan"] * 4
    assert paragraphs["inferred"].tolist() == [True] * 4 + [False] * 4


@pytest.mark.parametrize("lines", [[DONE] * 8, [ITEM] * 8, ["经济总量扩大。"] * 8])
def test_no_turn_is_made_up_in_a_text_of_one_kind(lines):
    assert set(stages_of(*lines)) == {"other"}


def test_nothing_is_inferred_in_an_article():
    paragraphs = found(
        "\n".join([DONE] * 3 + [AHEAD] + [ITEM] * 4), genre="news article"
    ).paragraphs
    assert set(paragraphs["stage"]) == {"other"} and not paragraphs["inferred"].any()


def test_what_the_plan_says_last_of_the_governments_own_conduct_is_governance():
    lines = ["一、2023年工作回顾", DONE, "二、2024年工作安排", AHEAD, ITEM, f"各位代表！{CONDUCT}"]
    closing = "各位代表，让我们团结奋斗！"
    assert stages_of(*lines, closing) == ["review", "plan", "plan", "governance", "other"]


@pytest.mark.parametrize(
    "line",
    [
        *("名词解释", "附件2", "附：", "注释：", "名词解释和说明", "《政府工作报告》名词解释"),
        *("附件：民生实事", "[政府工作报告名词解释]", "有关用语说明", "（政府工作报告）词语注释"),
    ],
)
def test_an_annex_stands_in_no_stage(line):
    lines = ["一、2023年工作回顾", DONE, "二、2024年工作安排", AHEAD, line, "1.两重：国家战略。"]
    assert is_annex(line) and stages_of(*lines) == ["review", "plan", "other"]


def test_lists_after_the_closing_appeal_stand_in_no_stage():
    lines = ["一、2023年工作回顾", *[DONE] * 4, "二、2024年工作安排", *[ITEM] * 4]
    after = ["各位代表，让我们团结奋斗！", "2024年实事", "一、住房", ITEM]
    assert stages_of(*lines, *after)[8:] == ["other", "other"]


def test_the_ledger_drops_a_reports_annex():
    text = "附件\n一、2023年工作回顾\n" + DONE * 9 + "\n名词解释\n1.两重：国家战略。"
    names = dict.fromkeys(["speaker", "place_zh", "series_zh", "title"], "")
    report = tables.documents(text, **names)
    listed = pd.DataFrame(columns=["file", "starts_with", "ends_with", "reason"])
    (span,) = ledger.chrome(report, listed).itertuples(index=False)
    assert (text[span.start : span.end], span.reason) == ("名词解释\n1.两重：国家战略。", "annex")
    assert ledger.chrome(report.assign(genre="news article"), listed).empty


def test_the_list_that_follows_a_paragraph_on_conduct_is_plan():
    lines = ["一、2023年工作回顾", DONE, "二、2024年工作安排", AHEAD, ITEM, f"各位代表！{CONDUCT}"]
    stages = stages_of(*lines, "三、扎实办好民生实事", *[ITEM] * 12)
    assert stages == ["review", "plan", "plan", "governance"] + ["plan"] * 12


def test_an_annex_line_before_the_report_does_not_end_it():
    lines = ["附件", "一、2023年工作回顾", DONE, "二、2024年工作安排", AHEAD]
    assert stages_of(*lines) == ["review", "plan"]


def test_the_title_names_no_stage():
    lines = ["为全面完成今年目标任务而努力奋斗", *OPENING.split("\n"), "一、2023年工作回顾", DONE]
    lines += ["二、2024年工作安排", AHEAD]
    assert stages_of(*lines) == ["other", "other", "review", "plan"]


def test_a_text_without_full_stops_and_one_of_many_lines_take_no_time():
    for text in ("力争" * 200_000, "力争。\n" * 10_000, "力争\n" * 10_000):
        assert set(found(text).paragraphs["stage"]) <= {"other"}


def _texts():
    """The coded reports of the collection, without the marks of markdown."""
    wanted, texts = set(GOLD["source"]), {}
    with tarfile.open(COLLECTION, "r|xz") as members:
        for member in members:
            if (name := member.name.removeprefix("./")) in wanted:
                text = members.extractfile(member).read().decode("utf-8")
                text = text.split("---", 2)[2] if text.startswith("---") else text
                texts[name] = re.sub(r"(?m)^[#>\s]+|\*\*", "", text)
    return texts


def _starts(text, row):
    """Where the coded parts begin: (offset, stage), in order."""
    found, after = [], 0
    for stage in ("review", "plan", "governance"):
        for anchor in filter(None, getattr(row, f"{stage}_starts").split("|")):
            spaced = r"\s*".join(map(re.escape, anchor))
            start = re.compile(rf"(?m)^[^\S\n]*{spaced}").search(text, after).start()
            found.append((start, stage))
            after = after or start  # what follows stands after the review's beginning
    return sorted(found)


def agreement(text, row):
    """The share of a report's characters in paragraphs of the stage that was coded; after the last
    part that was coded, the closing and the annexes count as rightly in none."""
    starts = _starts(text, row)
    right = total = 0
    for paragraph in found(text, year=row.year).paragraphs.itertuples():
        coded = [stage for start, stage in starts if start <= paragraph.start] or ["other"]
        ended = len(coded) == len(starts) and paragraph.stage == "other"
        right += paragraph.characters * (ended or paragraph.stage == coded[-1])
        total += paragraph.characters
    return right / total


@pytest.mark.slow
@pytest.mark.skipif(
    not COLLECTION.is_file(), reason=f"{COLLECTION.name} is not in ../shared/corpora"
)
def test_the_stages_of_reports_coded_by_hand():
    """Right: 95 % of the characters and more."""
    texts = _texts()
    right = pd.Series([agreement(texts[row.source], row) >= 0.95 for row in GOLD.itertuples()])
    since = GOLD["year"] >= 2013
    assert right[since].mean() >= 0.97 and right[~since].mean() >= 0.9
