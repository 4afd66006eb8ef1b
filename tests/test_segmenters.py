"""jieba and rjieba: the same tokens, at the same offsets."""

from functools import partial

import pandas as pd
import pytest
import rjieba
from tables import sentences
from test_validation import PROVINCES

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.lists import read_pairs
from policy_emphasis.text import segment, segmenters
from policy_emphasis.text.counts import SHORTEST, WORDS, count_terms

# What jieba's dictionary does not reach: CJK extensions, compatibility forms, joiners, a zero.
STRANGE = [
    "建设㐂㐂市𠮷野家\uf900\uf901区鿖鿗港口\0口岸",
    "A股-港股+新三板_PM_2.5达31.5GW,5G-A网1-2个,卡拉OK%#&T恤\r\n\r",
    "",
    "二〇二三年〇八月12月3日1.63万亿元％5万个２０个ＡＢ\u3000。《》é😀",
]
EVERY = pytest.mark.parametrize(
    "whole, hmm",
    [(True, True), (True, False), (False, True), (False, False)],
    ids=["lexicon", "lexicon, no new words", "no lexicon", "no lexicon, no new words"],
)


def _lines(folder):
    files = sorted(folder.glob("*.txt"))
    return sentences(*(t for f in files for t in f.read_text("utf-8").splitlines()))


def _tables(monkeypatch, rows, lexicon, *, hmm=True):
    """The tokens of both segmenters."""
    monkeypatch.setattr(segment.segmenters, "cutter", partial(segmenters.cutter, hmm=hmm))
    rows = rows.assign(document="d", start=7)
    return [segment.tokenize(rows, lexicon, name) for name in ("jieba", "rjieba")]


@pytest.mark.slow
@EVERY
def test_the_segmenters_cut_the_seed_alike(whole, hmm, monkeypatch):
    known = read_pairs("lexicon.csv") if whole else {}
    pd.testing.assert_frame_equal(*_tables(monkeypatch, _lines(paths.RAW), known, hmm=hmm))


@pytest.mark.skipif(
    not PROVINCES.is_dir(),
    reason="the provinces corpus is not on this machine (../shared/corpora/provinces-2025)",
)
@pytest.mark.slow
@EVERY
def test_the_segmenters_cut_the_reports_of_the_provinces_alike(whole, hmm, monkeypatch):
    known = read_pairs("lexicon.csv") if whole else {}
    pd.testing.assert_frame_equal(*_tables(monkeypatch, _lines(PROVINCES), known, hmm=hmm))


@pytest.mark.slow
def test_the_segmenters_cut_alike_what_is_strange_to_both(monkeypatch):
    known = ["5G-A网", "新三板_", "股", "𠮷野家", "北江"]
    jiebas, rjiebas = _tables(monkeypatch, sentences(*STRANGE), known)
    pd.testing.assert_frame_equal(jiebas, rjiebas)
    assert {"㐂", "鿖", "5G-A网", "新三板_", "𠮷野家"} <= set(rjiebas["token"])


@pytest.mark.slow
def test_the_segmenters_weigh_every_term_of_the_lexicon_alike(monkeypatch):
    cut = rjieba.Jieba().cut

    class Noting:
        def __init__(self):
            self.weights, self.cut = {}, cut

        def add_word(self, word, weight, _):
            self.weights[word] = weight

    monkeypatch.setattr(segmenters.rjieba, "Jieba", Noting)
    known = tuple(sorted(read_pairs("lexicon.csv")))
    noted = segmenters._with_jiebas_weights.__wrapped__(known).weights
    theirs = segmenters._jieba(known)
    assert [noted[term] for term in known] == [theirs.FREQ[term] for term in known]


def test_offsets_point_to_the_tokens_whatever_is_cut_at_once(monkeypatch):
    rows = sentences(*STRANGE, *STRANGE).assign(document="d", start=0)
    together = segment.tokenize(rows, [], "rjieba")
    monkeypatch.setattr(segment, "BATCH", 30)
    apart = segment.tokenize(rows, [], "rjieba")
    pd.testing.assert_frame_equal(together, apart)
    texts = apart["sentence"].map(rows.set_index("sentence")["text"])
    found = [text[a:b] for text, a, b in zip(texts, apart["start"], apart["end"], strict=True)]
    assert found == apart["token"].tolist() and set(texts) == set(STRANGE) - {""}


def test_a_term_that_is_not_all_chinese_is_whole_within_a_run_of_chinese():
    found = segment.words_of(pd.Series(["推进互联网+行动"]), ["互联网+"], "rjieba")
    assert "互联网+" in found.vocabulary["token"].tolist()


def test_no_sentences_have_no_tokens():
    rows = sentences("建设").assign(document="d", start=0)
    found, none = (segment.tokenize(rows[:n], [], "rjieba") for n in (1, 0))
    assert none.empty and none.dtypes.equals(found.dtypes)


def test_counts_are_those_of_a_table_of_tokens():
    rows = sentences("建设港口,建设RCEP", "建设学校", "口", *STRANGE).assign(document="d", start=0)
    rows["paragraph"] = ["b", "a", "a", "b", "b", "c", "c"]
    paragraphs = pd.DataFrame({"paragraph": ["a", "b", "c"]})
    tokens = segment.tokenize(rows, [], "rjieba")
    tokens = tokens[tokens["kind"].isin(WORDS) & (tokens["token"].str.len() >= SHORTEST)]
    theirs = pd.crosstab(tokens["paragraph"], tokens["token"])
    words = segment.words_of(rows["text"], [], "rjieba")
    ours = count_terms(words, rows["paragraph"], paragraphs).frequent([], min_paragraphs=1)
    theirs = theirs.reindex(index=["a", "b", "c"], columns=ours.terms["term"], fill_value=0)
    assert (ours.counts.toarray() == theirs.to_numpy()).all()
    assert ours.counts.sum() == len(tokens) and ours.counts.dtype == int
    assert ours.terms["count"].tolist() == theirs.sum().tolist()
    assert ours.terms["paragraphs"].tolist() == (theirs > 0).sum().tolist()


def test_a_segmenter_that_loses_characters_is_refused(monkeypatch):
    losing = lambda *_: lambda text: [text[1:]]  # noqa: E731
    monkeypatch.setattr(segment.segmenters, "cutter", losing)
    with pytest.raises(ProjectError, match="characters of a text are lost"):
        segment.words_of(pd.Series(["建设港口"]), [], "rjieba")
