import numpy as np
import pandas as pd
import pytest

from policy_emphasis import parameters
from policy_emphasis.analysis import Analysis
from policy_emphasis.inference import comparability, multiverse, shares, stability
from policy_emphasis.measures import themes, topics
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.lists import read_codebook
from policy_emphasis.run import open_run
from policy_emphasis.words import index


@pytest.fixture(scope="module")
def full():
    run = open_run(parameters.of_run("default"))
    return run, Analysis(run)


def test_the_declared_grid_is_large_and_starts_with_the_default_run():
    grid, default = multiverse.read_grid(), parameters.of_run("default")
    assert (
        sum(np.prod([len(options) for options in family.values()]) for family in grid.values())
        >= 200
    )
    for family in grid.values():
        for choice, options in family.items():
            if choice in default:
                assert options[0] == default[choice], choice


@pytest.mark.parametrize(
    "text, said",
    [
        ("themes: {coding: [shared]}", "themes takes exactly"),
        ("{}", "themes takes exactly"),
    ],
)
def test_a_faulty_grid(tmp_path, monkeypatch, text, said):
    monkeypatch.setattr("policy_emphasis.paths.ROOT", tmp_path)
    path = tmp_path / "grid.yaml"
    path.write_text(text)
    with pytest.raises(ProjectError, match=said):
        multiverse.read_grid(path)


def test_the_default_specification_reproduces_the_published_figures(full):
    run, answers = full
    grid = {choice: options[:1] for choice, options in multiverse.read_grid()["themes"].items()}
    table = multiverse.theme_specifications(run, answers.theme_claims, grid).set_index("finding")
    for finding, claim in answers.theme_claims.items():
        if claim[0] in ("places", "stages"):
            published = index.findings(answers).set_index("finding").loc[finding]
            assert table.loc[finding, "estimate"] == pytest.approx(abs(published["estimate"]))
    first = {choice: options[:1] for choice, options in multiverse.read_grid()["terms"].items()}
    words = multiverse.term_specifications(run, answers.term_claims, first).set_index(
        ["finding", "term"]
    )
    for finding, (place, named) in answers.term_claims.items():
        published = answers.terms[answers.terms["place"] == place].set_index("term")
        for word in named:
            assert words.loc[(finding, word), "estimate"] == pytest.approx(
                published.loc[word, "log_odds"]
            )


def test_robustness_counts_signs_and_intervals():
    table = pd.DataFrame(
        {
            "finding": ["a"] * 4,
            "x": [1, 2, 1, 2],
            "estimate": [1, 1, -1, 2],
            "low": [0.5, -1, -2, 1],
            "high": [2, 3, 0, 3],
        }
    )
    found = multiverse.robustness({"themes": table}).iloc[0]
    assert (found["robust_share"], found["same_sign"], found["robust_n"]) == (0.5, 0.75, 4)
    moved = multiverse.what_moves(table).set_index("option")
    assert (
        moved.loc["1", "estimate"] == 0
        and moved.loc["2", "estimate"] == 1.5
        and (moved["effect"] == 1.5).all()
    )


def test_length_matching_reaches_the_shorter_texts_length(run):
    codebook = read_codebook()
    characters, _ = themes.theme_characters(
        run.sentences, themes.code_sentences(run.sentences, codebook), codebook
    )
    table = comparability.length_matched(
        characters, run.paragraphs, ("tianjin", "zhaoqing"), 200, 1
    ).set_index("theme")
    direct = shares.contrasts(characters, run.paragraphs, ["tianjin", "zhaoqing"]).set_index(
        "theme"
    )["difference"]
    assert table["difference"].to_dict() == pytest.approx(direct.to_dict())
    assert (
        table["matched"] - table["difference"]
    ).abs().max() < 0.02  # leaving paragraphs out at random moves no mean far
    assert ((table["low"] <= table["matched"]) & (table["matched"] <= table["high"])).all()


def test_stability_is_high_for_plain_topics_and_low_for_noise():
    random = np.random.default_rng(0)
    from scipy import sparse

    plain = np.kron(np.eye(3, dtype=int), np.ones((12, 5), dtype=int)) * 3
    noise = random.poisson(1, (36, 15))
    found = []
    for counts in (plain, noise):
        counts = sparse.csr_matrix(counts)
        _, terms = topics.fit_topics(counts, "nmf", 3, 1, np.full(36, 100))
        found.append(stability.topic_stability(counts, terms, "nmf", 1, np.full(36, 100), 5).mean())
    assert found[0] > 0.95 > 0.9 > found[1]


def test_no_gap_in_any_table_where_a_place_is_tiny_or_a_theme_is_absent(run):
    """A place of two paragraphs, a theme that nothing matches: every figure is there, and no interval is of zero width."""
    paragraphs = run.paragraphs[
        (run.paragraphs["place"] != "sichuan")
        | run.paragraphs["paragraph"].isin(["sichuan-2023-p001", "sichuan-2023-p002"])
    ]
    sentences = run.sentences[run.sentences["paragraph"].isin(paragraphs["paragraph"])]
    codebook = read_codebook()
    none = pd.DataFrame(
        [
            dict(
                theme="nothing",
                label_en="Nothing",
                label_zh="无",
                cap=None,
                note="",
                terms=["绝无此词"],
            )
        ]
    ).astype({"cap": "Int64"})
    codebook = pd.concat([none, codebook], ignore_index=True)
    characters, carrying = themes.theme_characters(
        sentences, themes.code_sentences(sentences, codebook), codebook
    )
    table = shares.theme_table(characters, carrying, codebook, paragraphs, list(run.places), 100, 1)
    assert not table.drop(columns="cap").isna().any().any()
    assert (table["high"] > table["low"]).all()
    assert (table.loc[table["theme"] == "nothing", "share"] == 0).all()
    differences = shares.contrasts(characters, paragraphs, list(run.places))
    assert not differences.isna().any().any() and (differences["high"] > differences["low"]).all()
