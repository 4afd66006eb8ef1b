"""Keyword in context: every hit once, with its context and its place in the raw file."""

import re

import pytest

from policy_emphasis import paths
from policy_emphasis.measures.kwic import by_place, folded, kwic


@pytest.mark.parametrize("word", ["创新", "高质量发展", "5G", "的"])
def test_every_hit_is_found_at_its_offsets(run, word):
    lines = kwic(run.sentences, word)
    raw = (paths.RAW / run.documents["file"][0]).read_bytes().decode("utf-8")
    assert len(lines) == sum(
        len(re.findall(re.escape(word), text, flags=re.I)) for text in run.sentences["text"]
    )
    text = run.sentences.set_index("sentence")["text"]
    assert all(
        raw[r.start : r.end] == r.keyword and r.left + r.keyword + r.right == text[r.sentence]
        for r in lines.itertuples()
    )


def test_width_and_case_do_not_matter_and_offsets_stay(run):
    assert (
        len(kwic(run.sentences, "ＧＤＰ"))
        == len(kwic(run.sentences, "gdp"))
        == len(kwic(run.sentences, "GDP"))
    )
    assert folded("Ａb㎡İ") == "ab㎡İ"  # one character for one, so that offsets stay


def test_hits_are_counted_by_place_and_for_the_length_of_its_text(run):
    lines = kwic(run.sentences, "创新")
    table = by_place(lines, run.documents).set_index("place")
    assert table["hits"].sum() == len(lines) and list(table.index) == list(run.places)
    assert table["per_10000"]["tianjin"] == pytest.approx(
        10_000
        * table["hits"]["tianjin"]
        / run.documents.set_index("place")["characters"]["tianjin"]
    )


@pytest.mark.parametrize("word", ["", "  ", "不存在的词语"])
def test_a_word_that_no_line_holds_has_no_hit_anywhere(run, word):
    lines = kwic(run.sentences, word)
    assert lines.empty and (by_place(lines, run.documents)["hits"] == 0).all()
