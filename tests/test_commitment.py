"""Words of commitment: how they are counted, what they govern, and when plans differ in them."""

import numpy as np
import pandas as pd
import pytest
from tables import documents, paragraphs, sentences
from test_coding_error import CORPORA, FOLDERS

from policy_emphasis import parameters, paths
from policy_emphasis.analysis import Analysis
from policy_emphasis.inference import commitment as inference
from policy_emphasis.inference.commitment import COMPARATORS
from policy_emphasis.inference.shares import in_stage
from policy_emphasis.measures.commitment import commitments, governed, scores
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.lists import (
    STRENGTHS,
    read_coded_commitment,
    read_commitment,
    read_table,
)
from policy_emphasis.run import open_run
from policy_emphasis.text.outline import outline
from policy_emphasis.words import commitment

LEAST_HALVED = 30  # paragraphs of a plan that is cut in halves


def read_by_hand(corpora=tuple(FOLDERS)):
    """The scores of the words in the hand-coded sentences of these corpora: those known when the
    list was written (development), and those coded when it was settled (held out)."""
    coded = read_coded_commitment()
    coded = coded[coded["corpus"].isin(corpora)]
    tables = {sample: _scores(own) for sample, own in coded.groupby("sample")}
    return pd.concat(tables, names=["sample"]).reset_index(level="sample").reset_index(drop=True)


def _scores(coded):
    each = coded.drop_duplicates(["corpus", "file", "sentence_start"]).reset_index(drop=True)
    each = each.assign(sentence=[f"s{i}" for i in each.index])
    texts = {}
    for row in each.itertuples():
        whole = (FOLDERS[row.corpus] / row.file).read_bytes().decode("utf-8")
        texts[row.sentence] = whole[int(row.sentence_start) : int(row.sentence_end)]
    starts = each["sentence_start"].astype(int)
    given = {"paragraph": "p", "place": "a", "stage": "plan", "is_heading": False}
    given |= {"text": each["sentence"].map(texts), "start": starts}
    found = commitments(each.assign(**given), read_commitment())
    gold = coded[coded["start"] != ""].astype({"start": int})
    key = ["corpus", "file", "sentence_start"]
    return scores(gold.merge(each[[*key, "sentence"]], on=key), found)


def halves_told_apart(draws, seed):
    """In what part of the draws random halves of one plan are called different in any strength."""
    plans, words, random, alarms = [], read_commitment(), np.random.default_rng(seed), 0
    for corpus in ("provinces-2025", "cities-2024"):
        for path in sorted(FOLDERS[corpus].glob("*.txt"))[:40]:
            found = outline(documents(path.read_bytes().decode("utf-8")))
            texts = found.paragraphs[in_stage(found.paragraphs, "plan")]
            counts = inference.per_paragraph(commitments(found.sentences, words), texts)
            if len(texts) >= LEAST_HALVED:
                plans.append((texts, counts))
    for draw in range(draws):
        texts, counts = plans[random.integers(len(plans))]
        halves = texts.assign(place=random.permutation(np.arange(len(texts)) % 2).astype(str))
        found = inference.widest(counts, halves, ["0", "1"], seed=draw)
        alarms += found["clear"].any()
    return alarms / draws


def _found(*texts, **other):
    """The words of commitment in a file that holds these sentences one after the other."""
    table = sentences(*texts).assign(**{"is_heading": False, **other})
    return table.assign(start=table["characters"].cumsum() - table["characters"])


def _words(*texts, **other):
    found = commitments(_found(*texts, **other), read_commitment())
    return list(zip(found["strength"], found["word"], strict=True))


def test_a_word_of_commitment_counts_and_a_phrase_that_only_holds_it_does_not():
    assert _words("确保粮食安全,力争上游。") == [("ensure", "确保")]
    assert _words("加大支持力度,支持企业扩产。") == [("encourage", "支持")]
    assert _words("设立引导基金,建设研究院,缴纳保证金。") == []
    assert _words("创建国家级试点,开展改革试点。") == [("explore", "试点")]
    assert _words("全力以赴稳增长。") == [("strive", "全力以赴")]  # not 全力 too


def test_headings_commit_to_nothing_and_offsets_count_in_the_file():
    found = commitments(_found("努力。", "今年力争。"), read_commitment())
    assert found[["word", "start", "end"]].to_numpy().tolist() == [["努力", 0, 2], ["力争", 5, 7]]
    assert _words("确保。", is_heading=True) == []


@pytest.mark.parametrize(
    "text, words",
    [
        ("力争新增3家、引进5家,培育9家。", ["力争", "力争", None]),  # 、 parts no clause
        ("努力争先,新增3家。", [None]),
        ("新增3家,确保建成。", [None]),
        ("支持企业扩产,确保产值达3亿元、力争5亿元。", ["确保", "力争"]),  # the last before it
        ("力争" + "新" * 200 + "增3家。", [None]),
        ("新增3家。", [None]),
    ],
)
def test_a_number_is_governed_by_the_last_word_before_it_in_its_clause(text, words):
    table = _found("开场。", text)
    begins = int(table["start"][1])
    digits = [begins + i for i, character in enumerate(text) if character.isdigit()]
    numbers = pd.DataFrame({"sentence": "s1", "start": digits})
    found = governed(numbers, commitments(table, read_commitment()), table)
    assert [None if pd.isna(word) else word for word in found["word"]] == words


def _counts(*columns):
    """Counts of paragraphs × STRENGTHS from those of the first strengths."""
    table = pd.DataFrame(dict(zip(STRENGTHS, columns, strict=False)))
    table = table.reindex(columns=list(STRENGTHS), fill_value=0)
    return table.set_axis([f"p{i}" for i in table.index])


def test_rates_are_words_in_1000_characters_of_the_plan():
    texts = paragraphs(["a"] * 11 + ["b"] * 10 + ["c"] * 9, sizes=[500] + [10] * 20 + [9] * 9)
    texts["stage"] = ["review"] + ["plan"] * 10 + ["governance"] * 10 + ["plan"] * 9
    said = ["努力。", "确保、确保。", *[""] * 9, "探索。", *[""] * 17, "努力。"]
    found = commitments(_found(*said), read_commitment())
    counts = inference.per_paragraph(found, texts)
    rates = inference.plan_rates(counts, texts, ["a", "b", "c"])
    rates = rates.set_index(["place", "strength"])
    assert rates.loc["a", "share"].tolist() == [20.0, 0, 0, 0]  # the review's 努力 is no plan
    assert rates.loc["b", "share"].tolist() == [0.0, 0, 0, 10]
    assert "c" not in rates.index.get_level_values("place")  # a plan of nine paragraphs


def _widest(texts, *columns):
    counts = _counts(*columns)
    found = inference.widest(counts, texts, list(texts["place"].unique()), seed=1)
    return found.set_index("strength")


def test_only_a_difference_beyond_chance_is_clear():
    random, texts = np.random.default_rng(3), paragraphs(["a"] * 40 + ["b"] * 40)
    same = random.poisson(1, 80)
    more = random.poisson(np.repeat([0.3, 1.5], 40))
    found = _widest(texts, same, more)
    assert found["clear"].tolist() == [False, True, False, False]
    row = found.loc["strive"]
    assert (row["place_a"], row["place_b"]) == ("b", "a")
    assert row["difference"] == pytest.approx(10 * (more[40:].mean() - more[:40].mean()))
    assert row["low"] < row["difference"] < row["high"]


def test_of_more_than_two_plans_the_widest_pair_is_named_without_an_interval():
    texts = paragraphs(["a"] * 20 + ["b"] * 20 + ["c"] * 20 + ["d"] * 9)
    row = _widest(texts, [1] * 20 + [3] * 20 + [0] * 20 + [9] * 9).loc["ensure"]
    assert (row["place_a"], row["place_b"]) == ("b", "c")  # d is too short to be compared
    assert np.isnan(row["low"]) and row["clear"]


def test_one_plan_is_compared_with_none():
    assert _widest(paragraphs(["a"] * 20), [1] * 20).empty


def test_halves_of_one_plan_are_seldom_told_apart():
    """Words in bursts: half of the paragraphs hold none."""
    random, alarms, simulations = np.random.default_rng(7), 0, 60
    for seed in range(simulations):
        sizes = np.round(np.exp(random.normal(5.2, 0.6, 50)))
        held = sizes[:, None] * (random.random((50, 4)) < 0.5) / 150
        counts = pd.DataFrame(random.poisson(held), columns=list(STRENGTHS))
        texts = paragraphs(random.permutation(["a", "b"] * 25), sizes=sizes)
        found = inference.widest(counts, texts, ["a", "b"], seed=seed)
        alarms += found["clear"].any()
    assert alarms / simulations <= 0.05 + 3 * (0.05 * 0.95 / simulations) ** 0.5


def test_scores_by_hand():
    gold = pd.DataFrame({"sentence": ["s", "s", "t"], "start": [1, 5, 1]})
    gold["strength"] = ["ensure", "strive", "strive"]
    found = gold.assign(strength=["ensure", "explore", "strive"])[:2]
    table = scores(gold, found).set_index("strength")
    assert table.loc["all", ["n_gold", "n_found", "correct"]].tolist() == [3, 2, 1]
    assert table.loc["all", ["precision", "recall", "f1"]].tolist() == [1 / 2, 1 / 3, 2 / 5]
    assert table.loc["explore", ["n_gold", "n_found", "f1"]].tolist() == [0, 1, 0]


def test_words_of_the_reports_are_read_as_coded_by_hand():
    found = read_by_hand(["seed"])
    total = found[found["strength"] == "all"]
    assert total["n_gold"].sum() > 60 and (total[["precision", "recall"]] > 0.85).all(axis=None)


@pytest.mark.skipif(
    not CORPORA.is_dir(), reason="the corpora are not on this machine (../shared/corpora)"
)
def test_the_published_scores_are_those_of_the_hand_coded_sentences():
    # `make bench` renews the published file
    published, computed = read_table("validation_commitment.csv"), read_by_hand()
    pd.testing.assert_frame_equal(published, computed.round(4), check_dtype=False)


@pytest.mark.parametrize(
    "line, said",
    [("力争,firm,strive for", "strength 'firm': takes"), ("确保,ensure,x", "'确保' stands twice")],
)
def test_a_faulty_list_of_words_is_refused_in_one_line(tmp_path, line, said):
    path = tmp_path / "commitment.csv"
    path.write_text(f"word,strength,gloss\n确保,ensure,ensure\n{line}\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=said) as caught:
        read_commitment(path)
    assert "\n" not in str(caught.value)


def test_a_finding_on_many_reports_is_no_longer_than_on_few():
    """Each report's own share and rate are in the tables; the sentence names the ends."""
    shares = dict.fromkeys([*map(_column, COMPARATORS), *STRENGTHS], 0.25)
    table = pd.DataFrame({"place": [f"p{i}" for i in range(92)], "n": 20, **shares})
    table.loc[7, "about"], table.loc[8, ["n", "about"]] = 0.5, [1, 1.0]  # one target says nothing
    analysis = Analysis(open_run(parameters.of_run("default")))
    many = commitment._hedged(table, analysis)
    assert "about a figure from 25.0 (P0) to 50.0 (P7)" in many and len(many) < 400
    assert commitment._hedged(table[:2], analysis).count("targets in numbers") == 2


def _column(comparator):
    return comparator.replace(" ", "_")


def test_every_target_and_word_of_the_reports_stands_at_its_offsets(run):
    found = Analysis(open_run(parameters.of_run("default"))).commitment
    text = (paths.RAW / run.documents["file"][0]).read_bytes().decode("utf-8")
    assert all(text[row.start : row.end] == row.word for row in found.words.itertuples())
    for row in found.targets.dropna(subset="word").itertuples():
        clause = text[int(row.word_start) : row.end]
        assert clause.startswith(row.word) and "，" not in clause and "," not in clause
