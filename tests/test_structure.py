"""How a report is built: what its sections fill, and the tasks that its plan puts first."""

import pytest
import tables

from policy_emphasis.measures import structure, themes
from policy_emphasis.reference import lists
from policy_emphasis.text.outline import outline

REPORT = """各位代表：
一、2023年工作回顾
（一）产业提质。工业增长。
（二）民生改善。就业扩大。
二、2024年总体要求
一是坚持稳中求进。稳住增长。二是坚持底线思维。三是坚持实干。
三、2024年重点任务
（一）抓产业。制造业升级。
数控机床。
（二）抓生态环境
植树造林。
（三）抓教育
建设学校，建设园林。
四、加强政府自身建设
（一）廉洁从政。
各位代表！同心同德。"""
RUN_IN = """二、2024年工作安排
（一）抓产业。建园区。
（二）抓生态。种树。
（三）抓教育。建学校。
今年的任务很重。"""


def sections(text, **other):
    found = outline(tables.documents(text, year=2024, **other))
    return structure.sections(found.headings, found.paragraphs, found.sentences), found


def tasks(text):
    found, outlined = sections(text)
    codebook = lists.read_codebook()
    coded = themes.code_sentences(outlined.sentences, codebook)
    return structure.tasks(found, themes.with_uncoded(outlined.sentences, coded))


def test_sections_and_what_stands_outside_them_make_up_the_text():
    found, outlined = sections(REPORT)
    outer = found[found["depth"] == 1]
    texts = [*outlined.headings["text"], *outlined.sentences["text"]]
    assert outer["characters"].sum() == sum(map(len, texts))
    assert outer["share"].sum() == pytest.approx(1)
    assert outer["stage"].tolist() == ["review", "plan", "plan", "governance", "other"]
    assert outer["characters"].iloc[0] == len("一、2023年工作回顾（一）产业提质。工业增长。") + len(
        "（二）民生改善。就业扩大。"
    )


def test_a_section_is_the_stretch_of_the_text_that_its_offsets_cut():
    found, _ = sections(REPORT)
    task = found[found["heading"] == "（一）抓产业。"].iloc[0]
    assert REPORT[task.start : task.end] == "（一）抓产业。制造业升级。\n数控机床。"
    assert task.characters == task.end - task.start - 1  # the line break


def test_the_tasks_are_the_longest_list_of_the_plan_in_its_order():
    found = tasks(REPORT)
    assert found["heading"].tolist() == ["（一）抓产业。", "（二）抓生态环境", "（三）抓教育"]
    assert found["item"].tolist() == [1, 2, 3]
    assert found["theme"].iloc[0] == "industry"


def test_items_in_one_paragraph_are_a_list_too():
    found, _ = sections(REPORT)
    items = found[found["rank"] == 4]
    assert items["heading"].tolist() == [
        "一是坚持稳中求进。",
        "二是坚持底线思维。",
        "三是坚持实干。",
    ]
    assert items["characters"].tolist() == [14, 9, 7]


def test_the_last_item_ends_with_its_paragraph_where_the_others_do():
    found = tasks(RUN_IN)
    assert found["characters"].tolist() == [11, 10, 11]


def test_a_theme_below_a_third_of_a_task_is_not_named():
    spread = RUN_IN.replace("建园区。", "工业。农业。港口。")
    assert tasks(spread)["theme"].iloc[0] == ""
    assert tasks(spread)["theme_share"].iloc[0] < structure.MAIN


@pytest.mark.parametrize(
    "text",
    [
        "一、2024年工作安排\n抓产业。\n抓生态。\n抓教育。",  # no numbers
        "（一）抓产业。\n（二）抓生态。\n（三）抓教育。",  # no plan
        "一、2024年发展思路\n稳。\n二、2024年重点任务\n抓。\n三、加强政府自身建设\n实干。",
        RUN_IN.replace("今年的任务很重。", "我们要共同努力推动发展。" * 20),  # a list within
    ],
)
def test_no_order_is_made_up_where_the_plan_lists_no_tasks(text):
    assert tasks(text).empty


def test_the_annex_is_part_of_no_section():
    report = REPORT.rpartition("\n")[0]
    with_annex, _ = sections(report + "\n名词解释\n一、两重\n国家重大战略。")
    plain, _ = sections(report)
    column = "characters"
    assert with_annex[column].iloc[:-1].tolist() == plain[column].iloc[:-1].tolist()
    assert with_annex[column].iloc[-1] == plain[column].iloc[-1] + len(
        "名词解释一、两重国家重大战略。"
    )


def test_a_heading_is_named_without_its_number():
    assert structure.title("（十一）抓教育。") == "抓教育"
    assert structure.title("3.抓教育") == "抓教育"
    assert structure.title("一是" + "抓教育，" * 20) == "抓教育"
