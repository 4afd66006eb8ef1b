"""Log-odds, dispersion and keyness of terms."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats
from sklearn.feature_extraction.text import TfidfVectorizer
from tables import counted

from policy_emphasis.inference import comparability, keyness, resample
from policy_emphasis.inference.resample import FEW
from policy_emphasis.language import Language
from policy_emphasis.measures import terms
from policy_emphasis.words import terms as words

D1, D2 = list("aaabbccccccdefghh"), list("aabccddddefh")
GIVEN = {"prior_words": 1000, "draws": 300, "seed": 7}
# The check values of Benjamini and Hochberg's procedure: p, and q as far as it is printed.
P_VALUES = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
P_VALUES += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1]
Q_VALUES = [0.0015, 0.003, 0.0095, 0.03562, 0.0603, 0.06386]


def benjamini_hochberg(p):
    """q of each p-value, by the definition: the least p·m/rank of any p as large."""
    rank = {value: i for i, value in enumerate(sorted(p), 1)}
    return [
        min(min(other * len(p) / rank[other] for other in p if other >= value), 1) for value in p
    ]


def _log_odds(uses, other_uses, prior):
    """By the formula, of one term: (uses, words) of either side, (pseudo-count, all of them)."""
    (y1, n1), (y2, n2), (a, all_a) = uses, other_uses, prior
    return np.log((y1 + a) / (n1 + all_a - y1 - a)) - np.log((y2 + a) / (n2 + all_a - y2 - a))


@pytest.fixture(scope="module")
def table(run):
    return keyness.place_terms(run.counted, list(run.places), **GIVEN)


def test_log_odds_reproduces_the_published_values():
    words = sorted({*D1, *D2})
    y1, y2 = (np.array([d.count(w) for w in words], dtype=float) for d in (D1, D2))
    prior = 10 * (y1 + y2) / (y1 + y2).sum()
    z = terms.z_score(y1, y2, prior)
    published = [0.0524, 0.2273, 0.8375, -1.4230, -0.1951, -0.1951, 0.6170, 0.2273]
    assert z.round(4).tolist() == published


def test_log_odds_takes_many_draws_at_once():
    prior = np.array([1.0, 2.0])
    uses, others = np.arange(400).reshape(200, 2), np.arange(400)[::-1].reshape(200, 2)
    many = terms.log_odds(uses, others, prior)
    for draw in (0, 63, 64, 199):
        assert many[draw] == pytest.approx(terms.log_odds(uses[draw], others[draw], prior))


@pytest.mark.parametrize("sublinear", [False, True])
def test_tfidf_is_scikit_learns_of_the_texts_themselves(run, sublinear):
    vocabulary = [f"w{j}" for j in range(run.counts.shape[1])]
    documents = [" ".join(np.repeat(vocabulary, row)) for row in run.counts.toarray()]
    vectorizer = TfidfVectorizer(
        token_pattern=r"\S+", lowercase=False, sublinear_tf=sublinear, vocabulary=vocabulary
    )
    ours = terms.tfidf(run.counts, sublinear_tf=sublinear)
    assert abs(vectorizer.fit_transform(documents) - ours).max() < 1e-12


def test_dispersion_is_0_for_an_even_term_and_1_for_one_in_a_smallest_part():
    counts = np.array([[1, 2, 0], [1, 0, 0], [2, 0, 0]])
    even, bursty, absent = terms.dispersion(counts, [10, 10, 20])
    assert (even, bursty) == pytest.approx((0, 1)) and np.isnan(absent)


def test_dispersion_of_one_part_alone_is_unknown():
    assert np.isnan(terms.dispersion(np.array([[3]]), [10])).all()


def test_dispersion_by_hand():
    found = terms.dispersion(sparse.csr_array([[1], [1], [1]]), [1, 1, 2])[0]
    assert found == pytest.approx((1 / 12 + 1 / 12 + 1 / 6) / 2 / 0.75)


@pytest.mark.parametrize(
    "place, term", [("tianjin", "港口"), ("zhaoqing", "农业"), ("sichuan", "我国")]
)
def test_place_terms_against_a_direct_computation(run, table, place, term):
    """Counts, rates and log-odds of the published table, from the tokens with plain loops."""
    words = run.tokens[run.tokens["token"].isin(run.terms["term"])]
    words = words[words["kind"].isin(["word", "latin"])]
    here = words["place"] == place
    uses = (words.loc[here, "token"] == term).sum(), here.sum()
    others = (words.loc[~here, "token"] == term).sum(), (~here).sum()
    prior = 1000 * (uses[0] + others[0]) / len(words), 1000
    row = table.set_index(["place", "term"]).loc[(place, term)]
    assert (row["count"], row["count_other"]) == (uses[0], others[0])
    assert row["per_1000"] == pytest.approx(1000 * uses[0] / uses[1])
    assert row["log_odds"] == pytest.approx(_log_odds(uses, others, prior))


def test_of_a_text_compared_with_none_every_word_is_as_frequent_and_stands_by_name(run):
    """Not by what is left where two logarithms are subtracted, which processors compute otherwise:
    neither in order nor in sign."""
    place = run.places[0]
    counted_there = run.counted.only(run.counted.in_place(place)).frequent([], min_paragraphs=1)
    alone = keyness.place_terms(counted_there, [place], **GIVEN)
    for column in ("log_odds", "z"):
        assert not alone[column].any() and not np.signbit(alone[column]).any()
    assert alone["term"].is_monotonic_increasing and len(alone) > 100


def test_fewer_draws_of_the_many_texts_hardly_move_an_interval(run, table, monkeypatch):
    # As where there are very many paragraphs, of which no place alone has so many.
    few = {len(run.paragraphs): resample.FEWEST}
    monkeypatch.setattr(
        resample, "affordable", lambda draws, paragraphs: few.get(paragraphs, draws)
    )
    found = keyness.place_terms(run.counted, list(run.places), **GIVEN)
    both = table.merge(found, on=["place", "term"], suffixes=("", "_few"))
    used = both[both["count"] >= keyness.MIN_USES]
    assert (both["z"] == both["z_few"]).all() and (both["q"] == both["q_few"]).all()
    assert (used["low"] != used["low_few"]).any()
    assert (abs(used["low"] - used["low_few"]) < used["se_boot"]).mean() > 0.95


def test_q_is_benjamini_and_hochbergs_over_the_tested_terms_of_a_place(run, table):
    assert benjamini_hochberg(P_VALUES)[:6] == pytest.approx(Q_VALUES, abs=1e-5)
    own, here = table[table["place"] == "tianjin"], run.counted.in_place("tianjin")
    p = pd.Series(keyness.burst_adjusted_test(run.counts, here, ~here), run.terms["term"])
    tested = own[own["tested"]]
    assert tested["q"].to_numpy() == pytest.approx(benjamini_hochberg(p[tested["term"]].tolist()))
    assert (own.loc[~own["tested"], "q"] == 1).all()


def test_a_distinctive_term_passes_every_condition(table):
    found = table[table["distinctive"]]
    assert len(found) and (found["q"] < 0.05).all() and found["tested"].all()
    assert (found["low"] > 0).all() and (found["paragraphs"] >= 3).all()


def test_the_published_terms_have_no_gap(table):
    assert not table.select_dtypes("number").drop(columns="dp_norm").isna().any().any()


def test_burst_adjusted_test_is_the_exact_binomial_where_words_come_one_by_one():
    counts = sparse.csr_array(np.array([[1, 9]] * 8 + [[0, 10]] * 12))
    first = np.arange(20) < 10
    exact = stats.binomtest(8, 8, 0.5).pvalue
    assert keyness.burst_adjusted_test(counts, first, ~first)[0] == pytest.approx(exact, rel=0.01)


def test_a_burst_counts_as_about_one_observation():
    burst = np.zeros((40, 2), dtype=int)
    burst[:, 1] = 10
    spread = burst.copy()
    burst[0, 0] = 8
    spread[:8, 0] = 1
    first = np.arange(40) < 20
    of_burst, of_spread = (
        keyness.burst_adjusted_test(sparse.csr_array(counts), first, ~first)[0]
        for counts in (burst, spread)
    )
    assert of_burst > 0.5 and of_spread < 0.02


def test_fewer_than_two_reports_leave_no_pair_but_all_columns():
    texts = counted([[6, 1], [1, 6]], places=["a", "b"])
    given = {"prior_words": 10, "draws": 100, "seed": 1}
    pair = keyness.report_pairs(texts, ["a", "b"], **given)
    alone = keyness.report_pairs(texts, ["a"], **given)
    assert alone.empty and list(alone) == list(pair) and len(pair) == 2


@pytest.mark.parametrize("series_zh", ["山西", "山西省", "山西2019"])
def test_no_form_of_a_places_own_name_leads(series_zh):
    words = ["山西", "山西省", "山西省委", "煤炭"]
    terms = pd.DataFrame({"term": words, "place": "a", "tested": True, "low": 1.0, "paragraphs": 9})
    documents = pd.DataFrame({"place": ["a"], "series_zh": [series_zh]})
    assert keyness.leading(terms, documents, "a")["term"].tolist() == ["煤炭"]


def test_leading_words_that_an_article_changes_are_counted():
    rows = [[9, 1, 3]] * FEW + [[1, 9, 3]] * FEW + [[9, 1, 3]] * FEW
    texts = counted(rows, places=["a"] * FEW + ["b"] * FEW + ["c"] * FEW)
    genres = ["work report", "work report", "article"]
    documents = pd.DataFrame({"place": ["a", "b", "c"], "genre": genres, "paragraphs": FEW})
    given = {"prior_words": 10, "draws": 200, "seed": 1}
    found = comparability.without_articles(texts, documents, n_terms=1, **given)
    assert found["place"].tolist() == ["a", "b"] and found["kept"].eq(found["of"]).all()
    assert comparability.without_articles(texts, documents[:2], n_terms=1, **given).empty


PHRASES = ["高质量发展", "乡村振兴", "科技创新", "产业集群", "生态环境", "创新"]


def _overlap(**texts):
    tokens = [(place, word) for place, words in texts.items() for word in words]
    found = pd.DataFrame(tokens, columns=["place", "token"])
    return terms.phrase_overlap(found, PHRASES, list(texts))


def test_the_overlap_is_that_of_szymkiewicz_and_simpson():
    """Simpson (1943): 100 C / N₁, of which N₁ is the smaller fauna: 2 of 3 and 4 kinds are 2/3."""
    few, many = PHRASES[:3], PHRASES[1:5]
    found = _overlap(a=[*many, "创新", "其他"], b=[*few, *few]).iloc[0]  # 创新 is no set phrase
    assert found.tolist() == ["b", "a", 3, 2, 2 / 3]


def test_the_pair_with_most_in_common_comes_first_and_a_text_without_phrases_in_none():
    found = _overlap(a=PHRASES[:2], b=PHRASES[2:4], c=PHRASES[:4], d=["创新"])
    assert found[["smaller", "larger", "overlap"]].to_numpy().tolist() == [
        ["a", "c", 1.0],
        ["b", "c", 1.0],
        ["a", "b", 0.0],
    ]
    assert _overlap(a=PHRASES, d=["创新"]).empty


def test_of_very_many_paragraphs_fewer_draws_of_all_texts_are_made_and_that_is_said():
    def said(paragraphs, own=300):
        run = SimpleNamespace(parameters=SimpleNamespace(draws=2000))
        everyone = SimpleNamespace(paragraphs=range(paragraphs))
        given = {"run": run, "everyone": everyone, "say": Language("en").say}
        given["documents"] = pd.DataFrame({"paragraphs": [200, own]})
        return words.fewer_draws(SimpleNamespace(**given))

    assert said(20_000) == ""
    assert "2,000 draws of each place" in said(40_000) and "on 1,000 of all texts" in said(40_000)
    assert "on 200 of all texts" in said(10_000_000)
    assert "1,000 draws of each place" in said(100_000, own=40_000)
