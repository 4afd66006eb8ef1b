"""The audit names what is wrong with a text, and is quiet about a sound one. The reports are made
up: of places that there are not, in sentences that say nothing."""

import random
import re

import pandas as pd
import pytest
import tables

from policy_emphasis import paths
from policy_emphasis.reference import documents as declared
from policy_emphasis.text import RULES
from policy_emphasis.text.audit import audit, report
from policy_emphasis.text.duplicates import duplicates
from policy_emphasis.text.labels import core
from policy_emphasis.text.ledger import chrome, ledger
from policy_emphasis.text.outline import NOTHING, outline

WORDS = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
NUMERALS = "一二三四五六"


def prose(seed, sentences=12):
    """A paragraph that no other shares a phrase with."""
    draw = random.Random(seed)
    clauses = ["".join(draw.choices(WORDS, k=10)) for _ in range(3 * sentences)]
    return "，".join(clauses[:-1]) + "。" + clauses[-1] + "。"


def written(place="云溪市", year=2024, seed=1, speaks="代表市人民政府"):
    """A whole report: opening, review, plan, closing."""
    name, draw = core(place), random.Random(seed)
    lines = ["各位代表：", f"现在，我{speaks}，向大会报告工作，请予审议。"]
    for heading in (f"一、{year - 1}年工作回顾", f"二、{year}年工作安排"):
        lines.append(heading)
        for number in NUMERALS:
            lines += [f"（{number}）{name}第{number}项{draw.choice(WORDS)}", prose(draw.random())]
    return "\n".join([*lines, f"各位代表！让我们为{name}的明天而努力奋斗！"])


def label(text, number=1, **other):
    """A document that fills its file."""
    names = {"document": f"d{number}", "place": f"p{number}", "file": f"f{number}"}
    given = {"place_zh": "云溪市", "level": "prefecture-level city", "year": 2024, **names, **other}
    return tables.documents(text, speaker="", title="", **given)


def audited(*labels, year=None, **columns):
    """The audit of documents, of which nothing is lost. year: put in place of the label's."""
    documents = pd.concat(labels, ignore_index=True)
    made = outline(documents, NOTHING)
    documents = documents if year is None else documents.assign(year=year)
    paragraphs = made.paragraphs.assign(**columns)
    return audit(documents, EMPTY, headings=made.headings, paragraphs=paragraphs)


def faults(*labels, **how):
    return sorted(audited(*labels, **how)["fault"])


SOUND = written()
EMPTY = pd.DataFrame(columns=["document", "text", "stage", "reason", "start", "end"])


def test_a_sound_report_is_told_nothing():
    assert faults(label(SOUND)) == []


def test_three_sound_reports_are_told_nothing():
    assert (
        faults(*(label(written(seed=n, year=2020 + n), n, year=2020 + n) for n in (1, 2, 3))) == []
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (SOUND.replace("代表市人民政府", "代表国务院"), "national text"),
        (SOUND.replace("代表市人民政府", "代表石桥市人民政府"), "another place"),
        (f"——2024年1月9日在石桥市第五届人民代表大会第三次会议上\n{SOUND}", "another place"),
        (written("石桥市"), "another place"),
        (SOUND.replace("代表市人民政府", "代表省人民政府"), "another level"),
        (SOUND.replace("代表市人民政府", "代表云溪市北山区人民政府"), "another level"),
        (written(year=2021), "another year"),
        (written(year=2023), "year in doubt"),
        (f"——2021年1月9日在云溪市第五届人民代表大会第三次会议上\n{SOUND}"[:4000], "truncated"),
        (SOUND[: int(len(SOUND) * 0.6)], "truncated"),
        (SOUND.rpartition("\n")[0], "no closing"),
        (SOUND.partition("一、")[1] + SOUND.partition("一、")[2], "no opening"),
        (f"{SOUND}\n{SOUND}", "doubled"),
        (SOUND + "\n" + SOUND[3000:4500] + "\n" + SOUND[-20:], "partly repeated"),
        (SOUND[:1500] + SOUND[-200:], "too short"),
        (SOUND.replace("二、2024年工作安排\n", ""), "no plan"),
        (SOUND.replace("一、2023年工作回顾\n", ""), "no review"),
        (re.sub("（[三四]）.*\n.*\n", "", SOUND), "numbers missing"),
        (re.sub("（二）.*\n.*\n", "", SOUND, count=1), "a number missing"),
        (SOUND.replace("\n", " "), "one line"),
        (re.sub("(.{38})", r"\1\n", SOUND), "hard-wrapped"),
        (f"打印\n【字体：大 中 小】\n{SOUND}\n上一篇：关于预算的报告", "page chrome"),
        (SOUND.replace("，", "\ufffd", 5), "characters lost"),
        (SOUND.replace("，", "\ue123"), "many characters lost"),
        (SOUND.encode("gb18030").decode("latin-1"), "wrong encoding"),
        (SOUND.encode("utf-8").decode("gb18030", "replace"), "wrong encoding"),
        (re.sub("(?m)^(.、.*)$", r"## \1", SOUND), "markup left"),
        (SOUND.replace("\n", "<br/>\n"), "markup left"),
        (SOUND.replace("，", " and so they said again, "), "little Chinese"),
        (f"{SOUND}\n{written('石桥市', seed=2)}", "two reports"),
        (re.sub("[。，：！]", "", SOUND), "no punctuation"),
        (re.sub("(?<=[一-鿿])(?=[一-鿿])", " ", SOUND), "blanks between characters"),
        (SOUND.replace("，", "國家發展，"), "traditional characters"),
        (SOUND.replace("，", "增长%，"), "figures lost"),
    ],
)
def test_a_damaged_report_is_named_by_its_damage(text, fault):
    assert fault in faults(label(text))


@pytest.mark.parametrize(
    ("place", "speaks"),
    [
        ("云溪", "代表云溪市人民政府"),
        ("云溪市", "代表中原省云溪市人民政府"),
        ("云溪彝族自治州", "代表云溪彝族自治州人民政府"),
        ("中原省云溪市", "代表第九届市人民政府"),
    ],
)
def test_a_place_is_known_by_every_form_of_its_name(place, speaks):
    level = "autonomous prefecture" if "州" in place else "prefecture-level city"
    assert faults(label(written(speaks=speaks), place_zh=place, level=level)) == []


def test_a_place_that_is_no_city_speaks_for_itself():
    spoken = written("中原自治区", speaks="代表自治区人民政府")
    assert faults(label(spoken, place_zh="中原自治区", level="autonomous region")) == []


def test_the_coming_year_s_report_may_be_given_in_december():
    dated = f"——2023年12月28日在云溪市第五届人民代表大会第三次会议上\n{SOUND}"
    assert faults(label(dated)) == []


def test_the_national_report_under_its_own_label_is_sound():
    national = SOUND.replace("代表市人民政府", "代表国务院")
    assert faults(label(national, place_zh="全国", level="national")) == []


def test_a_text_that_names_another_place_of_the_corpus_more_often_is_that_place_s():
    other = written("石桥市", seed=2)
    labels = label(SOUND), label(other, 2, place_zh="石桥市"), label(written("石桥市", seed=3), 3)
    table = audited(*labels)
    assert table[["document", "fault"]].values.tolist() == [["d3", "another place"]]
    assert table["evidence"][0].startswith("石桥 ")


def test_a_province_may_name_its_capital_more_often_than_itself():
    text = written("中原省", speaks="代表省人民政府").replace("中原", "石桥", 11)
    capital = label(written("石桥市", seed=2), 2, place_zh="石桥市")
    assert faults(label(text, place_zh="中原省", level="province"), capital) == []


def test_the_page_s_last_lines_are_not_the_text_s_end():
    text = f"{SOUND}\n上一篇：关于预算的报告\n版权所有：云溪市人民政府"
    assert faults(label(text)) == ["page chrome"]


def test_the_second_of_two_copies_is_named_with_the_first():
    table = audited(label(SOUND), label(SOUND.replace("、", "，"), 2, place="p1"))
    assert table[["document", "fault", "evidence"]].values.tolist() == [["d2", "copy", "d1 100%"]]


def test_of_two_copies_the_one_with_another_fault_is_named():
    table = audited(label(SOUND, year=2021), label(SOUND, 2))
    assert table.loc[table["fault"] == "copy", "document"].tolist() == ["d1"]


def test_a_long_name_s_short_form_counts():
    text = written("云溪苏木自治州").replace("云溪苏木", "云州")
    level = {"place_zh": "云溪苏木自治州", "level": "autonomous prefecture"}
    assert faults(label(text.replace("市人民", "州人民"), **level)) == []


def test_years_that_share_much_of_their_text_are_named():
    paragraphs = [line for line in SOUND.split("\n") if len(line) > 100]
    mended = SOUND
    for n in (1, 4, 7, 10):
        mended = mended.replace(paragraphs[n], prose(n))
    assert faults(label(SOUND), label(mended, 2)) == ["near duplicate"]


def test_an_extract_is_held_against_the_whole_of_it():
    shares = duplicates(pd.Series({"whole": SOUND, "part": SOUND[: len(SOUND) // 2]}))
    assert shares.loc["part", "other"] == "whole"
    assert shares.loc["part", "share"] > 0.95


def test_copies_are_compared_with_the_first_alone():
    copies = duplicates(pd.Series([prose(1, 30)] * 50))
    assert set(copies["other"][1:]) == {0}


def test_a_report_unlike_the_others_in_length_is_named():
    labels = [label(written(seed=n), n) for n in range(8)]
    short = "\n".join(line[:200] for line in written(seed=9).split("\n"))
    table = audited(*labels, label(short, 9))
    length = table[table["fault"] == "unlike the others in length"]
    assert length["document"].tolist() == ["d9"]


@pytest.mark.parametrize(("lost", "named"), [(5, True), (3, False)])
def test_characters_that_stand_in_no_paragraph_are_counted(lost, named):
    documents = label(SOUND)
    made = outline(documents, NOTHING)
    kept = [
        made.paragraphs[lost:].assign(reason="paragraph"),
        made.headings.assign(reason="heading"),
    ]
    accounted = ledger(documents, NOTHING.assign(reason=""), pd.concat(kept))
    table = audit(documents, accounted, headings=made.headings, paragraphs=made.paragraphs)
    assert ("lost on the way" in table["fault"].tolist()) is named


def test_stages_that_no_heading_names_are_noted():
    table = audited(label(SOUND), inferred=True)
    assert table[["fault", "severity"]].values.tolist() == [["stages inferred", "note"]]


@pytest.mark.parametrize("empty", ["", float("nan"), 0])
def test_a_document_without_its_year_is_told_to_be_filled_in(empty):
    assert faults(label(SOUND), year=empty) == ["no year"]


@pytest.mark.parametrize("column", ["place", "place_zh"])
def test_a_document_without_its_place_is_told_to_be_filled_in(column):
    assert faults(label(SOUND, **{column: ""})) == ["no place"]


def test_another_genre_is_not_asked_for_the_parts_of_a_report():
    assert faults(label(prose(1), genre="news article")) == []


def test_faults_come_the_severest_first():
    table = audited(label(SOUND.partition("一、")[2]), label(written(year=2021, seed=2), 2))
    assert table["severity"].tolist() == sorted(
        table["severity"], key=["severe", "warning", "note"].index
    )
    assert table["document"][0] == "d2"


def test_every_fault_can_be_said():
    for fault in RULES["faults"].values():
        assert fault["severity"] in ("severe", "warning", "note")
        assert fault["says"]
        assert fault["advice"].endswith(".")


def test_evidence_is_short():
    assert (
        audited(label(SOUND.replace("\n", "<" + "b" * 150 + ">")))["evidence"].str.len().max()
        <= 120
    )


def test_the_report_has_a_line_for_each_severe_fault_and_counts_the_others():
    table = audited(label(written(year=2021)), label(SOUND.rpartition("\n")[0], 2))
    lines = report(table)
    assert lines[0].startswith("severe   d1: the text is of another year")
    assert lines[-1].startswith("warning  1 ×")


def test_the_report_of_many_faults_is_bounded_and_says_how_many_more():
    one = audited(label(written(year=2021)))
    lines = report(pd.concat([one] * 100))
    told = len([line for line in lines if ": the text is of another year" in line])
    assert len(lines) <= 40
    assert f"… and {100 - told} more" in "\n".join(lines)


def test_the_report_of_no_fault_says_so():
    assert report(audited(label(SOUND))) == ["nothing to remark"]


@pytest.mark.parametrize(
    "text",
    ["国" * 2 * 10**5, "（一）\n" * 2 * 10**4, " " * 2 * 10**5, "代表" * 10**5 + "<" * 10**5],
)
def test_any_text_is_audited_in_seconds(text):
    assert len(audit(label(text), EMPTY, headings=EMPTY, paragraphs=EMPTY))


def test_the_texts_of_this_repository_have_no_fault():
    documents = declared.read_documents()
    dropped = chrome(documents, declared.read_dropped())
    made = outline(documents, dropped)
    kept = [made.paragraphs.assign(reason="paragraph"), made.headings.assign(reason="heading")]
    accounted = ledger(documents, dropped, pd.concat(kept))
    table = audit(documents, accounted, headings=made.headings, paragraphs=made.paragraphs)
    assert table.values.tolist() == []


CITIES = paths.ROOT.parent / "shared" / "corpora" / "cities-2024"
needs_cities = pytest.mark.skipif(not CITIES.is_dir(), reason=f"the reports are not in {CITIES}")
DAMAGES = {
    "truncated": lambda text: text[: int(len(text) * 0.6)],
    "doubled": lambda text: f"{text}\n{text}",
    "page chrome": lambda text: f"打印\n来源：市政府\n{text}\n上一篇：预算报告",
    "hard-wrapped": lambda text: re.sub("(.{38})", r"\1\n", text),
    "one line": lambda text: re.sub(r"\s+", " ", text),
    "many characters lost": lambda text: re.sub("[的和业]", "\ufffd", text),
    "wrong encoding": lambda text: text.encode("gb18030").decode("latin-1"),
    "figures lost": lambda text: re.sub(r"[\d.]+", "", text),
}


def _cities():
    """The reports of 92 cities, under the names of their files."""
    for file in sorted(CITIES.glob("*.txt")):
        yield label(file.read_text("utf-8"), file.stem, place_zh=file.stem)


@needs_cities
@pytest.mark.slow
def test_of_the_reports_of_cities_four_are_named_and_nearly_all_others_are_sound():
    table = audited(*_cities())
    told = table[table["severity"] != "note"]
    for fault, wrong in (("national text", {"d台州", "d襄阳"}), ("one line", {"d枣庄", "d潍坊"})):
        assert set(told.loc[told["fault"] == fault, "document"]) == wrong
    assert told["document"].nunique() <= 4 + 5
    assert set(told.loc[told["severity"] == "severe", "document"]) == {"d台州", "d襄阳"}


@needs_cities
@pytest.mark.slow
@pytest.mark.parametrize("fault", DAMAGES)
def test_a_damage_to_the_reports_of_five_cities_is_named(fault):
    sound = [row for row in _cities() if "代表市人民政府" in row["text"][0]][:5]
    for row in sound:
        assert fault in faults(label(DAMAGES[fault](row["text"][0]), place_zh=row["place_zh"][0]))
