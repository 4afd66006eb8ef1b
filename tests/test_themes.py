import pandas as pd
import pytest

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
        "cap": [10, 4, None],
        "note": "",
        "terms": [["港口", "航运"], ["农业", "农村", "港口农业"], ["农业部"]],
    }
)


def _sentences(*texts):
    return pd.DataFrame(
        [
            dict(
                sentence=f"s{i}",
                paragraph=f"p{i}",
                place="a",
                stage="plan",
                characters=len(t),
                text=t,
            )
            for i, t in enumerate(texts)
        ]
    )


def test_a_sentences_weight_is_shared_by_hits():
    coded = themes.code_sentences(_sentences("港口航运带动农业"), CODEBOOK).set_index("theme")
    assert coded.loc["ports", ["hits", "matched"]].tolist() == [2, "港口 航运"]
    assert coded["weight"].to_dict() == pytest.approx({"ports": 2 / 3, "farms": 1 / 3})


def test_the_main_theme_takes_all():
    coded = themes.code_sentences(_sentences("港口航运带动农业", "港口和农村"), CODEBOOK, "main")
    assert coded[coded["weight"] > 0][["sentence", "theme"]].to_numpy().tolist() == [
        ["s0", "ports"],
        ["s1", "ports"],
    ]


def test_the_longest_term_counts_and_masked_phrases_do_not():
    coded = themes.code_sentences(_sentences("港口农业", "农业部发文"), CODEBOOK)
    assert coded[["sentence", "theme", "matched"]].to_numpy().tolist() == [
        ["s0", "farms", "港口农业"]
    ]


def test_shares_sum_to_one_and_count_characters():
    sentences = _sentences("港口港口农村。", "其他。")
    characters, carrying = themes.theme_characters(
        sentences, themes.code_sentences(sentences, CODEBOOK), CODEBOOK
    )
    assert characters.to_numpy().ravel().tolist() == pytest.approx([7 * 2 / 3, 7 / 3, 0, 0, 0, 3])
    table = shares.theme_table(
        characters, carrying, CODEBOOK.astype({"cap": "Int64"}), sentences, ["a"], 100, 1
    )
    whole = table[table["stage"] == "all"].set_index("theme")
    assert whole["share"].sum() == pytest.approx(1) and whole.loc[
        "ports", "share"
    ] == pytest.approx(7 * 2 / 3 / 10)
    assert whole["n_sentences"].to_dict() == {"ports": 1, "farms": 1, "uncoded": 1}


def test_the_seeds_shares_by_hand(run):
    """One theme's share of Tianjin's plan, counted again with plain loops over the raw sentences."""
    codebook = read_codebook()
    coded = themes.code_sentences(run.sentences, codebook)
    characters, carrying = themes.theme_characters(run.sentences, coded, codebook)
    table = shares.theme_table(
        characters, carrying, codebook, run.paragraphs, list(run.places), 100, 1
    )
    owner = {term: row.theme for row in codebook.itertuples() for term in row.terms}
    got = total = 0.0
    for s in run.sentences.itertuples():
        if s.place == "tianjin" and s.stage in ("plan", "governance"):
            i, hits = 0, []
            while i < len(s.text):
                term = next(
                    (s.text[i : i + n] for n in range(16, 0, -1) if s.text[i : i + n] in owner),
                    None,
                )
                hits += [owner[term]] if term and owner[term] != "uncoded" else []
                i += len(term) if term else 1
            total += len(s.text)
            got += len(s.text) * hits.count("transport") / max(len(hits), 1)
    row = table[
        (table["theme"] == "transport") & (table["place"] == "tianjin") & (table["stage"] == "plan")
    ]
    assert row["share"].item() == pytest.approx(got / total)


def test_every_term_has_one_theme_and_the_longest_is_within_the_tests_reach():
    codebook = read_codebook()
    terms = [t for row in codebook["terms"] for t in row]
    assert len(set(terms)) == len(terms) and max(map(len, terms)) <= 16
    assert 15 <= len(codebook) - 1 <= 26 and codebook["cap"].dropna().between(1, 23).all()


@pytest.mark.parametrize(
    "text, said",
    [
        (
            "- {theme: a, label_en: A, label_zh: A, cap: 1, note: n, terms: [x]}\n- {theme: b, label_en: A, label_zh: A, cap: 1, note: n, terms: [x]}\n- {theme: uncoded, label_en: A, label_zh: A, cap: null, note: n, terms: []}",
            "stands in a too",
        ),
        (
            "- {theme: a, label_en: A, label_zh: A, cap: 1, note: n, terms: [x]}",
            "the last entry has to be",
        ),
        ("- {theme: a, terms: [x]}", "label_en"),
        ("- {theme: a", "cannot be read"),
        ("", "valid list"),
    ],
)
def test_a_faulty_codebook_is_named(tmp_path, text, said):
    path = tmp_path / "codebook.yaml"
    path.write_text(text)
    with pytest.raises(ProjectError, match=said):
        read_codebook(path)


def test_the_committed_codebook_is_data_that_people_can_edit():
    text = (paths.REFERENCE / "codebook.yaml").read_text(encoding="utf-8")
    assert text.startswith("#") and "terms:" in text
