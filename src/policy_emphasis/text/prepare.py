"""From raw files to counts: the prepared tables of a run, made once and kept.

prepared(places, …) → the folder that holds TABLES and the matrix `counts`
"""

import pandas as pd

from policy_emphasis import cache, paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents, lists
from policy_emphasis.text import chrome, counts, ledger, outline, segment

TABLES = ("documents", "ledger", "headings", "paragraphs", "sentences", "tokens", "terms")
CODE = ("text", "reference")


def prepared(places, lexicon, stop_words, min_paragraphs):
    """The folder of the prepared tables for these parameters, made if it is missing.

    documents … terms as the modules of this room describe them, for the chosen places (the ledger:
    for all); counts: paragraphs × terms, CSR. Raises ProjectError for faulty data.
    """
    raw = sorted(path for path in paths.RAW.iterdir() if path.is_file())
    word_lists = [paths.REFERENCE / name for name in ("lexicon.csv", "stop_words.csv")]
    names = [path.name for path in raw]
    values = (places, lexicon, stop_words, min_paragraphs, *names, *raw, *word_lists)
    return cache.kept(
        f"text-{cache.key(*values, code=CODE)}",
        lambda: _prepare(places, lexicon, stop_words, min_paragraphs),
    )


def _prepare(places, lexicon, stop_words, min_paragraphs):
    texts = _in_order(documents.read_documents(), places)
    dropped = chrome.chrome(texts, documents.read_dropped())
    every = outline.outline(texts, dropped)
    kept = [every.paragraphs.assign(reason="paragraph"), every.headings.assign(reason="heading")]
    accounted = ledger.ledger(texts, dropped, pd.concat(kept))
    texts = texts[texts["place"].isin(places)].reset_index(drop=True)
    headings, paragraphs, sentences = (
        table[table["document"].isin(texts["document"])].reset_index(drop=True)
        for table in (every.headings, every.paragraphs, every.sentences)
    )
    _refuse_empty(texts, paragraphs)
    tokens = segment.tokenize(sentences, lists.read_pairs("lexicon.csv") if lexicon else {})
    left_out = lists.read_stop_words(stop_words)
    counted = counts.count_terms(tokens, paragraphs, left_out, min_paragraphs=min_paragraphs)
    if counted.terms.empty:
        raise ProjectError(
            f"min_paragraphs got {min_paragraphs}, but no term stands in so many paragraphs "
            "of these texts; lower it"
        )
    return {
        "documents": _measured(texts, paragraphs, sentences, tokens),
        "ledger": accounted,
        "headings": headings,
        "paragraphs": paragraphs,
        "sentences": sentences,
        "tokens": tokens,
        "terms": counted.terms,
        "counts": counted.counts,
    }


def _in_order(texts, places):
    """The chosen places in their order, then all others."""
    order = texts["place"].map({place: i for i, place in enumerate(places)}).fillna(len(places))
    return texts.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def _refuse_empty(texts, paragraphs):
    bare = texts.loc[~texts["document"].isin(paragraphs["document"]), "document"]
    if len(bare):
        raise ProjectError(
            f"documents.csv: {bare.iloc[0]} holds no paragraph once chrome and dropped.csv "
            "are taken out; mend its anchors or dropped.csv"
        )


def _measured(texts, paragraphs, sentences, tokens):
    """The documents with their size in characters, paragraphs, sentences and tokens."""
    sizes = {
        "characters": paragraphs.groupby("document")["characters"].sum(),
        "paragraphs": paragraphs.groupby("document").size(),
        "sentences": sentences.groupby("document").size(),
        "tokens": tokens.groupby("document").size(),
    }
    columns = {
        name: texts["document"].map(size).fillna(0).astype(int) for name, size in sizes.items()
    }
    return texts.drop(columns=["text", "starts_with", "ends_with"]).assign(**columns)
