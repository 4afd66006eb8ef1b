"""From raw files to counts: the prepared tables of a run, made once and kept."""

import pandas as pd

from policy_emphasis import cache, paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents, lists
from policy_emphasis.text import audit, counts, ledger, outline, segment

TABLES = ("documents", "ledger", "headings", "paragraphs", "sentences", "tokens", "terms")
CODE = ("text", "reference")


def prepared(*, corpus, among, only, **given):
    """The folder of the prepared tables, made if it is missing.

    corpus: its name; among: the names of a run's documents, which decide how each is called; only:
    those of them that are prepared, in this order; given: the parameters lexicon, stop_words and
    min_paragraphs. documents … terms as the modules of this room describe them, of these documents
    (the ledger: of their files); counts: paragraphs × terms, CSR. Raises ProjectError for faulty
    data.
    """
    folder, declared = documents.folder_of(corpus), documents.declared(corpus)
    names = declared.loc[declared["document"].isin(only), "file"]
    word_lists = [paths.REFERENCE / name for name in ("lexicon.csv", "stop_words.csv")]
    rests_on = [*_files(folder, names), *word_lists]
    key = cache.key(given, among, only, *rests_on, code=CODE)
    chosen = {"folder": folder, "among": among, "only": only}
    return cache.kept(f"text-{key}", lambda: _prepare(**chosen, **given))


def audited(corpus):
    """The faults of all documents of a corpus: the table of text.audit, kept as `prepared` is."""
    folder = documents.folder_of(corpus)
    key = cache.key(*_files(folder, documents.declared(corpus)["file"]), code=CODE)
    return cache.load(cache.kept(f"audit-{key}", lambda: {"audit": _audit(folder)}), "audit")


def _files(folder, names):
    """The names and the files of texts, and the tables of their folder that say what they are."""
    names = sorted(set(names))
    found = [folder / name for name in [*names, "documents.csv", "dropped.csv", "originals.csv"]]
    return [*names, *(path for path in found if path.is_file())]


def _audit(folder):
    texts = documents.read_documents(folder)
    every, accounted = _outlined(texts, folder)
    given = {"headings": every.headings, "paragraphs": every.paragraphs}
    given |= {"originals": documents.read_originals(folder).itertuples(index=False, name=None)}
    return audit.audit(texts, accounted, **given)


def _outlined(texts, folder):
    """The Outline of texts, and the ledger of their files."""
    dropped = ledger.chrome(texts, documents.read_dropped(folder))
    every = outline.outline(texts, dropped)
    kept = [every.paragraphs.assign(reason="paragraph"), every.headings.assign(reason="heading")]
    return every, ledger.ledger(texts, dropped, pd.concat(kept))


def _prepare(*, folder, among, only, lexicon, stop_words, min_paragraphs):
    texts = _called(documents.read_documents(folder, only), among)
    rank = {document: i for i, document in enumerate(only)}  # then the others of their files
    texts = texts.sort_values(
        "document", key=lambda name: name.map(rank), kind="stable", ignore_index=True
    )
    every, accounted = _outlined(texts, folder)
    texts = texts[texts["document"].isin(only)].reset_index(drop=True)
    headings, paragraphs, sentences = (
        table[table["document"].isin(only)].reset_index(drop=True)
        for table in (every.headings, every.paragraphs, every.sentences)
    )
    for empty in texts.loc[~texts["document"].isin(paragraphs["document"]), "document"]:
        raise ProjectError(
            f"documents.csv: {empty} holds no paragraph once chrome and dropped.csv "
            "are taken out; mend its anchors or dropped.csv"
        )
    tokens = segment.tokenize(sentences, lists.read_pairs("lexicon.csv") if lexicon else {})
    counted = counts.count_terms(tokens, paragraphs)
    counted = counted.frequent(lists.read_stop_words(stop_words), min_paragraphs=min_paragraphs)
    if counted.terms.empty:
        raise ProjectError(
            f"min_paragraphs got {min_paragraphs}, but no term stands in so many paragraphs "
            "of these texts; lower it"
        )
    texts = _measured(texts, paragraphs, sentences=sentences, tokens=tokens)
    tables = (texts, accounted, headings, paragraphs, sentences, tokens, counted.terms)
    return dict(zip(TABLES, tables, strict=True)) | {"counts": counted.counts}


def _called(texts, among):
    """The texts, those `among` the run's documents called as it calls them."""
    own = texts["document"].isin(among)
    return pd.concat([documents.told_apart(texts[own]), documents.told_apart(texts[~own])])


def _measured(texts, paragraphs, *, sentences, tokens):
    """The documents with their size in characters, paragraphs, sentences and tokens."""
    sizes = {"characters": paragraphs.groupby("document")["characters"].sum()}
    counted = {"paragraphs": paragraphs, "sentences": sentences, "tokens": tokens}
    sizes |= {name: table["document"].value_counts() for name, table in counted.items()}
    size = {name: texts["document"].map(size).fillna(0).astype(int) for name, size in sizes.items()}
    return texts.drop(columns=["text", "starts_with", "ends_with"]).assign(**size)
