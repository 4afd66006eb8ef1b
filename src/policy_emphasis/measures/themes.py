"""Themes: sentences coded with a codebook of policy themes.

code_sentences(...)   → one row a sentence and theme, with the words that matched
theme_characters(...) → characters of each paragraph by theme
"""

import re

import numpy as np
import pandas as pd

from policy_emphasis.reference.lists import UNCODED


def code_sentences(sentences, codebook, coding="shared"):
    """The themes of each sentence.

    A term counts wherever its characters stand; of overlapping terms the longest that starts first counts. coding "shared": the sentence's
    weight is shared among its themes by their hits; "main": the theme with most hits (first in the codebook on a tie) takes it.
    Returns sentence, theme, hits, weight (weights of a sentence sum to 1), matched (the words, in order). A sentence
    without a hit has no row.
    """
    theme_of = {term: row.theme for row in codebook.itertuples() for term in row.terms}
    pattern = re.compile(
        "|".join(re.escape(term) for term in sorted(theme_of, key=lambda t: (-len(t), t)))
        or r"(?!)"
    )
    order = {theme: i for i, theme in enumerate(codebook["theme"])}
    rows = []
    for sentence in sentences.itertuples():
        found = {}
        for match in pattern.finditer(sentence.text):
            if theme_of[match.group()] != UNCODED:
                found.setdefault(theme_of[match.group()], []).append(match.group())
        ranked = sorted(found, key=lambda theme: (-len(found[theme]), order[theme]))
        hits = sum(len(words) for words in found.values())
        for i, theme in enumerate(ranked):
            weight = len(found[theme]) / hits if coding == "shared" else float(i == 0)
            rows.append(
                (sentence.sentence, theme, len(found[theme]), weight, " ".join(found[theme]))
            )
    return pd.DataFrame(rows, columns=["sentence", "theme", "hits", "weight", "matched"])


def theme_characters(sentences, coded, codebook):
    """The characters of each paragraph by theme.

    sentences: sentence, paragraph, characters; coded: as from code_sentences. Returns two tables with a row a paragraph and a column a
    theme, `uncoded` last: characters (a sentence's length times the theme's weight in it, so a row sums to the paragraph's length)
    and sentences (how many carry the theme).
    """
    paragraphs = pd.Index(sentences["paragraph"].drop_duplicates())
    themes = pd.Index(codebook["theme"], name="theme")
    bare = sentences.loc[~sentences["sentence"].isin(coded["sentence"]), ["sentence"]].assign(
        theme=UNCODED, weight=1.0
    )
    every = pd.concat([coded[["sentence", "theme", "weight"]], bare]).merge(
        sentences[["sentence", "paragraph", "characters"]], on="sentence"
    )
    cell = (paragraphs.get_indexer(every["paragraph"]), themes.get_indexer(every["theme"]))
    characters, carrying = (
        np.zeros((len(paragraphs), len(themes))),
        np.zeros((len(paragraphs), len(themes)), dtype=int),
    )
    np.add.at(characters, cell, every["characters"] * every["weight"])
    np.add.at(carrying, cell, 1)
    return tuple(pd.DataFrame(values, paragraphs, themes) for values in (characters, carrying))


def with_sentences(coded, sentences):
    """Every coded sentence with its offsets in the raw file, for publication."""
    columns = [
        "theme",
        "sentence",
        "place",
        "stage",
        "weight",
        "hits",
        "matched",
        "file",
        "start",
        "end",
        "text",
    ]
    return coded.merge(sentences, on="sentence")[columns].sort_values(
        ["theme", "sentence"], ignore_index=True
    )
