"""Words of commitment: how firmly a report binds itself in what it plans.

Boosters and hedges (Hyland 2005, Metadiscourse) as Chinese directives use them: words that rule out
failure (确保), that promise effort (力争), that leave the act to others (鼓励) or only try it out
(探索); from the first to the last, from what Ang (2023, doi 10.1017/S0305741023000887) calls clear
directives to ambiguous ones.
"""

import re

import pandas as pd

from policy_emphasis.measures.themes import found_in
from policy_emphasis.reference.lists import STRENGTHS, UNCOMMITTED

SHARED = ["sentence", "paragraph", "place", "stage"]
COLUMNS = [*SHARED, "strength", "word", "start", "end"]
REACH = 120  # characters from a word to a number that it may still govern
CLAUSE = re.compile("[,，;；。:：!！?？]")  # 、 parts items of one clause


def commitments(sentences, words):
    """Every word of commitment, a row each: the columns COLUMNS, start and end half-open offsets in
    the raw file. Headings are left out.

    sentences: SHARED, is_heading, start, text; words: as from lists.read_commitment. A word counts
    wherever its characters stand; of overlapping ones the longest that starts first. Time grows
    with the length of the text.
    """
    body = sentences[~sentences["is_heading"]]
    number, word, start, end = found_in(body["text"], words["word"].tolist())
    words = words[["strength", "word"]].take(word).reset_index(drop=True)
    shared = body[SHARED].take(number).reset_index(drop=True)
    begins = body["start"].to_numpy(int)[number]
    found = pd.concat([shared, words], axis=1).assign(start=begins + start, end=begins + end)
    return found[found["strength"] != UNCOMMITTED].reset_index(drop=True)


def governed(numbers, found, sentences):
    """Numbers with the word of commitment that governs each, the last before it in its clause:
    `numbers` in the sentences' order, with strength, word and word_start; missing where there is
    none.

    numbers: sentence, start; found: as from commitments; sentences: sentence, start, text.
    """
    number = pd.Index(sentences["sentence"]).get_indexer
    words = found[["strength", "word"]].assign(order=number(found["sentence"]))
    words = words.assign(word_start=found["start"], word_end=found["end"]).sort_values(
        "word_end", kind="stable"
    )
    ordered = numbers.assign(order=number(numbers["sentence"])).astype({"start": int})
    nearest = {"left_on": "start", "right_on": "word_end", "by": "order", "tolerance": REACH}
    pairs = pd.merge_asof(ordered.sort_values("start", kind="stable"), words, **nearest)
    source = sentences.iloc[pairs["order"]]
    begins = source["start"].to_numpy()
    # Without a word, the stretch is empty.
    ends = (pairs["word_end"].fillna(pairs["start"]) - begins).astype(int)
    stretches = zip(source["text"], ends, pairs["start"] - begins, strict=True)
    parted = [bool(CLAUSE.search(text, end, start)) for text, end, start in stretches]
    pairs.loc[parted, ["strength", "word", "word_start"]] = pd.NA
    in_order = pairs.sort_values(["order", "start"], ignore_index=True)
    return in_order.drop(columns=["order", "word_end"])


def scores(gold, found):
    """How well words of commitment are read: strength (STRENGTHS, then all), n_gold, n_found,
    correct, precision, recall, f1. gold, found: sentence, start, strength; a word is right where
    both have it, with one strength."""
    right = gold.merge(found, on=["sentence", "start", "strength"])
    table = []
    for strength in (*STRENGTHS, "all"):
        coded, read, both = (
            len(words) if strength == "all" else (words["strength"] == strength).sum()
            for words in (gold, found, right)
        )
        precision, recall = both / max(read, 1), both / max(coded, 1)
        f1 = 2 * both / max(read + coded, 1)
        table.append((strength, coded, read, both, precision, recall, f1))
    columns = ["strength", "n_gold", "n_found", "correct", "precision", "recall", "f1"]
    return pd.DataFrame(table, columns=columns)
