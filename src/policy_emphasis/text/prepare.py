"""From raw files to counts: the prepared tables of a run, made once and kept, file by file and
document by document."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from policy_emphasis import cache, parts, paths
from policy_emphasis.parts import Parts
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents, lists
from policy_emphasis.text import audit, counts, ledger, outline, segment

OUTLINED = ("headings", "paragraphs", "sentences")
SUMMED_UP = ("documents", "terms", "counts")
TABLES = (*OUTLINED, *SUMMED_UP, "ledger", "tokens", "words")
CODE = ("text", "reference", "parts.py")


@dataclass(frozen=True)
class Prepared:
    """The texts of a run. called: document (index), in order, and what the run calls its place,
    with its file; outlined: the parts of the files; words: how tokens are made; folder: of what
    sums the texts up."""

    called: pd.DataFrame
    outlined: Parts
    words: dict
    folder: Path | None = None

    def table(self, name):
        """One of TABLES, as the modules of this room describe them, of these documents (the ledger:
        of their files); counts: paragraphs × terms, CSR; words: document, paragraph, and its words
        in order, with counts.BETWEEN between them."""
        if name in SUMMED_UP:
            return cache.load(self.folder, name)
        if name == "ledger":
            return self.outlined.table(name)
        if name == "tokens":
            return self.by_document(name, _tokens, given=self.words)
        found = self.counted if name == "words" else self.outlined
        return self.in_run(found.table(name))

    @property
    def counted(self):
        """The Parts with the counts of all terms of the documents."""
        work, rests_on = partial(_counted, self.words), [sorted(self.words.items())]
        return self.kept("counted", work, rests_on=rests_on)

    def by_document(self, kind, compute, *, given, files=(), code=()):
        """The table that compute(texts, **given) makes, with a column `document`, kept for each
        document alone. texts: a Prepared of some of them; files, code: what it rests on besides, as
        in cache.key."""
        work = partial(_of_some, kind, partial(compute, **given))
        found = self.kept(kind, work, rests_on=(sorted(given.items()), *files), code=code)
        return self.in_run(found.table(kind))

    def kept(self, kind, compute, *, rests_on, code=()):
        """The Parts with what compute(texts) makes of some documents: name → table."""
        rests_on = cache.digest(*rests_on)
        keys = {
            row.Index: cache.digest(self.outlined.keys[row.file], row.Index, rests_on)
            for row in self.called.itertuples()
        }
        work, sizes = partial(_of, replace(self, folder=None), compute), self.called["bytes"]
        name = f"{kind}-{cache.key(code=(*CODE, *code))}"
        return parts.keep(name, keys, work, unit="document", sizes=sizes, label=kind)

    def only(self, names):
        """The texts of some documents, in this order."""
        called = self.called.loc[names]
        return Prepared(called, self.outlined.only(dict.fromkeys(called["file"])), self.words)

    def in_run(self, table):
        """A table of the files, of the run's documents alone, in its order, as it calls them."""
        table = parts.ordered(table, "document", self.called.index)
        if "place" not in table:
            return table
        codes, names = pd.factorize(table["document"])
        return table.assign(place=self.called["place"].loc[names].array.take(codes))


def prepared(*, corpus, among, only, stop_words, min_paragraphs, **words):
    """The Prepared texts of a run, made where they are missing.

    corpus: its name; among: the names of a run's documents, which decide how each is called; only:
    those of them that are prepared, in this order; stop_words, min_paragraphs: of the terms; words:
    the parameters lexicon and segmenter. Raises ProjectError for faulty data.
    """
    declared = documents.declared(corpus)
    called = documents.told_apart(declared[declared["document"].isin(among)])
    called = called.set_index("document").loc[[*only]]
    outlined = _outlines(corpus, declared, called["file"])
    folder = documents.folder_of(corpus)
    called = called.assign(bytes=[(folder / file).stat().st_size for file in called["file"]])
    words |= {"known": _lexicon() if words.pop("lexicon") else ()}
    texts = Prepared(called, outlined, words)
    terms = {"stop_words": stop_words, "min_paragraphs": min_paragraphs}
    key = [sorted(words.items()), sorted(terms.items()), [*called["place"]]]
    key = cache.key(*key, outlined.keys, paths.REFERENCE / "stop_words.csv", code=CODE)
    summed_up = partial(_summed_up, texts, terms)
    return replace(texts, folder=cache.kept(f"text-{key}", summed_up))


def audited(corpus):
    """The faults of all documents of a corpus: the table of text.audit, kept as `prepared` is."""
    folder, declared = documents.folder_of(corpus), documents.declared(corpus)
    outlined = _outlines(corpus, declared, declared["file"])
    originals = [path for path in [folder / "originals.csv"] if path.is_file()]
    key = cache.key(outlined.keys, *originals, code=CODE)
    work = partial(_audit, folder, outlined)
    return cache.load(cache.kept(f"audit-{key}", work), "audit")


def _outlines(corpus, declared, names):
    """The Parts with what lies in these files: ledger, headings, paragraphs and sentences."""
    folder, names = documents.folder_of(corpus), list(dict.fromkeys(names))
    beside = {name: [] for name in names}  # what is said of each file
    for table in (declared, documents.read_dropped(folder)):
        for row in table.itertuples(index=False):
            if row.file in beside:
                beside[row.file].append(tuple(row))
    for name in names:
        if not (folder / name).is_file():
            documents.read_documents(folder, declared[declared["file"] == name])
    keys = {name: cache.digest(name, folder / name, told) for name, told in beside.items()}
    sizes = {name: (folder / name).stat().st_size for name in names}
    kind, work = f"outlined-{cache.key(code=CODE)}", partial(_outlined, folder, declared)
    return parts.keep(kind, keys, work, unit="file", sizes=sizes, label="outlining texts")


def _outlined(folder, declared, names):
    """The tables of some files."""
    texts = documents.read_documents(folder, declared[declared["file"].isin(names)])
    dropped = ledger.chrome(texts, documents.read_dropped(folder))
    every = outline.outline(texts, dropped)
    spans = ["document", "file", "start", "end"]
    kept = [
        table[spans].assign(reason=reason)
        for table, reason in ((every.paragraphs, "paragraph"), (every.headings, "heading"))
    ]
    accounted = ledger.ledger(texts, dropped, pd.concat(kept))
    declared = {"documents": texts.drop(columns=["text", "starts_with", "ends_with"])}
    return declared | {"ledger": accounted} | {name: getattr(every, name) for name in OUTLINED}


def _of(texts, compute, names):
    return compute(texts.only(names))


def _of_some(name, compute, texts):
    return {name: compute(texts)}


def _tokens(texts, **words):
    return segment.tokenize(texts.table("sentences"), words["known"], words["segmenter"])


def _counted(words, texts):
    """The counts of all terms of some documents, and how many tokens each has."""
    paragraphs, sentences = texts.table("paragraphs"), texts.table("sentences")
    found = segment.words_of(sentences["text"], words["known"], words["segmenter"])
    counted = counts.count_terms(found, sentences["paragraph"], paragraphs)
    sizes = {"characters": paragraphs.groupby("document")["characters"].sum()}
    sizes |= {"paragraphs": paragraphs["document"].value_counts()}
    sizes |= {"sentences": sentences["document"].value_counts()}
    sizes |= {"tokens": sentences["document"].take(found.texts).value_counts()}
    sizes = pd.DataFrame(sizes, index=texts.called.index).fillna(0).astype(int).reset_index()
    own = paragraphs[["document", "paragraph"]]
    spoken = own.assign(words=counts.spoken_words(found, sentences["paragraph"], paragraphs))
    tables = {"paragraphs": own, "words": spoken, "vocabulary": counted.terms, "sizes": sizes}
    return tables | {"counts": counted.counts}


def _summed_up(texts, terms):
    """The documents, and the counts of their terms."""
    found = texts.counted
    sizes = found.table("sizes").set_index("document")
    for empty in sizes.index[sizes["paragraphs"] == 0]:
        raise ProjectError(
            f"documents.csv: {empty} holds no paragraph once chrome and dropped.csv "
            "are taken out; mend its anchors or dropped.csv"
        )
    paragraphs = texts.in_run(found.table("paragraphs"))
    counted = counts.put_together(found.arrays("counts", ("paragraphs", "vocabulary")), paragraphs)
    left_out = lists.read_stop_words(terms["stop_words"])
    counted = counted.frequent(left_out, min_paragraphs=terms["min_paragraphs"])
    measured = texts.outlined.table("documents").set_index("document").loc[texts.called.index]
    measured = measured.assign(**texts.called[["place", "place_zh"]]).join(sizes).reset_index()
    return {"documents": measured, "terms": counted.terms, "counts": counted.counts}


def _audit(folder, outlined):
    texts = documents.read_documents(folder)
    found = {name: outlined.table(name) for name in ("ledger", "headings", "paragraphs")}
    originals = documents.read_originals(folder).itertuples(index=False, name=None)
    return {"audit": audit.audit(texts, found.pop("ledger"), **found, originals=originals)}


def _lexicon():
    return tuple(lists.read_pairs("lexicon.csv"))
