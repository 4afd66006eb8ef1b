"""All texts of a run together: each against the rest, years, groups, passages, targets."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from tables import SIZE, counted, paragraphs

from policy_emphasis.inference import groups, rest, trends
from policy_emphasis.language import Language
from policy_emphasis.measures import likeness, reuse
from policy_emphasis.page import all_tables, spreads
from policy_emphasis.quantities import growth
from policy_emphasis.words import all_texts

THEMES = pd.Index(["farms", "ports", "schools", "uncoded"], name="theme")
TEXTS, EACH = 14, 40  # texts, and paragraphs of each


def _family(random, *, texts=TEXTS, differ=0.3, odd=0.0):
    """Paragraphs of texts that give each theme its own share, more or less; the first gives `odd`
    more of its paragraphs to farms. Returns characters by theme, and the paragraphs."""
    places = [f"p{i:02d}" for i in range(texts)]
    weights = np.exp(random.normal(0, differ, (texts, 4))) * [0.15, 0.15, 0.3, 0.4]
    weights /= weights.sum(axis=1, keepdims=True)
    weights[0] = (1 - odd) * weights[0] + odd * np.array([1, 0, 0, 0])
    chosen = [random.choice(4, EACH, p=weight) for weight in weights]
    table = paragraphs(np.repeat(places, EACH))
    mass = pd.DataFrame(np.eye(4)[np.concatenate(chosen)] * SIZE, columns=THEMES)
    return mass, table, places


def test_a_text_that_stands_out_is_clear_and_the_others_are_not():
    found = rest.against_rest(*_family(np.random.default_rng(1), texts=20, odd=0.7))
    assert found.loc[found["clear"], ["place", "theme"]].to_numpy().tolist() == [["p00", "farms"]]
    first = found.iloc[0]
    assert first["share"] > first["expected_high"] > first["rest"] > first["expected_low"]
    assert set(found["theme"]) == {"farms", "ports", "schools"}  # what is uncoded is no theme
    assert rest.standing(found)["place"].iloc[-1] == "p00"


@pytest.mark.parametrize("differ", [0.0, 0.6], ids=["texts alike", "texts that differ"])
def test_where_no_text_stands_out_a_clear_share_is_rare(differ):
    random = np.random.default_rng(2)
    families = [rest.against_rest(*_family(random, differ=differ)) for _ in range(25)]
    outside = np.mean([(found["p"] < 0.05).mean() for found in families])
    assert np.mean([found["clear"].any() for found in families]) <= 0.16  # 5%, and what 25 may show
    assert 0.01 < outside < 0.08


def test_few_texts_are_set_beside_each_other_but_not_tested():
    found = rest.against_rest(*_family(np.random.default_rng(3), texts=rest.LEAST_OTHERS))
    assert found["q"].isna().all() and not found["clear"].any() and found["z"].notna().all()
    assert rest.against_rest(*_family(np.random.default_rng(3), texts=2)).empty


def test_of_other_genres_and_short_texts_nothing_is_compared():
    documents = pd.DataFrame({"place": [f"p{i}" for i in range(12)], "paragraphs": 50})
    documents["genre"] = ["news article", *["work report"] * 11]
    documents.loc[1, "paragraphs"] = 9
    assert rest.alike(documents) == [f"p{i}" for i in range(2, 12)]


def _yearly(random, *, series, years, slope=0.0, like=0.0):
    """Shares of one theme, and the texts: noise that is alike from year to year, and a trend."""
    rows = []
    for name in series:
        noise = 0.0
        for i, year in enumerate(years):
            noise = like * noise + random.normal(0, 0.02)
            share = np.sin(0.3 + slope * i + noise) ** 2
            rows.append((f"{name}-{year}", name, year, share))
    texts = pd.DataFrame(rows, columns=["place", "series", "year", "share"])
    shares = texts[["place", "share"]].assign(
        theme="farms", low=texts["share"], high=texts["share"]
    )
    return shares, texts.drop(columns="share")


def test_a_theme_that_rises_is_clear_with_its_change_over_all_years():
    years = trends.by_year(
        *_yearly(np.random.default_rng(4), series="a", years=range(12), slope=0.01)
    )
    found = trends.trends(years).iloc[0]
    true = np.sin(0.3 + 0.11) ** 2 - np.sin(0.3) ** 2
    assert found["clear"] and found["low"] < true < found["high"] and found["years"] == 12


@pytest.mark.parametrize("like", [0.0, 0.5])
def test_where_nothing_moves_a_trend_is_rare_even_if_years_are_alike(like):
    random = np.random.default_rng(5)
    given = {"series": "a", "years": range(20), "like": like}
    p = [trends.trends(trends.by_year(*_yearly(random, **given)))["p"][0] for _ in range(40)]
    assert np.mean(np.array(p) < 0.05) <= 0.15


def test_places_that_come_and_go_make_no_trend():
    shares, texts = _yearly(np.random.default_rng(6), series="ab", years=range(8))
    shares.loc[texts["series"] == "b", ["share", "low", "high"]] += 0.3
    late = (texts["series"] == "a") | (texts["year"] > 3)
    found = trends.by_year(shares[late], texts[late])
    assert found["n"].tolist() == [1, 1, 1, 1, 2, 2, 2, 2]
    assert abs(trends.trends(found)["change"][0]) < 0.05


def test_four_years_are_shown_and_not_tested_and_two_are_not_shown():
    four = trends.by_year(*_yearly(np.random.default_rng(7), series="a", years=range(4)))
    assert len(four) == 4 and trends.trends(four)["p"].isna().all()
    assert trends.by_year(*_yearly(np.random.default_rng(7), series="a", years=range(2))).empty


def test_groups_of_five_texts_have_medians_and_a_test_with_places_as_units():
    texts = pd.DataFrame({"place": [f"p{i}" for i in range(14)], "series": range(14)})
    texts = texts.assign(level=["city"] * 6 + ["province"] * 5 + ["county"] * 3, year=2024)
    shares = pd.DataFrame({"place": texts["place"], "theme": "farms", "share": np.arange(14) / 100})
    found = groups.medians(shares, texts).set_index("group")
    assert found["median"].to_dict() == pytest.approx({"city": 0.025, "province": 0.08})
    assert found["n"].to_dict() == {"city": 6, "province": 5} and found["clear"].all()
    one_place = groups.medians(shares, texts.assign(series=0))
    assert not one_place["clear"].any()  # its texts are one observation


COPIED = "以更大力度推动港口型国家物流枢纽建设提质增效"
EVERYBODY = "坚持以人民为中心的发展思想不动摇不松劲不懈怠"


def _texts(**texts):
    table = pd.DataFrame({"place": list(texts), "text": list(texts.values())})
    return table.assign(paragraph=table["place"] + "-p001")


def test_a_copied_passage_is_found_though_its_punctuation_differs():
    texts = _texts(
        a=f"我们要建好码头，{COPIED}。{EVERYBODY}。",
        b=f"明年{COPIED[:9]}、{COPIED[9:]}，办好学校。{EVERYBODY}，今年也要把乡村振兴抓实抓好抓出成效。",
        c=f"城里的事情先放一放。{EVERYBODY}。",
        d=f"县里该做哪些，{EVERYBODY}。",
    )
    found = reuse.shared_passages(texts)
    assert found[["place_a", "place_b"]].to_numpy().tolist() == [["a", "b"]]
    assert found["text"][0].startswith(COPIED) and found["paragraph"][0] == "a-p001"
    length = len(re.sub(r"\W", "", texts["text"][0]))
    assert found["characters"][0] >= len(COPIED) and found["share"][0] <= 1
    assert found["share"][0] == pytest.approx(found["characters"][0] / length)


def test_one_text_under_two_names_shares_all_and_short_texts_nothing():
    found = reuse.shared_passages(_texts(a=COPIED, b=COPIED, c="短"))
    assert found[["share", "longest"]].to_numpy().tolist() == [[1.0, len(COPIED)]]
    assert reuse.shared_passages(_texts(a="短", b="短")).empty


def test_the_nearest_text_is_that_with_the_same_words():
    counts = counted([[3, 0, 1], [0, 4, 1], [6, 0, 1], [0, 9, 1]], places=list("abcd"))
    cosines = likeness.by_words(counts, list("abcd"))
    found = likeness.nearest(cosines, list("abcd"))
    assert found["nearest"].tolist() == ["c", "d", "a", "b"]
    assert np.allclose(np.diag(cosines), 1) and (found["typical"] < found["cosine"]).all()


def _documents():
    table = pd.DataFrame({"place": ["a-1", "a-2", "b-2", "c-2", "d-2", "e-2"]})
    table["series"], table["year"] = table["place"].str[0], table["place"].str[2].astype(int)
    return table.assign(genre=["work report"] * 5 + ["news article"])


def _headline():
    table = pd.DataFrame({"place": ["a-1", "a-2", "b-2"], "value_low": [6, 5.0, np.nan]})
    table = table.assign(normal_low=table["value_low"], normal_high=table["value_low"])
    return table.assign(indicator_id="gdp", kind="growth", normal_unit="%")


def test_a_target_has_its_figure_and_the_one_before_or_the_reason_why_it_has_none():
    stages = pd.DataFrame({"place": ["a-1", "a-2", "b-2", "c-2", "e-2"], "stage": "plan"})
    found = pd.DataFrame({"place": ["a-1", "a-2", "b-2"], "stage": "plan"})
    table = growth.growth(_headline(), found, _documents(), paragraphs=stages).set_index("place")
    assert table["standing"].to_dict() == {
        "a-1": growth.STATED,
        "a-2": growth.STATED,
        "b-2": growth.IN_WORDS,
        "c-2": growth.NO_NUMBER,
        "d-2": growth.NO_PLAN,
        "e-2": growth.NO_REPORT,
    }
    assert table["before"].dropna().to_dict() == {"a-2": 6.0}
    years = growth.by_year(table.reset_index()).set_index("year")
    assert years.loc[2, ["n", "stated", "median"]].tolist() == [5, 1, 5.0]


def test_headline_targets_in_percent_have_a_range():
    targets = pd.DataFrame({"indicator_id": ["gdp", "gdp", "jobs"], "value_low": [5, 7, 3e5]})
    targets = targets.assign(normal_low=targets["value_low"], normal_unit=["%", "%", "人"])
    found = growth.ranges(targets.assign(label_en="", label_zh=""))
    ends = ["indicator_id", "n", "median", "lowest", "highest"]
    assert found[ends].to_numpy().tolist() == [["gdp", 2, 6.0, 5.0, 7.0]]


def test_a_sentence_names_six_places_and_how_many_more_there_are():
    analysis = SimpleNamespace(language=Language("en"), say=Language("en").say)
    places = [f"p{i}" for i in range(9)]
    assert all_texts.named(places[:2], analysis) == "P0 and P1"
    assert all_texts.named(places, analysis) == "P0, P1, P2, P3, P4, P5 and 3 more"


def test_a_line_over_the_years_breaks_where_one_is_missing():
    yearly = pd.DataFrame({"year": [2001, 2002, 2005], "share": [1.0, 2.0, 3.0]})
    yearly = yearly.assign(low=yearly["share"] / 2, high=yearly["share"] * 2)
    svg = spreads.panel(yearly, (2001, 2005), Language("en"), clear=True, far=4)
    assert svg.count('stroke-width="1.5"') == 2 and "place-0" in svg and "nan" not in svg


def _heat_of(n, focus):
    """The heat table of n texts of two themes, some of them compared in detail."""
    places = [f"p{i}" for i in range(n)]
    documents = pd.DataFrame({"place": places, "place_zh": "某地", "genre": "work report"})
    rows = [(name, theme, 0.5, 0.4, 0.1, False) for name in places for theme in ("x", "y")]
    columns = ["place", "theme", "share", "rest", "z", "clear"]
    texts = SimpleNamespace(shares=pd.DataFrame(rows, columns=columns), documents=documents)
    texts.medians = pd.Series({"x": 0.5, "y": 0.5})
    texts.standing = pd.DataFrame({"place": places[::-1], "distance": range(n)})
    names = {"theme_names": {"x": "X", "y": "Y"}, "language": Language("en")}
    analysis = SimpleNamespace(documents=documents.iloc[focus], say=Language("en").say, **names)
    return all_tables.heat(texts, analysis).data


def test_of_very_many_texts_a_table_holds_the_first_and_those_in_detail():
    few, many = _heat_of(9, [8]), _heat_of(3 * all_tables.SORTED, [-1])
    assert few.count("<tr>") - 1 == 9 and "stand here" not in few
    assert many.count("<tr>") - 1 == all_tables.SORTED + 1
    assert f"Of {3 * all_tables.SORTED} texts {all_tables.SORTED + 1} stand here" in many
