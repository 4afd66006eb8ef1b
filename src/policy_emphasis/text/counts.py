"""Counts: how often each term stands in each paragraph, as one sparse array with its two tables."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

WORDS = ["word", "latin"]  # the kinds of tokens that are counted
SHORTEST = 2  # characters of a term


@dataclass(frozen=True)
class TermCounts:
    """Counts of terms in paragraphs.

    counts: CSR array of whole numbers, paragraphs × terms; terms: the table of its columns (term,
    count, paragraphs); paragraphs: the table of its rows.
    """

    counts: sparse.csr_array
    terms: pd.DataFrame
    paragraphs: pd.DataFrame

    def only(self, which):
        """The counts of some paragraphs: a mask over the rows, or their positions."""
        return TermCounts(self.counts[which], self.terms, self.paragraphs.iloc[which])

    def in_place(self, place):
        """Mask of the paragraphs of a place."""
        return self.paragraphs["place"].to_numpy() == place

    @property
    def vocabulary(self):
        """The terms, in the order of the columns."""
        return self.terms["term"].to_numpy()

    @property
    def sizes(self):
        """Characters of each paragraph."""
        return self.paragraphs["characters"].to_numpy()


def count_terms(tokens, paragraphs, stop_words, *, min_paragraphs):
    """How often each term stands in each paragraph: TermCounts.

    A term is a word or Latin abbreviation of at least two characters that is no stop word and
    stands in at least `min_paragraphs` paragraphs. Terms are ordered by count, then by code point.
    """
    eligible = tokens["kind"].isin(WORDS) & ~tokens["token"].isin(stop_words)
    words = tokens[eligible & (tokens["token"].str.len() >= SHORTEST)]
    found = words.groupby("token")["paragraph"].agg(count="size", paragraphs="nunique")
    found = found[found["paragraphs"] >= min_paragraphs].rename_axis("term").reset_index()
    terms = found.sort_values(["count", "term"], ascending=[False, True], ignore_index=True)
    words = words[words["token"].isin(terms["term"])]
    row = pd.Index(paragraphs["paragraph"]).get_indexer(words["paragraph"]).astype(np.int32)
    column = pd.Index(terms["term"]).get_indexer(words["token"]).astype(np.int32)
    ones = np.ones(len(words), dtype=np.int64)
    counts = sparse.csr_array((ones, (row, column)), shape=(len(paragraphs), len(terms)))
    return TermCounts(counts, terms, paragraphs)
