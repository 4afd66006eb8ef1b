"""Counts: how often each term stands in each paragraph, as one sparse array with its two tables."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse

WORDS = ["word", "latin"]  # the kinds of tokens that are counted
SHORTEST = 2  # characters of a term
BETWEEN = "\n"  # two words: no word holds it


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

    def frequent(self, stop_words, *, min_paragraphs):
        """The counts of the terms that are no stop words and stand in at least `min_paragraphs`
        paragraphs, ordered by count, then by code point."""
        held = np.bincount(self.counts.indices, minlength=self.counts.shape[1])
        terms = self.terms.assign(count=self.counts.sum(axis=0), paragraphs=held)
        kept = terms[(held >= min_paragraphs) & ~terms["term"].isin(stop_words)]
        kept = kept.sort_values(["count", "term"], ascending=[False, True])
        counts = self.counts[:, kept.index.to_numpy()]
        return TermCounts(counts, kept.reset_index(drop=True), self.paragraphs)

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


def count_terms(words, inside, paragraphs):
    """How often each term stands in each paragraph: TermCounts, of their terms no more than `term`
    and in no order, which `frequent` makes good.

    words: segment.Words of texts; inside: of each text, the paragraph that holds it. A term is a
    word or Latin abbreviation of at least two characters.
    """
    vocabulary = words.vocabulary
    term = vocabulary["kind"].isin(WORDS) & (vocabulary["token"].str.len() >= SHORTEST)
    counted = term.to_numpy()[words.codes]
    row = _positions(inside, paragraphs)[words.texts[counted]].astype(np.int32)
    column = (np.cumsum(term) - 1).to_numpy()[words.codes[counted]].astype(np.int32)
    terms = pd.DataFrame({"term": vocabulary["token"][term].array})
    ones = np.ones(len(row), np.int64)
    counts = sparse.csr_array((ones, (row, column)), shape=(len(paragraphs), len(terms)))
    return TermCounts(counts, terms, paragraphs)


def spoken_words(words, inside, paragraphs):
    """The words of each paragraph, in order, with BETWEEN between them. words, inside: as in
    count_terms, their texts in the order of the paragraphs."""
    kept = words.vocabulary["kind"].isin(WORDS).to_numpy()[words.codes]
    tokens = words.vocabulary["token"].to_numpy(object)[words.codes[kept]]
    row = _positions(inside, paragraphs)[words.texts[kept]]
    cuts = np.searchsorted(row, np.arange(len(paragraphs) + 1)).tolist()
    return [BETWEEN.join(tokens[start:end]) for start, end in pairwise(cuts)]


def _positions(inside, paragraphs):
    """The row of each of these paragraphs."""
    return pd.Index(paragraphs["paragraph"]).get_indexer(inside)


def put_together(counted, paragraphs):
    """The TermCounts of all paragraphs from those of some: (counts, table with `paragraph` of their
    rows, table with `term` of their columns) each. Its terms are in no order."""
    blocks, owns, named = zip(*counted, strict=True)
    codes, terms = pd.factorize(pd.concat([table["term"] for table in named]))
    ends = np.cumsum([len(table) for table in named])[:-1]
    columns = np.split(codes.astype(np.int32), ends)  # of each block, where its terms are
    data = np.concatenate([block.data for block in blocks])
    where = np.concatenate([own[one.indices] for own, one in zip(columns, blocks, strict=True)])
    sizes = np.concatenate([np.diff(block.indptr) for block in blocks])
    cells = data, where, np.append(0, sizes.cumsum(dtype=np.int64))
    counts = sparse.csr_array(cells, shape=(len(sizes), len(terms)))
    found = pd.concat([own["paragraph"] for own in owns])
    if not found.array.equals(paragraphs["paragraph"].array):
        counts = counts[pd.Index(found).get_indexer(paragraphs["paragraph"])]
    return TermCounts(counts, pd.DataFrame({"term": terms}), paragraphs)
