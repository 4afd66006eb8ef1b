"""The texts as cut from the raw file: nothing lost, nothing foreign kept, and every fault named in
one line."""

import hashlib
import re
import shutil

import pandas as pd
import pytest
import tables

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents
from policy_emphasis.text.outline import outline, sentence_spans

SEED = "000_97f8a95c989aeb02.txt"
SHA256 = "ba8bcf1694d10ba205066042e6c68ca9e413af3c76c8a582e9f8996eb17ea3ec"
FOREIGN = (
    "责编 分享让更多人看到 原标题 特派记者 (图) 作政府工作报告 肇庆市市长 第一次会议上 我要回帖 "
    "版权声明 更多推荐 依靠()推动 { } 许晓雄 180多个数据"
)
FULL_WIDTH = """各位代表：
现在，我报告工作。
一、2023年工作回顾
（一）产业提质。工业增长。
经济总量扩大！质量提高。
二、2024年工作安排
１．抓产业。建园区。
三、加强政府自身建设
廉洁从政。
各位代表！同心同德。"""


def raw():
    return (paths.RAW / SEED).read_bytes().decode("utf-8")


def test_the_seed_is_the_seed():
    assert hashlib.sha256((paths.RAW / SEED).read_bytes()).hexdigest() == SHA256


def test_the_ledger_covers_every_character_once(run):
    text = raw()
    ledger = run.ledger[run.ledger["file"] == SEED].sort_values("start")
    assert ledger["start"].iloc[0] == 0 and ledger["end"].iloc[-1] == len(text) == 40055
    assert (ledger["start"].iloc[1:].to_numpy() == ledger["end"].iloc[:-1].to_numpy()).all()
    assert (ledger["end"] > ledger["start"]).all()
    assert not ledger["reason"].isin(["unaccounted for", "outside every document", ""]).any()


def test_offsets_cut_the_text_out_of_the_raw_file(run):
    text = raw()
    for table in (run.paragraphs, run.sentences, run.headings):
        assert all(text[r.start : r.end] == r.text for r in table.itertuples())
    assert all(text[r.start : r.end] == r.token for r in run.tokens.itertuples())


def test_kept_spans_are_the_paragraphs_and_headings(run):
    kept = run.ledger[run.ledger["kept"] & (run.ledger["file"] == SEED)]
    text = pd.concat([run.paragraphs, run.headings]).sort_values("start")
    span = ["start", "end"]
    assert kept.sort_values("start")[span].to_numpy().tolist() == text[span].to_numpy().tolist()


def test_sentences_make_up_their_paragraphs(run):
    own = run.sentences.groupby("paragraph", sort=False)
    paragraphs = run.paragraphs.set_index("paragraph")
    assert (own["start"].first() == paragraphs["start"]).all()
    assert (own["end"].last() == paragraphs["end"]).all()
    without_gaps = paragraphs["text"].str.replace(r"(?<=[。!?”])\s+", "", regex=True)
    assert (own["text"].agg("".join) == without_gaps).all()


def test_no_chrome_is_left(run):
    everything = "\n".join(run.paragraphs["text"])
    assert [foreign for foreign in FOREIGN.split() if foreign in everything] == []


def test_the_ends_of_each_document(run):
    ends = run.paragraphs.groupby("document", sort=False)["text"].agg(["first", "last"])
    assert ends.loc["sichuan-2023", "first"].startswith("3月6日,出席十四届全国人大一次会议")
    assert ends.loc["sichuan-2023", "last"].endswith("底气十足、信心百倍。")
    assert ends.loc["tianjin-2023", "first"] == ends.loc["zhaoqing-2022", "first"] == "各位代表:"
    assert ends.loc["tianjin-2023", "last"].endswith("贡献天津力量!")
    assert ends.loc["zhaoqing-2022", "last"].endswith("以优异成绩迎接党的二十大胜利召开!")


def test_stages_of_the_seed(run):
    assert run.paragraphs.groupby(["place", "stage"]).size().to_dict() == {
        ("sichuan", "other"): 20,
        ("tianjin", "governance"): 4,
        ("tianjin", "other"): 3,
        ("tianjin", "plan"): 51,
        ("tianjin", "review"): 17,
        ("zhaoqing", "governance"): 3,
        ("zhaoqing", "other"): 3,
        ("zhaoqing", "plan"): 28,
        ("zhaoqing", "review"): 16,
    }


def test_headings_are_found_alone_and_glued_to_a_paragraph(run):
    zhaoqing = run.headings[run.headings["document"] == "zhaoqing-2022"]["text"].tolist()
    assert zhaoqing[:3] == ["2021年和本届政府工作回顾", "新一届政府目标任务", "2022年工作安排"]


def test_headings_are_found_that_open_their_paragraph(run):
    section = run.paragraphs.set_index("paragraph")["section"]["zhaoqing-2022-p022"]
    assert section == "新一届政府目标任务 › 一是打造4个千亿级产业集群。"
    first = run.sentences[run.sentences["is_heading"]].groupby("document")["text"].first()
    assert first["tianjin-2023"] == "(一)高效统筹疫情防控与经济社会发展。"


def _outline(text, **other):
    return outline(tables.documents(text, **other))


def test_a_report_with_full_width_punctuation_is_outlined():
    found = _outline(FULL_WIDTH)
    headings = ["一、2023年工作回顾", "二、2024年工作安排", "三、加强政府自身建设"]
    stages = ["other", "other", "review", "review", "plan", "governance", "other"]
    assert found.headings["text"].tolist() == headings
    assert found.paragraphs["stage"].tolist() == stages
    sentences = ["工业增长。", "经济总量扩大！", "质量提高。"]
    assert found.sentences["text"].tolist()[3:6] == sentences


def test_a_report_without_headings_is_not_guessed():
    found = _outline("去年经济增长。今年目标是增长5%。")
    assert found.paragraphs["stage"].tolist() == ["other"]


def test_a_text_of_another_genre_has_no_stages():
    found = _outline("一、2023年工作回顾\n工业增长。", genre="news article")
    assert found.paragraphs["stage"].tolist() == ["other"]


def test_main_work_of_a_past_year_is_a_review_and_of_this_year_a_plan():
    text = "一、2023年主要工作\n工业增长。\n二、2024年主要工作\n抓产业。"
    assert _outline(text, year=2024).paragraphs["stage"].tolist() == ["review", "plan"]


@pytest.mark.parametrize(
    "headings, stages",
    [
        (["一、攻坚奋斗的2022年", "二、踔厉奋发2023年"], ["review", "plan"]),
        (["一、回首五年，迈出坚实步伐", "二、奋力开创新局面"], ["review", "plan"]),
        (["一、“十三五”开局良好", "二、奋力谱写新篇章"], ["review", "plan"]),
        # After the plan what names nothing is plan, though it speaks as a review does.
        (["一、全力做好今年工作", "二、在改革开放上取得新突破"], ["plan", "plan"]),
        (["一、全力做好今年工作", "二、全面提升政府治理能力"], ["plan", "governance"]),
        (["一、产业", "二、民生"], ["other", "other"]),  # nothing says which
    ],
)
def test_a_numbered_heading_that_names_no_stage_may_speak_of_one(headings, stages):
    text = "".join(f"{heading}\n经济总量扩大。\n" for heading in headings)
    assert _outline(text, year=2023).paragraphs["stage"].tolist() == stages


def test_only_outer_numbered_headings_speak_of_a_stage_without_naming_it():
    text = "一、2022年工作回顾\n(一)奋力推动转型\n工业增长。\n奋力谱写新篇章\n农业增收。"
    assert set(_outline(text, year=2023).paragraphs["stage"]) == {"review"}


def test_dropped_stretches_are_no_text():
    text = "工业增长。（图）农业增收。"
    dropped = pd.DataFrame({"file": ["f"], "start": [5], "end": [8]})
    found = outline(tables.documents(text), dropped)
    assert found.paragraphs["text"].tolist() == ["工业增长。", "农业增收。"]


def test_sentences_keep_their_closing_quotes():
    text = "他说:“好!”大家同意。(完)"
    found = [text[start:end] for start, end in sentence_spans(text)]
    assert found == ["他说:“好!”", "大家同意。", "(完)"]


@pytest.fixture
def folder(tmp_path):
    """The seed by itself, whatever other reports a user has put beside it."""
    for name in (SEED, "documents.csv", "dropped.csv"):
        shutil.copy(paths.RAW / name, tmp_path)
    for name in ("documents.csv", "dropped.csv"):
        table = pd.read_csv(tmp_path / name, dtype=str, keep_default_na=False)
        table[table["file"] == SEED].to_csv(tmp_path / name, index=False)
    return tmp_path


def _edit(folder, change):
    table = pd.read_csv(folder / "documents.csv", dtype=str, keep_default_na=False)
    change(table).to_csv(folder / "documents.csv", index=False)


def _content(folder, content):
    """Another content under the same name, its sum in documents.csv."""
    (folder / SEED).write_bytes(content)
    _edit(folder, lambda t: t.assign(sha256=hashlib.sha256(content).hexdigest()))


@pytest.mark.parametrize(
    "breaking, said",
    [
        (lambda f: (f / SEED).write_bytes((f / SEED).read_bytes() + b" "), "its sha256 is"),
        (
            lambda f: (f / SEED).write_bytes((f / SEED).read_bytes().replace(b"\n", b"\r\n")),
            "only its line endings differ",
        ),
        (lambda f: (f / SEED).unlink(), f"{SEED}: not in"),
        (lambda f: (f / SEED).write_bytes(b""), "is empty"),
        (lambda f: _content(f, b"\xff\xfe" + (f / SEED).read_bytes()), "not valid UTF-8 at byte 0"),
        (lambda f: (f / "documents.csv").unlink(), "documents.csv: not in"),
        (
            lambda f: (f / "documents.csv").write_bytes(b"\xff"),
            "documents.csv: not valid UTF-8 at byte 0",
        ),
        (lambda f: _edit(f, lambda t: t.drop(columns="genre")), "column genre is missing"),
        (lambda f: _edit(f, lambda t: t.iloc[:0]), "holds no row"),
        (
            lambda f: _edit(f, lambda t: t.assign(document="sichuan-2023")),
            "'sichuan-2023' stands twice",
        ),
        (
            lambda f: _edit(f, lambda t: t.assign(document="../x")),
            "a name takes lower-case letters",
        ),
        (lambda f: _edit(f, lambda t: t.assign(file="../../pyproject.toml")), "leads out of"),
        (lambda f: _edit(f, lambda t: t.assign(file="/etc/passwd")), "leads out of"),
        (lambda f: _edit(f, lambda t: t.assign(year="year")), "is not a year"),
        (lambda f: _edit(f, lambda t: t.assign(place_zh="")), "has no place_zh"),
        (lambda f: _edit(f, lambda t: t.assign(starts_with="不在文中")), "is found 0 times"),
        (lambda f: _edit(f, lambda t: t.assign(starts_with="各位代表")), "is found 8 times"),
        (lambda f: _edit(f, lambda t: t.assign(starts_with="", ends_with="")), "overlap"),
        (
            lambda f: _edit(
                f, lambda t: t.assign(starts_with=t["ends_with"], ends_with=t["starts_with"])
            ),
            "swap them",
        ),
    ],
)
def test_faults_are_named_in_one_line(folder, breaking, said, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", folder.parent)
    breaking(folder)
    with pytest.raises(ProjectError, match=re.escape(said)) as caught:
        documents.read_documents(folder)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300
