"""How far the themes can be trusted: the measures on made-up reports, and what is shown of them."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from policy_emphasis import paths
from policy_emphasis.analysis import Analysis
from policy_emphasis.build import validity_page
from policy_emphasis.inference import validity
from policy_emphasis.inference.beside_norms import BesideNorms
from policy_emphasis.page import validity as page
from policy_emphasis.parameters import of_run
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import norms
from policy_emphasis.reference.lists import read_codebook, read_coded_headings
from policy_emphasis.reference.validity import AttentionList, KnownGroup, read_validity
from policy_emphasis.run import open_run
from policy_emphasis.words import validity as words

SHOWN = (page.about, page.reliability, page.headings, page.checks)


def reports(n, years=(2020, 2021)):
    """n reports of each year, of a province each."""
    table = pd.DataFrame([(f"p{i}", y) for y in years for i in range(n)], columns=["place", "year"])
    level = np.where(np.arange(len(table)) % 4 == 0, "autonomous region", "province")
    return table.assign(tier="province", level=level, characters=20_000)


def rates(places, terms, *, together, seed=0):
    """Rates of terms that share a part `together` of their variance over the reports, in another
    amount each year."""
    rng = np.random.default_rng(seed)
    common = rng.standard_normal((len(places), 1))
    own = rng.standard_normal((len(places), terms))
    found = 5 + np.sqrt(together) * common + np.sqrt(1 - together) * own
    return (found + 3 * (places["year"].to_numpy()[:, None] == 2021)).clip(0) ** 2


def test_halves_are_as_reliable_as_the_spearman_brown_formula_expects():
    """k terms that correlate with r have the reliability kr / (1 + (k − 1)r)."""
    places = reports(3000)
    found = rates(places, 20, together=0.1)
    expected = 20 * 0.1 / (1 + 19 * 0.1)
    assert validity.split_half(found, ["a"] * 20, places, seed=1)["a"] == pytest.approx(
        expected, abs=0.03
    )


def test_what_all_reports_of_a_year_share_makes_nothing_reliable():
    places = reports(500)
    found = validity.split_half(rates(places, 20, together=0), ["a"] * 20, places, seed=1)
    assert abs(found["a"]) < 0.2


def test_too_few_reports_and_a_theme_of_one_word_have_no_reliability():
    few = reports(3)
    assert validity.split_half(rates(few, 4, together=0.5), ["a"] * 4, few, seed=1).empty
    places = reports(20)
    found = validity.split_half(rates(places, 3, together=0.5), ["a", "a", "b"], places, seed=1)
    assert found.index.tolist() == ["a"]


def test_the_strongest_term_by_hand():
    found = validity.strongest(np.array([[3.0, 1, 1], [3, 1, 1]]), ["a", "a", "b"], list("xyz"))
    assert found.to_numpy().tolist() == [["b", "z", 1.0], ["a", "x", 0.75]]


def test_a_report_of_a_group_has_more_with_this_probability():
    places = pd.DataFrame({"year": [1, 1, 1, 2, 2]})
    values = np.array([3.0, 1, 3, 9, 8])
    inside = np.array([True, False, False, True, False])
    alone = validity.told_apart(values, inside, places, by_year=False)
    assert alone == pytest.approx((1 + 0.5 + 0 + 1 + 1 + 1) / 6)
    assert validity.told_apart(values, inside, places, by_year=True) == pytest.approx(2.5 / 3)
    assert np.isnan(validity.told_apart(values, inside & False, places, by_year=True))


def test_terms_are_counted_in_1000_characters_of_each_report():
    sentences = pd.DataFrame({"place": ["a", "a", "b"], "text": ["种粮食", "粮食粮食安全", "路"]})
    places = pd.DataFrame({"characters": [100, 50]}, index=["b", "a"])
    found = validity.term_rates(sentences, places, ["粮食", "粮食安全", "路"])
    assert found.tolist() == [[0, 0, 20 / 2], [40, 20, 0]]


def test_groups_and_lists_are_checked_and_those_of_other_themes_left_out():
    places = reports(40)
    rng = np.random.default_rng(1)
    inside = (places["level"] == "autonomous region").to_numpy()
    shares = pd.DataFrame({"ethnic": inside + 0.1 * rng.random(80), "other": rng.random(80)})
    label = {"label_en": "x", "label_zh": "x"}
    group = {**label, "tier": "province", "levels": ["autonomous region"]}
    known = SimpleNamespace(
        known_groups=[
            KnownGroup(id="apart", theme="ethnic", **group),
            KnownGroup(id="unknown", theme="nowhere", **group),
            KnownGroup(id="words", theme="nowhere", words=["x"], **group),
        ],
        attention_lists=[
            AttentionList(id="list", theme="other", words=["x"], source="", **label),
            AttentionList(id="lost", theme="nowhere", words=["x"], source="", **label),
        ],
    )
    values = shares["other"].to_numpy()
    found = validity.checks(lambda words: values, shares, places, validity=known)
    found = found.set_index("check")
    assert found.index.tolist() == ["apart", "words", "list"]
    assert found.loc["apart", ["value", "n", "n_others"]].tolist() == [1, 20, 60]
    assert found.loc["list", "value"] == pytest.approx(1)
    assert found.loc["list", "other_theme"] == "ethnic"


def test_agreement_with_headings_is_told_by_kind_and_age():
    headed = pd.DataFrame(
        {"theme": list("aabb"), "predicted": list("abbb"), "own": [True, True, False, True]}
    ).assign(year=[2020, 2020, 2020, 2005])
    found = validity.agreement(headed, 2013).set_index("check")
    assert found["value"].tolist() == [0.5, 1, 1] and found["n"].tolist() == [2, 1, 1]


def test_a_theme_fails_by_its_halves_or_by_enough_headings():
    table = pd.DataFrame({"theme": list("abcd"), "split_half": [0.6, 0.9, 0.9, 0.5]})
    table = table.assign(headed=[5, 30, 5, 30], f1=[0.5, 0.5, 0.5, 0.7])
    failed = {"a": ["split_half"], "b": ["f1"], "d": ["split_half", "f1"]}
    assert validity.failing(table) == failed


def test_the_file_of_groups_is_read_and_a_fault_in_it_told_in_one_line(tmp_path, monkeypatch):
    known, themes = read_validity(), set(read_codebook()["theme"])
    assert {entry.theme for entry in known.known_groups + known.attention_lists} <= themes
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("improved_on: cities/\nsince: long ago\n")
    with pytest.raises(ProjectError, match=r"wrong\.yaml: since: .*mend the entry") as caught:
        read_validity(wrong)
    assert "\n" not in str(caught.value)


def test_the_shipped_themes_are_those_of_the_codebook_and_the_document_shows_them():
    known, codebook = norms.read_norms(), read_codebook()
    assert known.themes["theme"].tolist() == codebook["theme"].tolist()[:-1]
    assert known.themes["terms"].tolist() == codebook["terms"].map(len).tolist()[:-1]
    text = validity_page.PAGE.read_text(encoding="utf-8")
    assert validity_page.renewed(text, known.themes, known.checks) == text
    with pytest.raises(ProjectError, match="put them back"):
        validity_page.renewed("", known.themes, known.checks)


def test_the_coded_headings_name_themes_of_the_codebook():
    coded, themes = read_coded_headings(), {"", *read_codebook()["theme"]}
    assert set(coded["theme"]) <= themes and set(coded["second"]) <= themes | {"-"}
    assert not coded.duplicated(["document", "start"]).any()


@pytest.fixture(scope="module", params=["en", "zh"])
def shown(request):
    analysis = Analysis(open_run(of_run("default") | {"language": request.param}))
    return BesideNorms(analysis), analysis


def test_themes_that_fail_are_marked_wherever_they_are_told(shown):
    beside, analysis = shown
    failed = words.failed()
    assert failed == validity.failing(beside.norms.themes)
    table = page.reliability(beside, analysis).data
    for theme, label in analysis.theme_names.items():
        if theme in set(beside.norms.themes["theme"]):
            marked = re.search(f"{re.escape(label)} {words.MARK}", table) is not None
            assert marked == (theme in failed), theme
    assert words.MARK in " ".join(words.findings(beside, analysis))
    for show in SHOWN:
        assert len(show(beside, analysis).data) > 200


def test_without_norms_for_texts_or_enough_reports_in_them_that_is_said(shown):
    beside, analysis = shown
    untried = beside.norms.themes.assign(split_half=np.nan)
    few = SimpleNamespace(shares=beside.shares, norms=SimpleNamespace(themes=untried))
    for nothing in (SimpleNamespace(shares=pd.DataFrame()), few):
        said, *rest = (show(nothing, analysis).data for show in SHOWN)
        assert words.nothing(analysis) in said and rest == ["", "", ""]
