"""The theme coding against headings: on the seed's two reports, and, where the corpus is at hand, on the 31 provincial reports of 2025."""

import pandas as pd
import pytest

from policy_emphasis import paths
from policy_emphasis.measures import themes, validation
from policy_emphasis.reference.lists import read_codebook, read_heading_themes
from policy_emphasis.reference.scores import read_theme_scores_elsewhere
from policy_emphasis.text import outline

PROVINCES = paths.ROOT.parent / "shared" / "corpora" / "provinces-2025" / "txt"


def test_headings_and_bodies_of_a_small_text():
    text = "一、2023年工作安排\n(一)聚焦农业。种粮食。修水渠。\n守护健康。建医院。\n无题。\n"
    document = pd.DataFrame(
        [
            dict(
                document="d",
                place="p",
                genre="work report",
                file="f",
                text=text,
                start=0,
                end=len(text),
            )
        ]
    )
    _, paragraphs, sentences = outline.outline(
        document, pd.DataFrame(columns=["file", "start", "end", "reason"])
    )
    headed = validation.headed_paragraphs(paragraphs, sentences)
    assert headed[["heading", "own"]].to_numpy().tolist() == [
        ["(一)聚焦农业。", True],
        ["守护健康。", True],
    ]
    codebook = pd.DataFrame(
        {"theme": ["farms", "health", "uncoded"], "terms": [["农业", "粮食"], ["健康"], []]}
    )
    bodies = validation.body_themes(headed, sentences, themes.code_sentences(sentences, codebook))
    assert bodies.tolist() == ["farms", "uncoded"]  # the heading's own word does not count


def test_scores_by_hand():
    table = validation.scores(["a", "a", "b", "b"], ["a", "b", "b", "c"]).set_index("theme")
    assert table.loc["a", ["n", "precision", "recall", "f1"]].tolist() == pytest.approx(
        [2, 1, 0.5, 2 / 3]
    )
    assert table.loc["b", ["n", "precision", "recall", "f1"]].tolist() == pytest.approx(
        [2, 0.5, 0.5, 0.5]
    )
    assert table.loc["all", "f1"] == 0.5


def test_krippendorffs_alpha():
    """The worked example of two observers and binary data in Krippendorff's 'Computing Krippendorff's Alpha-Reliability' (2011): .095."""
    first, second = "0100000000", "1110010010"
    assert validation.alpha(first, second) == pytest.approx(0.095, abs=0.0005)
    assert validation.alpha("abc", "abc") == 1


def test_held_out_paragraphs_of_the_reports(run):
    coded = themes.code_sentences(run.sentences, read_codebook())
    validated = validation.validate(run.paragraphs, run.sentences, coded, read_heading_themes())
    held_out = validated[validated["half"] == "held out"]
    scores = validation.scores(held_out["theme"], held_out["predicted"]).set_index("theme")
    assert scores.loc["all", "f1"] >= 0.85
    assert (scores.loc[scores["n"] >= 10, "f1"] >= 0.7).all()
    assert set(validated["place"]) == {"tianjin", "zhaoqing"}


def provinces():
    """A random sample of headings of the 31 provincial reports of 2025, hand-coded from the headings alone, beside the theme of the body under each."""
    gold = pd.read_csv(
        paths.ROOT / "tests" / "gold" / "provinces_2025_heading_themes.csv", keep_default_na=False
    )
    codebook, found = read_codebook(), []
    for file, rows in gold[gold["theme"] != ""].groupby("file"):
        text = (PROVINCES / file).read_text(encoding="utf-8")
        document = pd.DataFrame(
            [
                dict(
                    document="d",
                    place="p",
                    genre="work report",
                    file=file,
                    text=text,
                    start=0,
                    end=len(text),
                )
            ]
        )
        _, paragraphs, sentences = outline.outline(
            document, pd.DataFrame(columns=["file", "start", "end", "reason"])
        )
        headed = validation.headed_paragraphs(paragraphs, sentences).merge(
            rows[["paragraph", "theme"]], on="paragraph"
        )
        found.append(
            headed.assign(
                predicted=validation.body_themes(
                    headed, sentences, themes.code_sentences(sentences, codebook)
                ).to_numpy()
            )
        )
    return pd.concat(found)


def elsewhere(found):
    """What data/reference/validation_provinces_2025.csv holds: the scores of all, and agreement by where the heading stands."""
    scores = validation.scores(found["theme"], found["predicted"])
    own, right = found["own"], found["theme"] == found["predicted"]
    split = pd.DataFrame(
        [
            (name, int(at.sum()), *[right[at].mean()] * 3)
            for name, at in (("own heading", own), ("section's heading only", ~own))
        ],
        columns=scores.columns,
    )
    return pd.concat([scores, split], ignore_index=True).round(4)


@pytest.mark.skipif(
    not PROVINCES.is_dir(),
    reason="the provinces corpus is not on this machine (../shared/corpora/provinces-2025)",
)
def test_the_codebook_travels_to_reports_it_was_not_made_on():
    found = provinces()
    published = read_theme_scores_elsewhere().set_index("theme")
    computed = elsewhere(found).set_index("theme")
    pd.testing.assert_frame_equal(
        published, computed, atol=1e-4, check_dtype=False
    )  # `make bench` renews the published file
    own = found[found["own"]]
    assert len(found) > 450
    assert (
        own["theme"] == own["predicted"]
    ).mean() >= 0.85  # paragraphs with a heading of their own
    assert (
        found["theme"] == found["predicted"]
    ).mean() >= 0.82  # with those that only inherit their section's
