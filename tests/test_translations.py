"""The English of the texts: every sentence and heading, its figures, one term one translation."""

import re

import pandas as pd
import pytest

from policy_emphasis.page.english import english, of_text
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.documents import folder_of, raw_text
from policy_emphasis.reference.translations import digest, read_translations


@pytest.fixture(scope="module")
def translated():
    return read_translations()


@pytest.fixture(scope="module")
def pairs(run, translated):
    """Sentences and headings with their English."""
    chinese = pd.concat([run.sentences[["sentence", "text"]], _headings(run)])
    chinese = chinese.assign(sha256=chinese["text"].map(digest))
    return chinese.merge(translated.drop(columns="sentence"), on="sha256", how="left")


def _headings(run):
    found = run.headings
    names = found["document"] + "-h" + found["start"].astype(str)
    return pd.DataFrame({"sentence": names, "text": found["text"]})


def test_every_sentence_and_heading_has_english_that_was_read_against_it(pairs):
    assert pairs.loc[pairs["english"].isna(), "sentence"].tolist() == []
    assert pairs.loc[pairs["reviewed"] != "yes", "sentence"].tolist() == []
    assert not pairs["english"].str.contains(r"[\u3400-\u9fff]|\s{2}").any()


def test_what_was_dropped_has_english_too(run, translated):
    known = set(translated["sha256"])
    dropped = run.ledger[~run.ledger["kept"]]
    texts = [
        raw_text(row.file, folder_of(run.corpus))[row.start : row.end].strip()
        for row in dropped.itertuples()
    ]
    assert [
        text for text in texts if re.search("[一-鿿]", text) and digest(text) not in known
    ] == []


def test_no_english_is_left_of_a_sentence_that_is_gone(run, translated):
    there = set(run.sentences["text"].map(digest)) | set(run.headings["text"].map(digest))
    kept = translated[~translated["sentence"].str.startswith("dropped-")]
    assert set(kept["sha256"]) <= there
    named = dict(zip(run.sentences["sentence"], run.sentences["text"].map(digest), strict=True))
    named |= {row.sentence: digest(row.text) for row in _headings(run).itertuples()}
    assert all(named[row.sentence] == row.sha256 for row in kept.itertuples())


CHINESE = re.compile(r"(\d+(?:\.\d+)?)(万亿|亿|万|千(?!伏)|百)?(?!月|\d)")
ENGLISH = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?:[ -](trillion|billion|million|thousand|hundred))?")
SIZE = {"万亿": 1e12, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 100, "": 1}
SIZE |= {"trillion": 1e12, "billion": 1e9, "million": 1e6, "thousand": 1e3, "hundred": 100}
NUMERALS = "[一二三四五六七八九十百千万亿两双]"


def _figures(pattern, text):
    found = ((number.replace(",", ""), size) for number, size in pattern.findall(text))
    return {round(float(number) * SIZE[size], 4) for number, size in found}


def test_every_figure_of_the_chinese_stands_in_the_english_and_no_other(pairs):
    for row in pairs.itertuples():
        chinese = _figures(CHINESE, row.text)
        english = _figures(ENGLISH, row.english.replace("COVID-19", ""))
        assert chinese <= english, row.sentence
        assert chinese == english or re.search(NUMERALS + "|月", row.text), row.sentence


LIGHT = {"with", "from", "that", "into", "make", "take", "rive"}  # with a name: a river


def _stems(words):
    return [word[:4] for word in re.findall(r"[a-z0-9&]{4,}", words.lower().replace("’", ""))]


def test_one_term_has_one_translation_that_of_the_lexicon(run, pairs):
    """Wherever a term of the lexicon is a word of a sentence, its English holds the gloss, in
    whatever form; what stands in brackets in the gloss may be left out."""
    words = run.tokens[run.tokens["token"].isin(run.lexicon)].groupby("sentence")["token"]
    meaning = dict(zip(pairs["sentence"], pairs["english"], strict=True))
    compared, other = 0, []
    for sentence, tokens in words:
        there = set(_stems(meaning[sentence]))
        for term in set(tokens):
            gloss = re.sub(r"\(.*?\)", "", run.lexicon[term]).replace("'", "")
            compared += 1
            if not set(_stems(gloss)) <= there | LIGHT:
                other.append((sentence, term, run.lexicon[term]))
    assert compared > 1000 and other == []


def test_a_sentence_whose_chinese_changed_loses_its_english(run):
    first = run.sentences["text"].iloc[0]
    assert of_text(first, run) and of_text(first + "。", run) == ""


def test_a_sentence_without_a_translation_is_said_by_its_words(run):
    found = pd.DataFrame({"sentence": ["x"], "text": ["推动高质量发展和<b>乡村振兴"]})

    class Other:
        language, lexicon, gloss = run.language, run.lexicon, run.gloss
        translations, sentences = {}, found

    (shown,) = english(found, [""] * len(found), Other)
    assert "high-quality development" in shown and "rural revitalisation" in shown
    assert "english" not in shown and "<b>" not in shown


@pytest.mark.parametrize(
    ("second", "fault"),
    [("s2,0a,Two.,me,maybe", "reviewed is yes or no"), ("s2,0b,Two.,me,no", "stands twice")],
)
def test_faulty_translations_are_refused(tmp_path, second, fault):
    path = tmp_path / "translations.csv"
    head = "sentence,sha256,english,translator,reviewed\ns1,0b,One.,me,no\n"
    path.write_text(head + second + "\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=fault):
        read_translations(path)
