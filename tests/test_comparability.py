"""What changes where texts are made more alike, and what tables hold at their edges."""

from types import SimpleNamespace

import pandas as pd
import pytest

from policy_emphasis.analysis import Analysis
from policy_emphasis.inference import comparability, differences, permutation, shares
from policy_emphasis.inference.resample import FEW
from policy_emphasis.language import Language
from policy_emphasis.measures import themes
from policy_emphasis.page import charts, tables
from policy_emphasis.reference.lists import read_codebook, read_table
from policy_emphasis.run import open_run
from policy_emphasis.words import robustness, texts
from policy_emphasis.words import terms as words_of_terms
from policy_emphasis.words import themes as words

PAIR = ("tianjin", "zhaoqing")
NOTHING = {"theme": "nothing", "label_en": "Nothing", "label_zh": "无", "note": "", "cap": pd.NA}


def _every(sentences, codebook):
    return themes.with_uncoded(sentences, themes.code_sentences(sentences, codebook))


def _documents(*genres):
    places = list("abcd")[: len(genres)]
    return pd.DataFrame({"place": places, "genre": genres, "paragraphs": FEW})


@pytest.fixture(scope="module")
def matched(run):
    codebook = read_codebook()
    characters = themes.theme_mass(_every(run.sentences, codebook), codebook)
    found = comparability.length_matched(characters, run.paragraphs, PAIR, repeats=200, seed=1)
    direct = differences.contrasts(characters, run.paragraphs, PAIR).set_index("theme")[
        "difference"
    ]
    return found.set_index("theme").assign(direct=direct)


def test_length_matching_starts_from_the_difference_of_the_full_texts(matched):
    assert matched["difference"].tolist() == pytest.approx(matched["direct"].tolist())


def test_leaving_paragraphs_out_at_random_moves_no_mean_far(matched):
    assert (matched["matched"] - matched["difference"]).abs().max() < 0.02
    assert matched["matched"].between(matched["low"], matched["high"]).all()


def test_length_matching_reaches_the_shorter_texts_length():
    paragraphs = pd.DataFrame({"place": ["a"] * 10 + ["b"], "stage": "plan", "characters": 100})
    paragraphs["section"] = "one"
    characters = pd.DataFrame({"x": [100.0, 0.0] * 5 + [50.0]}).rename_axis(columns="theme")
    found = comparability.length_matched(characters, paragraphs, ("a", "b"), repeats=50, seed=1)
    assert found.loc[0, ["low", "high"]].tolist() == [
        -0.5,
        0.5,
    ]  # one paragraph of a, all or nothing


def test_sections_that_one_text_lacks_are_not_compared():
    places, stages = ["a", "a", "b", "b"], ["plan", "review", "plan", "other"]
    paragraphs = pd.DataFrame(
        {"place": places, "stage": stages, "characters": 100, "section": "one"}
    )
    paragraphs = paragraphs.loc[paragraphs.index.repeat(FEW)].reset_index(drop=True)
    characters = pd.DataFrame({"x": range(4 * FEW), "y": 5.0}, dtype=float)
    characters = characters.rename_axis(columns="theme")
    found = comparability.by_sections(characters, paragraphs, ("a", "b"))
    assert found["sections"].unique().tolist() == ["all", "plan"]


@pytest.mark.parametrize(
    "genres, pair",
    [
        (("article", "work report", "work report"), ("b", "c")),
        (("article", "work report", "article"), ("a", "b")),
    ],
)
def test_reports_are_compared_like_for_like_where_there_are_two(genres, pair):
    run = SimpleNamespace(documents=_documents(*genres), language=Language("en"), everyone=None)
    assert tuple(Analysis(run).alike[:2]) == pair


def test_of_several_pairs_the_title_names_the_one_that_is_drawn():
    opened = open_run({"coding": "shared", "draws": 100, "seed": 1})
    opened.__dict__["documents"] = opened.documents.assign(genre="work report")
    analysis = Analysis(opened)
    pairs = ["place_a", "place_b"]
    last = (analysis.theme_contrasts[pairs] == analysis.theme_contrasts[pairs].iloc[-1]).all(axis=1)
    surest = analysis.theme_contrasts["q"].where(~last, 0)
    analysis.__dict__["theme_contrasts"] = analysis.theme_contrasts.assign(q=surest)
    shown = charts.theme_differences(analysis).data
    assert "theme difference between Sichuan and Tianjin is clear" in shown
    assert "Sichuan less Tianjin, percentage points" in shown


def test_a_text_of_few_paragraphs_is_compared_with_no_other():
    documents = _documents("work report", "work report", "work report", "article")
    documents["paragraphs"] = [FEW, FEW - 1, FEW, FEW]
    run = SimpleNamespace(documents=documents, language=Language("en"), everyone=None)
    analysis = Analysis(run)
    assert analysis.compared == ["a", "c", "d"] and analysis.alike == ["a", "c"]
    assert analysis.report_pairs == [("a", "c")] and analysis.reports == ["a", "b", "c"]


def test_a_stage_of_few_paragraphs_is_compared_with_no_other():
    paragraphs = pd.DataFrame({"place": "a", "stage": ["plan"] * FEW + ["review"] * (FEW - 1)})
    paragraphs = paragraphs.assign(characters=100, section="one")
    characters = pd.DataFrame({"x": range(len(paragraphs)), "y": 5.0}, dtype=float)
    given = (characters.rename_axis(columns="theme"), paragraphs, ["a"])
    assert differences.plan_against_review(*given).empty
    assert permutation.overall(*given, seed=1).empty


def test_no_gap_in_any_table_where_a_place_is_tiny_or_a_theme_is_absent(run):
    """A place of two paragraphs, a theme that nothing matches: every figure is there, and no
    interval is of zero width."""
    first_two = run.paragraphs.groupby("place").head(2)["paragraph"]
    kept = (run.paragraphs["place"] != "sichuan") | run.paragraphs["paragraph"].isin(first_two)
    paragraphs, places = run.paragraphs[kept], list(run.places)
    sentences = run.sentences[run.sentences["paragraph"].isin(paragraphs["paragraph"])]
    none = pd.DataFrame([{**NOTHING, "terms": ["绝无此词"]}]).astype({"cap": "Int64"})
    codebook = pd.concat([none, read_codebook()], ignore_index=True)
    every = _every(sentences, codebook)
    mass, given = themes.theme_mass(every, codebook), {"every": every, "codebook": codebook}
    given |= {"rates": read_table("theme_coding_error.csv"), "places": places}
    table = shares.theme_table(mass, paragraphs, **given, draws=100, seed=1)
    unknown = table["theme"] == "nothing"  # how it is coded nobody has looked at
    assert table.loc[unknown, shares.CORRECTED].isna().all(axis=None)
    assert not table[~unknown].drop(columns="cap").isna().any().any()
    assert not table.drop(columns=["cap", *shares.CORRECTED]).isna().any().any()
    assert (table["high"] > table["low"]).all()
    assert (table.loc[table["theme"] == "nothing", "share"] == 0).all()
    apart = differences.contrasts(mass, paragraphs, places)
    assert not apart.isna().any().any() and (apart["high"] > apart["low"]).all()


def test_one_text_alone_is_compared_with_none():
    values = {"places": ["tianjin"], "coding": "shared", "draws": 100, "seed": 1}
    analysis = Analysis(open_run(values))
    assert analysis.theme_contrasts.empty and analysis.length_matched.empty
    assert charts.theme_differences(analysis) is None
    assert tables.theme_differences(analysis) is tables.length_matched(analysis) is None
    assert words_of_terms.findings(analysis) == robustness.more_alike(analysis) == []
    names = [found.finding for found in [*texts.findings(analysis), *words.findings(analysis)]]
    assert names == ["ledger", "themes-tianjin", "plan-tianjin"]
    assert texts.lengths_title(analysis) == "Tianjin's text has 22,263 characters"
