"""Counts: a sparse matrix of paragraphs × terms, with the table of its columns. Its rows are the paragraphs table's."""

import numpy as np
import pandas as pd
from scipy import sparse


def count_terms(tokens, paragraphs, stop_words, min_paragraphs):
    """How often each term stands in each paragraph.

    A term is a word or Latin abbreviation of at least two characters that is no stop word and stands in at least
    `min_paragraphs` paragraphs. Returns a CSR matrix (paragraphs × terms, integer counts) and the terms table
    (term, count, paragraphs) in its column order: by count, then by code point.
    """
    words = tokens[
        tokens["kind"].isin(["word", "latin"])
        & (tokens["token"].str.len() > 1)
        & ~tokens["token"].isin(stop_words)
    ]
    terms = (
        words.groupby("token")["paragraph"]
        .agg(count="size", paragraphs="nunique")
        .rename_axis("term")
        .reset_index()
    )
    terms = terms[terms["paragraphs"] >= min_paragraphs].sort_values(
        ["count", "term"], ascending=[False, True], ignore_index=True
    )
    words = words[words["token"].isin(terms["term"])]
    rows = pd.Index(paragraphs["paragraph"]).get_indexer(words["paragraph"])
    columns = pd.Index(terms["term"]).get_indexer(words["token"])
    shape = (len(paragraphs), len(terms))
    return sparse.csr_matrix(
        (np.ones(len(words), dtype=np.int64), (rows, columns)), shape=shape
    ), terms
