"""Themes: sentences coded with a codebook of policy themes."""

import re

import numpy as np
import pandas as pd

from policy_emphasis.reference.lists import UNCODED


def code_sentences(sentences, codebook, coding="shared"):
    """The themes of each sentence.

    A term counts wherever its characters stand; of overlapping terms the longest that starts first
    counts. coding "shared": the sentence's weight is shared among its themes by their hits; "main":
    the theme with most hits (first in the codebook on a tie) takes it. Returns sentence, theme,
    hits, weight (weights of a sentence sum to 1), matched (the words, in order). A sentence without
    a hit has no row.
    """
    theme_of = {term: row.theme for row in codebook.itertuples() for term in row.terms}
    pattern = any_of(theme_of)
    order = {theme: i for i, theme in enumerate(codebook["theme"])}
    coded = []
    for name, text in zip(sentences["sentence"], sentences["text"], strict=True):
        found = {}
        for word in pattern.findall(text):
            found.setdefault(theme_of[word], []).append(word)
        found.pop(UNCODED, None)
        hits = sum(len(words) for words in found.values())
        ranked = sorted(found, key=lambda theme: (-len(found[theme]), order[theme]))
        for i, theme in enumerate(ranked):
            words = found[theme]
            weight = len(words) / hits if coding == "shared" else float(i == 0)
            coded.append((name, theme, len(words), weight, " ".join(words)))
    return pd.DataFrame(coded, columns=["sentence", "theme", "hits", "weight", "matched"])


def any_of(terms):
    """The pattern of any of the terms, the longest that starts first."""
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def with_uncoded(sentences, coded):
    """The sentences with their themes, a row for each, coded as code_sentences codes them; those
    that no term matched under UNCODED."""
    every = sentences.merge(coded, on="sentence", how="left")
    return every.fillna({"theme": UNCODED, "weight": 1.0, "matched": ""})


def theme_mass(every, codebook):
    """Characters of each paragraph (rows) that speak of each theme (columns, `uncoded` last): a
    sentence's length times the theme's weight in it, so a row sums to the paragraph's length.

    every: as from with_uncoded.
    """
    paragraphs = pd.Index(every["paragraph"].drop_duplicates())
    themes = pd.Index(codebook["theme"], name="theme")
    mass = np.zeros((len(paragraphs), len(themes)))
    cell = (paragraphs.get_indexer(every["paragraph"]), themes.get_indexer(every["theme"]))
    np.add.at(mass, cell, every["characters"] * every["weight"])
    return pd.DataFrame(mass, paragraphs, themes)


def with_sentences(coded, sentences):
    """Every coded sentence with its offsets in the raw file, for publication."""
    columns = ["theme", "sentence", "place", "stage", "weight", "hits", "matched"]
    columns += ["file", "start", "end", "text"]
    found = coded.merge(sentences, on="sentence")[columns]
    return found.sort_values(["theme", "sentence"], ignore_index=True)
