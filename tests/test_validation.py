"""The theme coding against headings: on the seed's two reports, and, where the corpus is at hand,
on the 31 provincial reports of 2025."""

from types import SimpleNamespace

import pandas as pd
import pytest
from tables import documents

from policy_emphasis import paths
from policy_emphasis.language import Language
from policy_emphasis.measures import themes, validation
from policy_emphasis.page import tables
from policy_emphasis.reference.lists import (
    coded_quantities_of,
    read_codebook,
    read_pairs,
    read_table,
)
from policy_emphasis.text.outline import outline
from policy_emphasis.words import validation as words

PROVINCES = paths.ROOT.parent / "shared" / "corpora" / "provinces-2025" / "txt"
GOLD = paths.ROOT / "tests" / "gold" / "provinces_2025_heading_themes.csv"
SMALL = "一、2023年工作安排\n(一)聚焦农业。种粮食。修水渠。\n守护健康。建医院。\n无题。\n"
CODEBOOK = pd.DataFrame(
    {"theme": ["farms", "health", "uncoded"], "terms": [["农业", "粮食"], ["健康"], []]}
)
SCORES = ["n", "precision", "recall", "f1"]


@pytest.fixture(scope="module")
def small():
    return outline(documents(SMALL))


def test_a_numbered_heading_and_a_short_lead_are_headings(small):
    headed = validation.headed_paragraphs(small.paragraphs, small.sentences)
    found = headed[["heading", "own"]].to_numpy().tolist()
    assert found == [["(一)聚焦农业。", True], ["守护健康。", True]]


def test_the_headings_own_words_do_not_count(small):
    headed = validation.headed_paragraphs(small.paragraphs, small.sentences)
    coded = themes.code_sentences(small.sentences, CODEBOOK)
    bodies = validation.body_themes(headed, small.sentences, coded)
    assert bodies.tolist() == ["farms", "uncoded"]


def test_a_paragraph_without_a_heading_of_its_own_takes_the_innermost_above():
    found = outline(documents("一、2023年工作安排\n(一)聚焦农业\n今年要种10万亩粮食。要修水渠。"))
    headed = validation.headed_paragraphs(found.paragraphs, found.sentences)
    assert headed[["heading", "own"]].to_numpy().tolist() == [["(一)聚焦农业", False]]


def test_scores_by_hand():
    table = validation.scores(list("aabb"), list("abbc")).set_index("theme")
    assert table.loc["a", SCORES].tolist() == pytest.approx([2, 1, 0.5, 2 / 3])
    assert table.loc["b", SCORES].tolist() == pytest.approx([2, 0.5, 0.5, 0.5])
    assert table.loc["all", SCORES].tolist() == pytest.approx([4, 0.5, 0.5, 0.5])


def test_a_theme_that_no_body_was_coded_with_scores_nothing():
    table = validation.scores(list("aa"), list("bb")).set_index("theme")
    assert table.loc["a", SCORES].tolist() == [2, 0, 0, 0]


def test_agreement_has_wilsons_interval():
    """Newcombe (1998), table I, Wilson's score method: 81 of 263 are .2553 to .3662."""
    table = pd.DataFrame({"theme": ["a"] * 263, "predicted": ["a"] * 81 + ["b"] * 182})
    found = validation.agreement(table)
    assert (found.share, found.n) == (81 / 263, 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_krippendorffs_alpha_of_the_published_example():
    """Two observers, binary data, in 'Computing Krippendorff's Alpha-Reliability' (2011): .095."""
    assert validation.alpha("0100000000", "1110010010") == pytest.approx(0.095, abs=0.0005)


def test_krippendorffs_alpha_of_full_agreement_is_one():
    assert validation.alpha("abc", "abc") == validation.alpha("aaa", "aaa") == 1


def test_held_out_paragraphs_of_the_reports_agree(run):
    coded = themes.code_sentences(run.sentences, read_codebook())
    validated = validation.validate(
        run.paragraphs, run.sentences, coded, gold=read_pairs("heading_themes.csv")
    )
    held_out = validation.held_out(validated)
    scores = validation.scores(held_out["theme"], held_out["predicted"]).set_index("theme")
    assert scores.loc["all", "f1"] >= 0.85
    assert (scores.loc[scores["n"] >= 10, "f1"] >= 0.7).all()
    assert set(validated["place"]) == {"tianjin", "zhaoqing"}


def provinces():
    """A random sample of headings of the 31 provincial reports of 2025, hand-coded from the
    headings alone, beside the theme of the body under each."""
    gold = pd.read_csv(GOLD, keep_default_na=False)
    codebook, found = read_codebook(), []
    for file, rows in gold[gold["theme"] != ""].groupby("file"):
        text = (PROVINCES / file).read_text(encoding="utf-8")
        report = outline(documents(text, file=file))
        coded = themes.code_sentences(report.sentences, codebook)
        headed = validation.headed_paragraphs(report.paragraphs, report.sentences)
        headed = headed.merge(rows[["paragraph", "theme"]], on="paragraph")
        bodies = validation.body_themes(headed, report.sentences, coded)
        found.append(headed.assign(predicted=bodies.to_numpy()))
    return pd.concat(found)


def elsewhere(found):
    """What data/reference/validation_provinces_2025.csv holds: the scores of all, and agreement by
    where the heading stands."""
    scores = validation.scores(found["theme"], found["predicted"])
    own = found["own"]
    for name, rows in (("own heading", found[own]), ("section's heading only", found[~own])):
        share = (rows["theme"] == rows["predicted"]).mean()
        scores.loc[len(scores)] = [name, len(rows), share, share, share]
    return scores.round(4)


@pytest.mark.skipif(
    not PROVINCES.is_dir(),
    reason="the provinces corpus is not on this machine (../shared/corpora/provinces-2025)",
)
@pytest.mark.slow
def test_the_codebook_travels_to_reports_it_was_not_made_on():
    found = provinces()
    published, computed = read_table("validation_provinces_2025.csv"), elsewhere(found)
    # `make bench` renews the published file
    pd.testing.assert_frame_equal(published, computed, atol=1e-4, check_dtype=False)
    assert len(found) > 450
    agrees = found["theme"] == found["predicted"]
    assert agrees[found["own"]].mean() >= 0.85  # paragraphs with a heading of their own
    assert agrees.mean() >= 0.82  # with those that only inherit their section's


def test_texts_without_hand_coded_headings_or_numbers_are_said_to_have_none():
    none = pd.DataFrame(columns=["paragraph", "place", "heading", "theme", "predicted", "half"])
    coded = pd.DataFrame(columns=["document", "sentence_start"])
    given = {"validated": none, "coded_quantities": coded, "say": Language("en").say}
    analysis = SimpleNamespace(**given)
    assert "not known from themselves" in words.here(analysis)
    assert words.numbers(analysis) == [
        "No sentence of these texts was coded by hand for its numbers."
    ]
    assert validation.scores(none["theme"], none["predicted"]).empty
    assert tables.validation(analysis) is tables.quantity_scores(analysis) is None


def test_what_was_coded_by_hand_is_held_against_no_text_of_the_same_name(run):
    assert set(coded_quantities_of(run.documents, "raw")["document"]) <= {
        *run.documents["document"]
    }
    assert len(coded_quantities_of(run.documents, "raw")) > 100
    assert coded_quantities_of(run.documents, "mine").empty
