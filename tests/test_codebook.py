"""The codebook held against texts, in memory: hits of its terms, the example, the way to a
theme."""

import re
from types import SimpleNamespace

import pandas as pd
from IPython.display import HTML

from policy_emphasis import paths
from policy_emphasis.analysis import Analysis
from policy_emphasis.language import Language
from policy_emphasis.measures.codebook import example, term_table
from policy_emphasis.measures.themes import code_sentences
from policy_emphasis.page import boxes, grid
from policy_emphasis.page.grid import Column
from policy_emphasis.reference.lists import UNCODED, read_codebook, read_pairs
from policy_emphasis.words import codebook as words
from policy_emphasis.words.validity import MARK

PAGE = f"{paths.CODEBOOK}.html"
CODEBOOK = pd.DataFrame(
    {
        "theme": ["industry", "digital", UNCODED],
        "terms": [["产业", "工业"], ["工业互联网", "数据"], ["产业界朋友"]],
    }
)
SENTENCES = pd.DataFrame(
    {
        "sentence": ["a-1", "a-2", "b-1"],
        "place": ["a", "a", "b"],
        "text": ["发展工业互联网产业和工业", "产业界朋友你们好", "产业产业"],
        "characters": [30, 30, 30],
    }
)
CHECKED = pd.DataFrame(
    {"theme": ["industry", "industry"], "term": ["产业", "数据"], "read": [50, 50], "wrong": [4, 9]}
)


def _table():
    given = {"places": ["a", "c"], "gloss": {"产业": "industry"}, "checked": CHECKED}
    return term_table(SENTENCES, CODEBOOK, **given).set_index("term")


def test_hits_are_those_of_the_coding_the_longest_term_first():
    found = _table()
    assert found["hits"].to_dict() == {
        "产业": 3,
        "工业": 1,
        "工业互联网": 1,
        "数据": 0,
        "产业界朋友": 1,
    }
    coded = code_sentences(SENTENCES, CODEBOOK).groupby("theme")["hits"].sum()
    by_theme = found.groupby("theme")["hits"].sum()
    assert by_theme[coded.index].to_dict() == coded.to_dict()


def test_hits_are_given_by_text_and_with_how_many_texts_hold_a_term():
    found = _table()
    assert found.loc["产业", ["hits_a", "hits_c", "texts"]].tolist() == [1, 0, 2]
    assert found["gloss"].tolist() == ["industry", "", "", "", ""]


def test_what_was_looked_at_as_another_theme_says_nothing_of_a_term():
    found = _table()
    assert found.loc["产业", ["read", "wrong"]].tolist() == [50, 4]
    assert pd.isna(found.loc["数据", "read"])


def test_the_example_is_the_shortest_sentence_of_two_themes_with_two_hits_and_one():
    coded = code_sentences(SENTENCES, CODEBOOK)
    found = example(coded, SENTENCES)
    assert found["sentence"].tolist() == ["a-1", "a-1"]
    assert found["hits"].tolist() == [2, 1] and found["theme"].tolist() == ["industry", "digital"]
    assert example(coded, SENTENCES.assign(characters=200)).empty


def test_every_term_has_its_english():
    gloss = read_pairs("glossary.csv") | read_pairs("lexicon.csv")
    terms = [term for listed in read_codebook()["terms"] for term in listed]
    assert [term for term in terms if term not in gloss] == []


def test_a_name_of_a_theme_leads_to_the_codebook_once_in_a_table():
    first = read_codebook().iloc[0]
    run = SimpleNamespace(language=Language("en"), gloss={})
    names = [first.label_en, f"{first.label_en} {MARK}", first.label_en, "All together"]
    shown = grid.table(run, pd.DataFrame({"x": names}), "x", columns=[Column("x", "x")]).data
    assert re.findall(r'href="([^"]*)"', shown) == [f"{PAGE}#theme-{first.theme}"] * 2
    assert "All together" in shown


def test_what_is_folded_stays_and_nothing_is_no_fold():
    run = SimpleNamespace(language=Language("en"))
    shown = boxes.folded(run, "a <b>", HTML("<p>kept</p>")).data
    assert shown.startswith("<details") and "<p>kept</p>" in shown and "a &lt;b&gt;" in shown
    assert boxes.folded(run, "a", None) is None


def test_the_verdict_names_the_test_that_failed(run):
    analysis = Analysis(run)
    assert "headings disagree" in words.verdict("transport", analysis)
    assert words.verdict("transport", analysis).startswith(MARK)
    assert words.verdict("agriculture", analysis) == "The theme holds."
