import numpy as np
import pandas as pd
import pytest

from policy_emphasis.reference.lists import read_stop_words
from policy_emphasis.text import counts, segment


def _tokens(text, lexicon=(), start=0):
    sentences = pd.DataFrame(
        [dict(sentence="s1", paragraph="p1", document="d", place="p", start=start, text=text)]
    )
    return segment.tokenize(sentences, dict.fromkeys(lexicon, ""))


def _words(*arguments):
    return _tokens(*arguments)["token"].tolist()


def test_lexicon_terms_stay_whole():
    text = "推动港产城融合发展"
    assert "港产城融合" not in _words(text)
    assert "港产城融合" in _words(text, ["港产城融合"])


def test_a_lexicon_term_does_not_cut_other_words_apart():
    assert _words("天津城市品质", ["津城"]) == ["天津", "城市", "品质"]
    assert "津城" in _words("统筹“津城”资源", ["津城"])


def test_numbers_dates_and_latin_are_kept_apart():
    tokens = _tokens("2022年1月11日,生产总值增长5.2%,达1.63万亿元,建5G基站6万个,用好RCEP。")
    assert list(zip(tokens["token"], tokens["kind"]))[:1] == [("2022年1月11日", "date")]
    kinds = dict(zip(tokens["token"], tokens["kind"]))
    assert kinds["5.2%"] == kinds["1.63万亿"] == kinds["6万"] == "number"
    assert kinds["RCEP"] == "latin" and kinds["增长"] == "word"


def test_a_lexicon_term_may_hold_digits():
    assert ("5G", "word") in set(
        _tokens("建设5G网络", ["5G"])[["token", "kind"]].itertuples(index=False, name=None)
    )


def test_offsets_count_from_the_raw_file():
    tokens = _tokens("建设港口", start=100)
    assert tokens["start"].iloc[0] == 100 and tokens["end"].iloc[-1] == 104


def test_every_lexicon_term_is_one_token(run):
    """Where a lexicon term stands alone between punctuation, no reading may cut it."""
    tokens = _words("。".join(run.lexicon), run.lexicon)
    assert tokens == list(run.lexicon)


def test_counts_agree_with_the_tokens(run):
    assert run.counts.shape == (len(run.paragraphs), len(run.terms))
    assert np.asarray(run.counts.sum(axis=0)).ravel().tolist() == run.terms["count"].tolist()
    assert (run.terms["paragraphs"] >= 3).all() and not run.terms["term"].isin(
        read_stop_words()
    ).any()
    term, row = run.terms["term"][0], 40
    inside = run.tokens[
        (run.tokens["paragraph"] == run.paragraphs["paragraph"][row])
        & (run.tokens["token"] == term)
    ]
    assert run.counts[row, 0] == len(inside)


def test_min_paragraphs_and_stop_words():
    tokens = pd.DataFrame(
        {
            "token": ["港口", "港口", "的确", "学校", "学"],
            "paragraph": ["a", "b", "a", "a", "b"],
            "kind": "word",
        }
    )
    matrix, terms = counts.count_terms(tokens, pd.DataFrame({"paragraph": ["a", "b"]}), {"的确"}, 1)
    assert terms["term"].tolist() == ["港口", "学校"] and matrix.toarray().tolist() == [
        [1, 1],
        [1, 0],
    ]
    assert counts.count_terms(tokens, pd.DataFrame({"paragraph": ["a", "b"]}), {"的确"}, 2)[1][
        "term"
    ].tolist() == ["港口"]


def test_candidate_phrases_by_log_likelihood():
    """G² of one 2×2 table by hand: 20 pairs, the pair 5 times, each word with no other partner."""
    rows = []
    for i in range(5):
        rows += [("绿色", f"s{i}"), ("港口", f"s{i}")]
    for i in range(5, 20):
        rows += [("甲乙", f"s{i}"), ("丙丁", f"s{i}")]
    tokens = pd.DataFrame(rows, columns=["token", "sentence"])
    tokens = tokens.assign(
        paragraph=tokens["sentence"],
        kind="word",
        start=range(0, 2 * len(rows), 2),
        end=range(2, 2 * len(rows) + 2, 2),
    )
    table = segment.candidate_phrases(tokens, set(), set()).set_index("phrase")
    import math

    assert table.loc["绿色港口", "g2"] == pytest.approx(
        2 * (5 * math.log(5 * 20 / 25) + 15 * math.log(15 * 20 / 225))
    )
    assert table.loc["绿色港口", "count"] == 5
    assert (
        "绿色港口" not in segment.candidate_phrases(tokens, set(), {"绿色港口"})["phrase"].tolist()
    )
