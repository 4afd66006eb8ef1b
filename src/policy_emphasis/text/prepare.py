"""From raw files to counts: the prepared tables of a run, made once and kept."""

import pandas as pd

from policy_emphasis import cache, paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents, lists
from policy_emphasis.text import counts, ledger, outline, segment

TABLES = ("documents", "ledger", "headings", "paragraphs", "sentences", "tokens", "terms")
CODE = ("text", "reference")


def prepared(**given):
    """The folder of the prepared tables, made if it is missing.

    given: the parameters places, lexicon, stop_words and min_paragraphs. documents … terms as the
    modules of this room describe them, for the chosen places (the ledger: for all); counts:
    paragraphs × terms, CSR. Raises ProjectError for faulty data.
    """
    raw = sorted(path for path in paths.RAW.iterdir() if path.is_file())
    word_lists = [paths.REFERENCE / name for name in ("lexicon.csv", "stop_words.csv")]
    names = [path.name for path in raw]
    key = cache.key(given, *names, *raw, *word_lists, code=CODE)
    return cache.kept(f"text-{key}", lambda: _prepare(**given))


def _prepare(*, places, lexicon, stop_words, min_paragraphs):
    rank = {place: i for i, place in enumerate(places)}  # the places chosen, then all others
    texts = documents.read_documents().sort_values(
        "place", key=lambda place: place.map(rank), kind="stable", ignore_index=True
    )
    dropped = ledger.chrome(texts, documents.read_dropped())
    every = outline.outline(texts, dropped)
    kept = [every.paragraphs.assign(reason="paragraph"), every.headings.assign(reason="heading")]
    accounted = ledger.ledger(texts, dropped, pd.concat(kept))
    texts = texts[texts["place"].isin(places)].reset_index(drop=True)
    headings, paragraphs, sentences = (
        table[table["document"].isin(texts["document"])].reset_index(drop=True)
        for table in (every.headings, every.paragraphs, every.sentences)
    )
    for empty in texts.loc[~texts["document"].isin(paragraphs["document"]), "document"]:
        raise ProjectError(
            f"documents.csv: {empty} holds no paragraph once chrome and dropped.csv "
            "are taken out; mend its anchors or dropped.csv"
        )
    tokens = segment.tokenize(sentences, lists.read_pairs("lexicon.csv") if lexicon else {})
    left_out = lists.read_stop_words(stop_words)
    counted = counts.count_terms(tokens, paragraphs, left_out, min_paragraphs=min_paragraphs)
    if counted.terms.empty:
        raise ProjectError(
            f"min_paragraphs got {min_paragraphs}, but no term stands in so many paragraphs "
            "of these texts; lower it"
        )
    texts = _measured(texts, paragraphs, sentences=sentences, tokens=tokens)
    tables = (texts, accounted, headings, paragraphs, sentences, tokens, counted.terms)
    return dict(zip(TABLES, tables, strict=True)) | {"counts": counted.counts}


def _measured(texts, paragraphs, *, sentences, tokens):
    """The documents with their size in characters, paragraphs, sentences and tokens."""
    sizes = {"characters": paragraphs.groupby("document")["characters"].sum()}
    counted = {"paragraphs": paragraphs, "sentences": sentences, "tokens": tokens}
    sizes |= {name: table["document"].value_counts() for name, table in counted.items()}
    size = {name: texts["document"].map(size).fillna(0).astype(int) for name, size in sizes.items()}
    return texts.drop(columns=["text", "starts_with", "ends_with"]).assign(**size)
