"""Sentences coded by theme, and the shares that follow."""

import re

import numpy as np
import pandas as pd
import pytest
from tables import sentences

from policy_emphasis import paths
from policy_emphasis.inference import shares
from policy_emphasis.measures import themes
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.lists import read_codebook

CODEBOOK = pd.DataFrame(
    {
        "theme": ["ports", "farms", "uncoded"],
        "label_en": ["Ports", "Farms", "Uncoded"],
        "label_zh": ["港", "农", "无"],
        "cap": pd.array([10, 4, None], dtype="Int64"),
        "terms": [["港口", "航运"], ["农业", "农村", "港口农业"], ["农业部"]],
    }
)
ENTRY = "{{theme: {0}, label_en: A, label_zh: A, cap: 1, note: n, terms: [{1}]}}"
LONGEST = 16  # characters of a term that the plain loops below look for
RATES = pd.DataFrame(
    {"theme": ["ports"], "sensitivity": 0.9, "n": 50.0, "false_rate": 0.1, "n_other": 500.0}
)


def _coded(*texts, coding="shared"):
    return themes.code_sentences(sentences(*texts), CODEBOOK, coding)


def _every(rows, codebook=CODEBOOK):
    return themes.with_uncoded(rows, themes.code_sentences(rows, codebook))


def test_a_sentences_weight_is_shared_by_hits():
    coded = _coded("港口航运带动农业").set_index("theme")
    assert coded.loc["ports", ["hits", "matched"]].tolist() == [2, "港口 航运"]
    assert coded["weight"].to_dict() == pytest.approx({"ports": 2 / 3, "farms": 1 / 3})


def test_the_main_theme_takes_all():
    coded = _coded("港口航运带动农业", "港口和农村", coding="main")
    main = coded.loc[coded["weight"] > 0, ["sentence", "theme"]]
    assert main.to_numpy().tolist() == [["s0", "ports"], ["s1", "ports"]]


def _random_texts(terms, n, seed):
    """Texts in which the terms, and beginnings and ends of them, run into each other."""
    random = np.random.default_rng(seed)
    pieces = [
        *terms,
        *(term[:-1] for term in terms),
        *(term[1:] for term in terms),
        "。",
        "a",
        "𠮷",
    ]
    return ["".join(random.choice(pieces, random.integers(12))) for _ in range(n)]


def test_of_terms_that_overlap_those_count_that_the_longest_first_pattern_finds():
    for seed in range(20):
        pieces = _random_texts(["港", "口农", "𠮷", "aé"], 12, seed)
        terms = [*dict.fromkeys(piece for piece in pieces if piece)]
        texts = _random_texts(terms, 50, seed)
        pattern = re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))
        expected = [
            (i, terms.index(match[0]), *match.span())
            for i, text in enumerate(texts)
            for match in pattern.finditer(text)
        ]
        found = themes.found_in(pd.Series(texts), terms)
        assert list(zip(*found.tolist(), strict=True)) == expected and len(expected) > len(texts)


def test_many_sentences_are_coded_as_each_of_them_by_hand():
    theme_of = {term: row.theme for row in CODEBOOK.itertuples() for term in row.terms}
    texts = _random_texts(list(theme_of), 300, seed=1)
    pattern = re.compile("|".join(sorted(theme_of, key=len, reverse=True)))
    for coding in ("shared", "main"):
        expected = []
        for i, text in enumerate(texts):
            found = [(theme_of[word], word) for word in pattern.findall(text)]
            found = [(theme, word) for theme, word in found if theme != "uncoded"]
            words = {
                theme: [word for other, word in found if other == theme]
                for theme in ("ports", "farms")
            }
            ranked = sorted(filter(words.get, words), key=lambda theme: -len(words[theme]))
            for rank, theme in enumerate(ranked):
                hits = len(words[theme])
                weight = hits / len(found) if coding == "shared" else float(rank == 0)
                expected.append((f"s{i}", theme, hits, weight, " ".join(words[theme])))
        coded = _coded(*texts, coding=coding)
        assert list(coded.itertuples(index=False, name=None)) == expected and len(expected) > 200


def test_without_a_hit_no_sentence_is_coded():
    coded = _coded("其他。", "")
    assert coded.empty and _every(sentences("其他。"))["theme"].tolist() == ["uncoded"]


def test_the_longest_term_counts_and_masked_phrases_do_not():
    coded = _coded("港口农业", "农业部发文")[["sentence", "theme", "matched"]]
    assert coded.to_numpy().tolist() == [["s0", "farms", "港口农业"]]


def test_characters_are_shared_and_what_no_term_matches_is_uncoded():
    mass = themes.theme_mass(_every(sentences("港口港口农村。", "其他。")), CODEBOOK)
    expected = [7 * 2 / 3, 7 / 3, 0, 0, 0, 3]
    assert mass.to_numpy().ravel().tolist() == pytest.approx(expected)


def _table(every, codebook, paragraphs, *, places):
    """The published table of themes, with the coding errors of RATES."""
    given = {"every": every, "codebook": codebook, "rates": RATES, "places": places}
    mass = themes.theme_mass(every, codebook)
    return shares.theme_table(mass, paragraphs, **given, draws=100, seed=1)


def test_shares_sum_to_one_and_carrying_sentences_are_counted():
    rows = sentences("港口港口农村。", "其他。")
    given = {"rates": RATES, "places": ["a"], "draws": 100, "seed": 1}
    table = shares.theme_table(
        themes.theme_mass(_every(rows), CODEBOOK),
        rows,
        every=_every(rows),
        codebook=CODEBOOK,
        **given,
    )
    whole = table[table["stage"] == "all"].set_index("theme")
    assert whole["share"].sum() == pytest.approx(1)
    assert whole.loc["ports", "share"] == pytest.approx(7 * 2 / 3 / 10)
    assert whole["n_sentences"].to_dict() == {"ports": 1, "farms": 1, "uncoded": 1}
    # Of ports 90% are seen, and 10% of all else is taken for them; the others are not known of.
    assert whole.loc["ports", "corrected"] == pytest.approx((7 * 2 / 3 / 10 - 0.1) / 0.8)
    assert whole.loc[["farms", "uncoded"], "corrected"].isna().all()


def _hits(text, theme_of):
    """The themes of a text's terms, in plain loops: the longest term at each place counts."""
    start, found = 0, []
    while start < len(text):
        pieces = (text[start : start + n] for n in range(LONGEST, 0, -1))
        term = next((piece for piece in pieces if piece in theme_of), "")
        found += [theme_of[term]] if term and theme_of[term] != "uncoded" else []
        start += max(len(term), 1)
    return found


def test_one_share_of_the_seed_counted_again_with_plain_loops(run):
    codebook = read_codebook()
    every, places = _every(run.sentences, codebook), list(run.places)
    table = _table(every, codebook, run.paragraphs, places=places)
    theme_of = {term: row.theme for row in codebook.itertuples() for term in row.terms}
    plan = run.sentences[run.sentences["stage"].isin(["plan", "governance"])]
    carried = 0.0
    for text in plan.loc[plan["place"] == "tianjin", "text"]:
        hits = _hits(text, theme_of)
        carried += len(text) * hits.count("transport") / max(len(hits), 1)
    characters = plan.loc[plan["place"] == "tianjin", "characters"].sum()
    share = table.set_index(["theme", "place", "stage"])["share"]
    assert share["transport", "tianjin", "plan"] == pytest.approx(carried / characters)


def test_every_term_of_the_codebook_has_one_theme():
    codebook = read_codebook()
    terms = [term for row in codebook["terms"] for term in row]
    assert len(set(terms)) == len(terms) and max(map(len, terms)) <= LONGEST
    assert 15 <= len(codebook) - 1 <= 26 and codebook["cap"].dropna().between(1, 23).all()


@pytest.mark.parametrize(
    "entries, said",
    [
        ([("a", "x"), ("b", "x"), ("uncoded", "")], "stands in a too"),
        ([("a", "x")], "the last entry has to be"),
    ],
)
def test_a_faulty_codebook_is_named(tmp_path, entries, said):
    path = tmp_path / "codebook.yaml"
    path.write_text("\n".join("- " + ENTRY.format(*entry) for entry in entries))
    with pytest.raises(ProjectError, match=said):
        read_codebook(path)


@pytest.mark.parametrize(
    "text, said",
    [
        ("- {theme: a, terms: [x]}", "label_en"),
        ("- {theme: a", "not readable as YAML"),
        ("", "valid list"),
    ],
)
def test_a_file_that_is_no_codebook_is_named(tmp_path, text, said):
    path = tmp_path / "codebook.yaml"
    path.write_text(text)
    with pytest.raises(ProjectError, match=said):
        read_codebook(path)


def test_the_committed_codebook_is_data_that_people_can_edit():
    text = (paths.REFERENCE / "codebook.yaml").read_text(encoding="utf-8")
    assert text.startswith("#") and "terms:" in text
