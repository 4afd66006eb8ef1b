"""Claims, their specifications, and how robust they are."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml
from tables import counted, paragraphs, sentences

from policy_emphasis import parameters
from policy_emphasis.analysis import Analysis
from policy_emphasis.inference import multiverse, specifications
from policy_emphasis.inference.multiverse import PlaceClaim, RankClaim, StageClaim, TermClaim
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.grid import read_grid
from policy_emphasis.run import open_run

CODEBOOK = pd.DataFrame(
    {"theme": ["ports", "farms", "uncoded"], "terms": [["港口", "内河航运"], ["农业"], []]}
)
TEXTS = ["港口港口", "港口农业。", "内河航运", "农业农业", "农业", "农业港口", "其他", "港口"]
PLACES = list("aaaabbbb")
STAGES = ["plan", "review"] * 4
SPECIFIED = pd.DataFrame(
    {
        "finding": ["a"] * 4,
        "x": [1, 2, 1, 2],
        "estimate": [1, 1, -1, 2],
        "low": [0.5, -1, -2, 1],
        "high": [2, 3, 0, 3],
        "silent": False,
    }
)


@pytest.fixture(scope="module")
def analysis():
    return Analysis(open_run(parameters.of_run("default")))


def _first_options(family):
    return {choice: options[:1] for choice, options in read_grid()[family].items()}


def _themes_of(claim, **options):
    """The specifications of one claim on the small texts, under the default options and these."""
    texts = sentences(*TEXTS, place=PLACES, stage=STAGES).assign(is_heading=False)
    rows = texts.assign(document=PLACES, section=STAGES)
    grid = _first_options("themes") | options
    return specifications.theme_specifications(
        texts, rows, codebook=CODEBOOK, claims={"finding": claim}, grid=grid
    )


def test_the_declared_grid_is_large_and_starts_with_the_default_run():
    grid, default = read_grid(), parameters.of_run("default")
    sizes = [np.prod([len(options) for options in family.values()]) for family in grid.values()]
    assert sum(sizes) >= 200
    for family in grid.values():
        for choice, options in family.items():
            assert options[0] == default.get(choice, options[0]), choice


@pytest.mark.parametrize(
    "text, said",
    [
        ("themes: {coding: [shared]}", "grid.yaml: themes takes exactly coding, weighting"),
        ("{}", "grid.yaml: themes takes exactly"),
        ("words: {}", "grid.yaml: unknown 'words'; it takes themes, terms, topics"),
    ],
)
def test_a_faulty_grid_is_named_with_its_place(tmp_path, monkeypatch, text, said):
    monkeypatch.setattr("policy_emphasis.paths.ROOT", tmp_path)
    path = tmp_path / "grid.yaml"
    path.write_text(text)
    with pytest.raises(ProjectError, match=said):
        read_grid(path)


@pytest.mark.parametrize(
    "choice, options",
    [
        ("model", ["svd"]),
        ("n_topics", []),
        ("n_topics", [True]),
        ("seed", [-1]),
        ("seed", 7),
    ],
)
def test_an_option_that_cannot_be_is_named(tmp_path, monkeypatch, choice, options):
    grid, path = read_grid(), tmp_path / "grid.yaml"
    grid["topics"][choice] = options
    path.write_text(yaml.safe_dump(grid))
    monkeypatch.setattr("policy_emphasis.paths.ROOT", tmp_path)
    with pytest.raises(ProjectError, match=f"grid.yaml: topics: {choice} got .*, takes a list of"):
        read_grid(path)


@pytest.mark.slow
def test_the_default_specification_reproduces_the_published_theme_figures(analysis):
    run, claims = analysis.run, analysis.theme_claims
    table = specifications.theme_specifications(
        run.sentences,
        run.paragraphs,
        codebook=run.codebook,
        claims=claims,
        grid=_first_options("themes"),
    ).set_index("finding")["estimate"]
    contrasts = analysis.theme_contrasts.set_index(["theme", "place_a", "place_b"])["difference"]
    shifts = analysis.plan_shifts.set_index(["theme", "place"])["difference"]
    for finding, claim in claims.items():
        if isinstance(claim, PlaceClaim):
            a, b = finding.removeprefix("contrast-").split("-")
            assert table[finding] == pytest.approx(abs(contrasts[claim.theme, a, b]))
        elif isinstance(claim, StageClaim):
            assert table[finding] == pytest.approx(abs(shifts[claim.theme, claim.place]))
    assert {type(claim) for claim in claims.values()} == {RankClaim, PlaceClaim, StageClaim}


@pytest.mark.slow
def test_the_default_specification_finds_the_words_that_are_published_as_clear(analysis):
    run, claims = analysis.run, analysis.term_claims
    found = specifications.term_specifications(
        run.sentences,
        run.paragraphs,
        lexicon=run.lexicon,
        segmenter=run.parameters.segmenter,
        claims=claims,
        grid=_first_options("terms"),
        seed=run.parameters.seed,
    ).set_index("finding")["estimate"]
    clear = {place: analysis.leading_terms(place)["distinctive"].sum() for place in run.places}
    assert found.to_dict() == {f"terms-{place}": n for place, n in clear.items() if n}


def _words_of(counts, unit, **options):
    """The specification of words of place a, of sentences that hold these terms (place → texts)."""
    places = [place for place, texts in counts.items() for _ in texts]
    texts = [text for texts in counts.values() for text in texts]
    said = sentences(*texts, place=places).assign(document=places, start=0)
    rows = said.assign(section=[f"s{i // 4}" for i in range(len(said))])
    grid = _first_options("terms") | {"unit": [unit], "min_paragraphs": [1]} | options
    claims = {"finding": TermClaim("a", "某地")}
    return specifications.term_specifications(
        said, rows, lexicon={}, segmenter="rjieba", claims=claims, grid=grid, seed=1
    )


def test_words_are_chosen_and_tested_anew_in_each_specification():
    """A word in every sentence of one place and in none of the other is clear; its name is not."""
    here = ["某地建设港口码头,港口繁荣"] * 24
    there = ["某县种植水稻小麦,农业丰收"] * 24
    for unit in ("paragraph", "section"):
        clear = _words_of({"a": here, "b": there}, unit)["estimate"].item()
        assert 1 <= clear <= 5
        assert _words_of({"a": there, "b": there}, unit)["estimate"].item() == 0


def test_a_place_alone_has_no_words_of_its_own_to_speak_of():
    found = _words_of({"a": ["建设港口码头"] * 8}, "paragraph")
    assert found["silent"].tolist() == [True] and found["estimate"].isna().all()


def test_a_claim_turned_round_has_the_opposite_figures():
    for claim, turned in [
        (PlaceClaim("ports", "a", "b"), PlaceClaim("ports", "b", "a")),
        (StageClaim("farms", "a", "plan", "review"), StageClaim("farms", "a", "review", "plan")),
        (RankClaim("a", "ports", "farms"), RankClaim("a", "farms", "ports")),
    ]:
        one, other = (_themes_of(c).loc[0, ["estimate", "low", "high"]] for c in (claim, turned))
        assert one.tolist() == pytest.approx([-other.estimate, -other.high, -other.low])


def test_the_choice_of_terms_and_of_weight_changes_the_figures():
    """By hand, a's four paragraphs: 4, 2.5 and 4 of 17 characters on ports, 2.5 and 4 on farms."""
    claim = RankClaim("a", "ports", "farms")
    options = {"terms": ["all", "three or more characters"]}
    every, long = _themes_of(claim, **options)["estimate"]
    assert every == pytest.approx((4 + 2.5 + 4 - 2.5 - 4) / 17) and long == pytest.approx(4 / 17)
    by_sentence = _themes_of(claim, weighting=["sentences"])["estimate"].item()
    assert by_sentence == pytest.approx((1 + 0.5 + 1 - 0.5 - 1) / 4)


def test_plan_against_review_is_computed_once_whatever_sections_count():
    options = {"sections": ["all", "plan"]}
    assert len(_themes_of(StageClaim("ports", "a", "plan", "review"), **options)) == 1
    assert len(_themes_of(PlaceClaim("ports", "a", "b"), **options)) == 2


def test_a_side_without_text_leaves_a_claim_open():
    found = _themes_of(PlaceClaim("ports", "a", "nowhere"))
    assert found.loc[0, ["estimate", "low", "high", "silent"]].tolist() == [0, -1, 1, True]


def test_a_side_of_a_single_section_says_nothing():
    claim = StageClaim("ports", "a", "plan", "review")  # each stage is one section
    silent = _themes_of(claim, unit=["paragraph", "section"]).set_index("unit")["silent"]
    assert silent.to_dict() == {"paragraph": False, "section": True}


def test_more_topics_than_the_words_can_tell_apart_are_left_out():
    texts = counted([[4, 3, 0, 0], [5, 2, 0, 0], [0, 0, 3, 3], [0, 0, 6, 2]])
    characters = pd.DataFrame({"ports": [9.0, 9, 0, 0], "farms": [0.0, 0, 9, 9], "uncoded": 1.0})
    grid = {"model": ["nmf"], "n_topics": [2, 5], "seed": [1]}
    found = specifications.topic_specifications(texts, characters, grid=grid)
    assert found["n_topics"].tolist() == [2]
    # All of it, against all in one and half in two of three ways to deal the paragraphs.
    assert found["estimate"].item() == pytest.approx(1 - 2 / 3, abs=0.03)


def test_claims_name_what_is_largest_and_widest():
    def table(**columns):
        return pd.DataFrame({"theme": ["ports", "farms", "uncoded"], **columns})

    shares = table(place="a", stage="all", share=[0.3, 0.3, 0.4])
    differences = table(place_a="a", place_b="b", difference=[0.1, -0.2, 0.9])
    shifts = table(place="a", difference=[-0.1, 0.05, 0.9])
    assert multiverse.theme_claims(shares, differences, shifts, pairs=[("a", "b")]) == {
        "themes-a": RankClaim("a", "farms", "ports"),
        "contrast-a-b": PlaceClaim("farms", "b", "a"),
        "plan-a": StageClaim("ports", "a", "review", "plan"),
    }
    assert "contrast-a-b" not in multiverse.theme_claims(shares, differences, shifts, pairs=[])


def test_a_place_without_distinctive_words_makes_no_claim():
    leading = {
        "a": pd.DataFrame({"term": ["港口", "航运"], "distinctive": [False, True]}),
        "b": pd.DataFrame({"term": ["产业"], "distinctive": [False]}),
    }
    names = {"a": "某地", "b": "某县"}
    assert multiverse.term_claims(leading, names) == {"terms-a": TermClaim("a", "某地")}


def test_robustness_counts_signs_and_intervals():
    found = multiverse.robustness({"themes": SPECIFIED.assign(y=[1, 1, 2, 2])}).iloc[0]
    assert (found["robust_share"], found["same_sign"], found["robust_n"]) == (0.5, 0.75, 4)


def test_a_choice_that_changes_nothing_is_left_out_and_so_is_what_is_silent():
    """y changes the figures of one x, z those of none."""
    table = SPECIFIED.assign(y=[1, 1, 2, 2])
    table = pd.concat([table.assign(z=z) for z in (1, 2, 3)])
    silent = table[table["x"] == 1].assign(x=3, silent=True)
    found = multiverse.robustness({"themes": pd.concat([table, silent])}).iloc[0]
    assert (found["robust_share"], found["robust_n"]) == (0.5, 4)
    assert (found["n"], found["silent"]) == (18, 6)


def test_what_moves_a_claim_is_the_range_of_means():
    moved = multiverse.what_moves({"themes": SPECIFIED}).set_index("option")
    assert moved["estimate"].to_dict() == {"1": 0, "2": 1.5}
    assert (moved["effect"] == 1.5).all()


def test_the_choice_that_a_claim_depends_on_most_is_named():
    table = SPECIFIED.assign(y=[1, 1, 2, 2], estimate=[1, 3, 1.1, 3])
    most = multiverse.what_moves_most({"themes": table})
    assert most["choices"].tolist() == [["x"], ["x"]] and most["options"].tolist() == [["1"], ["2"]]
    assert most["explained"].round(2).eq(1).all()


def test_two_choices_that_only_together_turn_a_claim_are_named_together():
    table = SPECIFIED.assign(y=[1, 1, 2, 2], estimate=[1, -1, -1, 1])
    most = multiverse.what_moves_most({"themes": table})
    assert most["choices"].tolist() == [["x", "y"]] * 4
    assert most["estimate"].tolist() == [1, -1, -1, 1] and (most["explained"] == 1).all()


def test_standing_takes_in_nine_tenths_and_leaves_out_a_half():
    found = [multiverse.standing(share) for share in (0.9, 0.89, 0.5, 0.49)]
    assert found == ["sure", "fair", "fair", "weak"]


def test_a_section_counts_as_a_paragraph_does():
    rows = paragraphs(list("aaaabb"), stage="plan").assign(document="d", section=list("xxyyzz"))
    texts = counted([[1, 0], [2, 0], [0, 1], [0, 0], [3, 3], [0, 1]])
    summed = specifications._by_section(replace(texts, paragraphs=rows))
    assert summed.counts.toarray().tolist() == [[3, 0], [0, 1], [3, 4]]
    assert summed.paragraphs["place"].tolist() == ["a", "a", "b"]


def test_where_no_choice_changes_anything_nothing_is_said_to_move_a_claim():
    same = SPECIFIED.assign(estimate=1.0, low=0.5, high=2.0)
    assert multiverse.what_moves_most({"themes": same}).empty
    whole = same.assign(y=[1, 1, 2, 2])
    assert multiverse.robustness({"themes": whole})["robust_n"].item() == 4  # each could have
