"""Who copies whom: passages that stand word for word in two texts and in few others.

A text is cut into all its runs of SHINGLE characters, punctuation and space left out (shingles,
Broder 1997). A run that many texts share is a phrase of the genre or of the centre and tells
nothing; what counts is the rare ones. The shingles of all texts are sorted once, so memory grows
with the length of the texts and not with the number of pairs.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

SHINGLE = 13  # characters: longer than set phrases, shorter than a sentence
FEWEST, FEW = (
    3,
    0.05,
)  # a rare shingle stands in 3 texts at most, or in one of 20 where that is more
SHOWN = 15  # pairs
BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no character is lost
LETTERS = ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0x3400, 0x9FFF))  # digits, Latin, Chinese
CLAUSE = re.compile(r"[，。；：、！？\n]")
COLUMNS = ["place_a", "place_b", "share", "characters", "longest", "text", "paragraph"]


@dataclass(frozen=True)
class Cut:
    """A text cut into shingles: hashes, one for each position; letters, where in the text its
    letters stand; text, its paragraphs in lines; paragraphs, a table with `start` of each there."""

    hashes: np.ndarray
    letters: np.ndarray
    text: str
    paragraphs: pd.DataFrame


def shared_passages(paragraphs, *, most=SHOWN):
    """The pairs of places whose texts share most, as a part of the shorter text, the most first.

    paragraphs: with place, paragraph and text. Returns place_a (the shorter), place_b, share (of
    its characters, in passages that stand in both), characters (how many), longest (characters),
    text (of the longest) and paragraph (where that starts).
    """
    cut = {place: _cut(own) for place, own in paragraphs.groupby("place", sort=False)}
    names, texts = list(cut), list(cut.values())
    rare, pairs = _pairs([text.hashes for text in texts])
    found = []
    for first, second in pairs[:most]:
        if len(texts[first].letters) > len(texts[second].letters):
            first, second = second, first
        both = dict(zip(COLUMNS, (names[first], names[second]), strict=False))
        found.append(both | _passages(texts[first], texts[second].hashes, rare))
    table = pd.DataFrame(found, columns=COLUMNS)
    return table.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _cut(paragraphs):
    """The Cut of a text, from its paragraphs."""
    lengths = paragraphs["text"].str.len().to_numpy() + 1
    paragraphs = paragraphs.assign(start=np.concatenate([[0], lengths.cumsum()[:-1]]))
    text = "\n".join(paragraphs["text"])
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    letters = np.flatnonzero(np.any([(codes >= a) & (codes <= b) for a, b in LETTERS], axis=0))
    values = codes[letters].astype(np.uint64) * BASE + np.uint64(1)
    n = max(len(letters) - SHINGLE + 1, 0)
    hashes = np.zeros(n, dtype=np.uint64)
    for i in range(SHINGLE):  # a polynomial in BASE, modulo 2⁶⁴
        hashes = hashes * BASE + (values[i : i + n] ^ (values[i : i + n] >> np.uint64(29)))
    return Cut(hashes, letters, text, paragraphs)


def _pairs(hashes):
    """The shingles that stand in a few texts, sorted; the pairs of texts (numbers) that share any,
    those first that share most of the smaller one's."""
    own = [np.unique(text) for text in hashes]
    text = np.repeat(np.arange(len(own)), [len(found) for found in own])
    every, column, n = np.unique(np.concatenate(own), return_inverse=True, return_counts=True)
    few = (n > 1) & (n <= max(FEWEST, FEW * len(own)))
    kept = few[column]
    held = (np.ones(kept.sum(), np.int32), (text[kept], column[kept]))
    holds = sparse.csr_array(held, shape=(len(own), len(every)))
    common = sparse.triu(holds @ holds.T, 1).tocoo()
    size = np.array([max(len(found), 1) for found in own])
    share = common.data / np.minimum(size[common.row], size[common.col])
    order = np.lexsort((common.col, common.row, -share))
    return every[few], list(zip(common.row[order], common.col[order], strict=True))


def _passages(text, other, rare):
    """What a Cut shares with the shingles of another text, as columns of shared_passages: its
    passages in both that hold a rare shingle."""
    shared, few = np.isin(text.hashes, other), np.isin(text.hashes, rare)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], shared.astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]  # of runs of shingles, half-open
    rarities = np.concatenate([[0], (shared & few).cumsum()])
    kept = rarities[ends] > rarities[starts]
    starts, ends = starts[kept], ends[kept] + SHINGLE - 1  # of passages, in letters
    covered = np.zeros(len(text.letters) + 1, dtype=np.int32)
    np.add.at(covered, starts, 1)
    np.add.at(covered, ends, -1)
    characters = np.count_nonzero(covered.cumsum()[:-1])
    longest = (ends - starts).argmax()
    first, last = text.letters[[starts[longest], ends[longest] - 1]]
    row = text.paragraphs["start"].searchsorted(first, side="right") - 1
    return {
        "share": characters / len(text.letters),
        "characters": characters,
        "longest": ends[longest] - starts[longest],
        "text": _whole_clauses(text.text, first, last + 1).replace("\n", " "),
        "paragraph": text.paragraphs["paragraph"].iloc[row],
    }


def _whole_clauses(text, start, end):
    """A passage of a text without the part of a clause at either end, where enough is left."""
    passage = text[start:end]
    begun, left_off = start > 0 and text[start - 1].isalnum(), text[end : end + 1].isalnum()
    marks = [mark.start() for mark in CLAUSE.finditer(passage)]
    if begun and marks and len(passage) - marks[0] > SHINGLE:
        passage = passage[marks[0] + 1 :]
        marks = [mark - marks[0] - 1 for mark in marks[1:]]
    if left_off and marks and marks[-1] > SHINGLE:
        passage = passage[: marks[-1]]
    return passage
