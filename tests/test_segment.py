"""Words cut out of sentences, and their counts."""

import math

import numpy as np
import pandas as pd
import pytest
from tables import sentences

from policy_emphasis.reference.lists import read_stop_words
from policy_emphasis.text import counts, segment

VOCABULARY = pd.DataFrame({"token": ["港口", "的确", "学校", "学"], "kind": "word"})
WORDS = segment.Words(VOCABULARY, *map(np.array, ([0, 0, 1, 2, 3], [0, 1, 0, 0, 1], [0] * 5)))
PARAGRAPHS = pd.DataFrame({"paragraph": ["a", "b"]})


def _tokens(text, lexicon=(), start=0):
    rows = sentences(text).assign(document="d", start=start)
    return segment.tokenize(rows, dict.fromkeys(lexicon, ""), "rjieba")


def _words(*arguments):
    return _tokens(*arguments)["token"].tolist()


def _count(**parameters):
    return counts.count_terms(WORDS, ["a", "b"], PARAGRAPHS).frequent({"的确"}, **parameters)


@pytest.mark.parametrize(
    "place_zh, bare",
    [
        ("山西省", "山西"),
        ("山西", "山西"),
        ("驻马店市", "驻马店"),
        ("驻马店2019", "驻马店"),
        ("驻马店市（2019年）", "驻马店"),
        ("广西壮族自治区", "广西"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("延边朝鲜族自治州", "延边"),
        ("黔东南苗族侗族自治州", "黔东南"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("大兴安岭地区", "大兴安岭"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("沙市", "沙市"),
        ("沙市区", "沙市"),
        ("易县", "易县"),
        ("2019", "2019"),
    ],
)
def test_a_places_name_is_bared_of_its_rank_its_peoples_and_its_year(place_zh, bare):
    assert segment.bare_name(place_zh) == bare


@pytest.mark.slow
def test_lexicon_terms_stay_whole():
    text = "推动港产城融合发展"
    assert "港产城融合" not in _words(text)
    assert "港产城融合" in _words(text, ["港产城融合"])


@pytest.mark.slow
def test_a_lexicon_term_does_not_cut_other_words_apart():
    assert _words("天津城市品质", ["津城"]) == ["天津", "城市", "品质"]
    assert "津城" in _words("统筹“津城”资源", ["津城"])


def test_numbers_dates_and_latin_are_kept_apart():
    tokens = _tokens("2022年1月11日,生产总值增长5.2%,达1.63万亿元,建5G基站6万个,用好RCEP。")
    kinds = tokens.set_index("token")["kind"].to_dict()
    assert next(iter(kinds.items())) == ("2022年1月11日", "date")
    assert kinds["5.2%"] == kinds["1.63万亿"] == kinds["6万"] == "number"
    assert kinds["RCEP"] == "latin" and kinds["增长"] == "word"


def test_a_lexicon_term_may_hold_digits():
    tokens = _tokens("建设5G网络", ["5G"]).set_index("token")
    assert tokens.loc["5G", "kind"] == "word"


def test_offsets_count_from_the_raw_file():
    tokens = _tokens("建设港口", start=100)
    assert tokens["start"].iloc[0] == 100 and tokens["end"].iloc[-1] == 104


def test_every_lexicon_term_is_one_token(run):
    """Where a lexicon term stands alone between punctuation, no reading may cut it."""
    tokens = _words("。".join(run.lexicon), run.lexicon)
    assert tokens == list(run.lexicon)


def test_counts_agree_with_the_tokens(run):
    assert run.counts.shape == (len(run.paragraphs), len(run.terms))
    assert run.counts.sum(axis=0).tolist() == run.terms["count"].tolist()
    assert (run.terms["paragraphs"] >= 3).all() and not run.terms["term"].isin(
        read_stop_words()
    ).any()
    term, row = run.terms["term"][0], 40
    inside = run.tokens["paragraph"] == run.paragraphs["paragraph"][row]
    assert run.counts[row, 0] == (run.tokens.loc[inside, "token"] == term).sum()


def test_stop_words_and_single_characters_are_not_counted():
    found = _count(min_paragraphs=1)
    assert found.vocabulary.tolist() == ["港口", "学校"]
    assert found.counts.toarray().tolist() == [[1, 1], [1, 0]]


def test_a_term_of_too_few_paragraphs_is_not_counted():
    assert _count(min_paragraphs=2).vocabulary.tolist() == ["港口"]


def test_the_counts_of_some_paragraphs_keep_their_rows():
    found = _count(min_paragraphs=1).only([1, 1])
    assert found.counts.toarray().tolist() == [[1, 0], [1, 0]]
    assert found.paragraphs["paragraph"].tolist() == ["b", "b"]


def test_candidate_phrases_by_log_likelihood():
    """G² of one 2×2 table by hand: 20 pairs, the pair 5 times, each word with no other partner."""
    words = ["绿色", "港口"] * 5 + ["甲乙", "丙丁"] * 15
    names = [f"s{i // 2}" for i in range(len(words))]
    tokens = pd.DataFrame({"token": words, "sentence": names, "paragraph": names, "kind": "word"})
    tokens = tokens.assign(start=2 * tokens.index, end=2 * tokens.index + 2)
    table = segment.candidate_phrases(tokens, set(), set()).set_index("phrase")
    g2 = 2 * (5 * math.log(5 * 20 / 25) + 15 * math.log(15 * 20 / 225))
    assert table.loc["绿色港口", "g2"] == pytest.approx(g2)
    assert table.loc["绿色港口", "count"] == 5
    known = segment.candidate_phrases(tokens, set(), {"绿色港口"})
    assert "绿色港口" not in known["phrase"].tolist()
