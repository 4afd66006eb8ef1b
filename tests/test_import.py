"""From a folder of files to a corpus and a run, as a user does it."""

import shutil

import pandas as pd
import pytest

from policy_emphasis import paths
from policy_emphasis.build import importing
from policy_emphasis.intake.corpus import import_corpus
from policy_emphasis.paths import ProjectError
from policy_emphasis.run import open_run

EXAMPLE = paths.ROOT / "data" / "example"
REPORT = (
    "{place}市2022年政府工作报告\n——2022年1月11日在{place}市第十四届人民代表大会第一次会议上\n"
    "各位代表：\n现在，我代表{place}市人民政府，向大会报告工作，请予审议。\n一、2021年工作回顾\n"
    "过去一年，我们建成了公路。\n二、2022年工作安排\n今年要建设学校，{place}市生产总值增长5%。\n"
    "让我们团结奋斗，谱写{place}新篇章！\n"
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A place for corpora and run files of its own, beside the project's."""
    monkeypatch.setattr(paths, "CORPORA", tmp_path / "corpora")
    monkeypatch.setattr(paths, "PARAMS", tmp_path / "params")
    shutil.copytree(paths.ROOT / "params", tmp_path / "params")
    (tmp_path / "files").mkdir()
    return tmp_path


def _documents(home, name="mine"):
    path = home / "corpora" / name / "documents.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


@pytest.mark.slow
def test_the_example_gives_the_sentences_of_the_reports_it_was_made_of(home, run, monkeypatch):
    """A Word document and a web page of the two reports: every paragraph, sentence and token as in
    data/raw, but for where they stand."""
    assert importing.import_into(str(EXAMPLE), "example") == 0
    monkeypatch.setattr(paths, "PARAMS", paths.ROOT / "params")
    found = open_run({"corpus": "example"})
    assert found.faults.empty
    for name, columns in {
        "paragraphs": ["paragraph", "place", "stage", "heading", "text"],
        "sentences": ["sentence", "stage", "is_heading", "text"],
        "tokens": ["sentence", "token", "kind"],
    }.items():
        expected = getattr(run, name)
        expected = expected[expected["document"].isin(found.documents["document"])]
        ours = getattr(found, name).set_index(columns[0]).loc[expected[columns[0]].unique()]
        pd.testing.assert_frame_equal(
            ours.reset_index()[columns], expected[columns].reset_index(drop=True)
        )


def test_an_import_says_of_each_document_what_it_is_and_how_it_was_found(home):
    (home / "files" / "清远2022.txt").write_text(REPORT.format(place="清远"), encoding="gb18030")
    done = import_corpus(home / "files", "mine")
    assert done.run and (home / "params" / "mine.yaml").is_file() and done.refused.empty
    row = _documents(home).iloc[0]
    known = ["qingyuan-2022", "清远", "2022", "2022-01-11", "work report", "guangdong"]
    columns = ["document", "place_zh", "year", "date", "genre", "province"]
    assert row[columns].tolist() == known
    assert "file name" in row["found"] and "opening" in row["found"]
    text = (home / "corpora" / "mine" / row["file"]).read_text(encoding="utf-8")
    assert text == REPORT.format(place="清远")


def test_importing_again_keeps_what_was_changed_by_hand(home):
    for place in ("清远", "韶关"):
        (home / "files" / f"{place}.txt").write_text(REPORT.format(place=place), encoding="utf-8")
    import_corpus(home / "files", "mine")
    table = _documents(home).query("place == 'qingyuan'").assign(speaker="某人")
    table.to_csv(home / "corpora" / "mine" / "documents.csv", index=False)
    (home / "files" / "河源.txt").write_text(REPORT.format(place="河源"), encoding="utf-8")
    kept = import_corpus(home / "files", "mine").kept
    assert (kept.edited, kept.left_out) == (1, ["shaoguan-2022"])
    assert dict(_documents(home)[["place", "speaker"]].to_numpy()) == {
        "qingyuan": "某人",
        "heyuan": "",
    }


def test_what_cannot_be_read_is_named_and_the_rest_is_imported(home, capsys):
    files = home / "files"
    (files / "清远.txt").write_text(REPORT.format(place="清远"), encoding="utf-8")
    (files / "空 白.txt").write_bytes(b"")
    (files / "x.docx").write_bytes(b"PK\x03\x04 no document")
    assert importing.import_into(str(files), "mine") == importing.REFUSED
    out = capsys.readouterr().out
    assert "1 document(s)" in out and "空 白.txt: " in out and "x.docx: " in out
    refused = pd.read_csv(home / "corpora" / "mine" / "refused.csv")
    assert sorted(refused["name"]) == ["x.docx", "空 白.txt"]


def test_a_file_name_with_another_year_is_said_and_the_text_believed(home):
    (home / "files" / "清远2021.txt").write_text(REPORT.format(place="清远"), encoding="utf-8")
    import_corpus(home / "files", "mine")
    wrong = pd.read_csv(home / "corpora" / "mine" / "originals.csv")
    assert _documents(home)["year"].tolist() == ["2022"]
    assert wrong["fault"].tolist() == ["labels disagree"]
    assert "file name says 2021" in wrong["evidence"][0]


@pytest.mark.parametrize(
    "origin, into, fault",
    [
        ("files", "mine", "holds no file"),
        ("nowhere", "mine", "nowhere"),
        ("files", "raw", "choose another"),
        ("files", "../up", "a name takes"),
        ("", "mine", "FROM is empty"),
        ("files", "", "INTO is empty"),
    ],
)
def test_an_import_that_cannot_be_stops_with_one_line(home, origin, into, fault):
    with pytest.raises(ProjectError, match=fault) as caught:
        importing.import_into(origin and str(home / origin), into)
    assert "\n" not in str(caught.value)
    assert not (home / "corpora" / "mine").exists()


def test_a_corpus_of_other_files_is_not_overwritten(home):
    for place, folder in (("清远", "files"), ("韶关", "others")):
        (home / folder).mkdir(exist_ok=True)
        (home / folder / f"{place}.txt").write_text(REPORT.format(place=place), encoding="utf-8")
    import_corpus(home / "files", "mine")
    with pytest.raises(ProjectError, match="holds an import of other files"):
        import_corpus(home / "others", "mine")
    assert _documents(home)["place"].tolist() == ["qingyuan"]
