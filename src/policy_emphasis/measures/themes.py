"""Themes: sentences coded with a codebook of policy themes."""

from itertools import pairwise

import numpy as np
import pandas as pd
from ahocorasick_rs import AhoCorasick, MatchKind

from policy_emphasis.reference.lists import UNCODED


def code_sentences(sentences, codebook, coding="shared"):
    """The themes of each sentence.

    A term counts wherever its characters stand; of overlapping terms the longest that starts first
    counts. coding "shared": the sentence's weight is shared among its themes by their hits; "main":
    the theme with most hits (first in the codebook on a tie) takes it. Returns sentence, theme,
    hits, weight (weights of a sentence sum to 1), matched (the words, in order). A sentence without
    a hit has no row.
    """
    names = codebook["theme"].to_numpy(object)
    order = {theme: i for i, theme in enumerate(names)}
    theme_of = {term: order[row.theme] for row in codebook.itertuples() for term in row.terms}
    number, term, *_ = found_in(sentences["text"], [*theme_of])
    theme = np.fromiter(theme_of.values(), int)[term]
    hits = pd.DataFrame({"number": number, "theme": theme, "term": term})
    coded = _by_theme(hits[names[theme] != UNCODED], np.array([*theme_of], object))
    hits = coded["hits"].to_numpy()
    weight = hits / coded.groupby("number")["hits"].transform("sum").to_numpy()
    if coding == "main":
        weight = 1.0 - coded["number"].duplicated().to_numpy()
    sentence, theme = sentences["sentence"].take(coded["number"]), names[coded["theme"]]
    coded = coded.assign(sentence=sentence.array, theme=pd.array(theme, "str"), weight=weight)
    return coded[["sentence", "theme", "hits", "weight", "matched"]]


def _by_theme(hits, terms):
    """The themes of each sentence, those with most hits first: number, theme, hits, matched.

    hits: in the text's order, the numbers of their sentence, theme and term; terms: all terms.
    """
    ordered = hits.sort_values(["number", "theme"], kind="stable")
    first = np.flatnonzero(~ordered.duplicated(["number", "theme"]).to_numpy())
    bounds = np.append(first, len(ordered))
    words = terms[ordered["term"]].tolist()
    matched = [" ".join(words[start:end]) for start, end in pairwise(bounds)]
    coded = ordered[["number", "theme"]].iloc[first]
    coded = coded.assign(hits=np.diff(bounds), matched=pd.array(matched, "str"))
    ranked = np.lexsort([coded["theme"], -coded["hits"], coded["number"]])
    return coded.iloc[ranked].reset_index(drop=True)


def found_in(texts, terms):
    """Where terms stand in texts, of overlapping ones the longest that starts first: in order, the
    numbers of the texts, those of the terms, and half-open offsets in the texts, as four arrays.

    One automaton for all terms (Aho & Corasick 1975, doi 10.1145/360825.360855): time grows with
    the length of the texts, whatever the number of terms.
    """
    automaton = AhoCorasick(terms, matchkind=MatchKind.LeftmostLongest)
    found = (
        (number, *match)
        for number, text in enumerate(texts.tolist())
        for match in automaton.find_matches_as_indexes(text)
    )
    return np.fromiter(found, np.dtype((int, 4))).T


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
