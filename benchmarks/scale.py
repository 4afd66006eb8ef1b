"""Topics and keyness on thousands of reports, beside what a user would pick instead, in one run.

    python benchmarks/scale.py [archive of reports]

Of each measure its seconds and the most memory that its process held, as the operating system
counts it, that of the loaded counts included. Written to benchmarks/results.md. With gensim
installed, its NMF is measured too. Larger collections than there are come from copies in which rare
terms have other names, as many as let the vocabulary grow as it does within the collection (Heaps).
"""

import json
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import results
from scipy import sparse
from sklearn.decomposition import MiniBatchNMF, non_negative_factorization

# The tests, whose small tables are used here.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import tables

from policy_emphasis import paths
from policy_emphasis.inference import keyness
from policy_emphasis.intake.cleaning import clean
from policy_emphasis.measures import topics
from policy_emphasis.measures.terms import tfidf
from policy_emphasis.text.counts import TermCounts, count_terms
from policy_emphasis.text.outline import outline
from policy_emphasis.text.segment import words_of

ARCHIVE = paths.ROOT.parent / "shared" / "corpora" / "lawtext-gov-reports.tar.xz"
TOPICS, SEED, FOCUS, MIN_PARAGRAPHS = 20, 1, 3, 3
KEYNESS = {"prior_words": 1000, "draws": 2000, "seed": SEED}
SIZES = (0.25, 0.5, 1, 2)  # of the collection
TOGETHER = 50  # reports that a process counts at a time
TITLE = "Topics and keyness on thousands of reports (`scale.py`)"


def main(archive=ARCHIVE):
    archive = Path(archive)
    if not archive.is_file():
        print(f"topics and keyness at scale: skipped, {archive.name} is not in {archive.parent}")
        return
    with tempfile.TemporaryDirectory() as folder:
        counted = _of_archive(archive)
        sizes = {size: Path(folder) / str(size) for size in SIZES}
        for size, place in sizes.items():
            _keep(_sized(counted, size), place)
        lines = [_collection(counted), "", *_whole(sizes[1]), "", *_growth(sizes)]
    print("\n".join(lines))
    results.renew(TITLE, lines)


def _collection(counted):
    reports, (paragraphs, terms) = counted.paragraphs["place"].nunique(), counted.counts.shape
    characters = counted.sizes.sum() / 1e6
    return (
        f"{reports:,} reports, {characters:.0f} million characters, {paragraphs:,} paragraphs "
        f"× {terms:,} terms."
    )


def _whole(folder):
    """The table of all measures on the whole collection."""
    lines = ["| | seconds | GB | norm left unexplained |", "| --- | ---: | ---: | ---: |"]
    for name, (label, _) in MEASURES.items():
        found = _measured(name, folder)
        if found is None:
            lines.append(f"| {label} | not installed | | |")
        else:
            left = found["left"]
            left = "" if left is None else f"{left:.4f}"
            lines.append(f"| {label} | {found['seconds']:.1f} | {found['memory']:.2f} | {left} |")
    return lines


def _growth(sizes):
    """How time and memory grow with the collection."""
    lines = ["| | " + " | ".join(f"× {size}" for size in sizes) + " | exponent |"]
    lines.append("| --- |" + " ---: |" * (len(sizes) + 1))
    words = [sparse.load_npz(folder / "counts.npz").sum() for folder in sizes.values()]
    for name in ("ours", "keyness"):
        found = [_measured(name, folder) for folder in sizes.values()]
        seconds = [one["seconds"] for one in found]
        exponent = np.polyfit(np.log(words), np.log(seconds), 1)[0]
        shown = (f"{one['seconds']:.1f} s, {one['memory']:.2f} GB" for one in found)
        lines.append(f"| {MEASURES[name][0]} | {' | '.join(shown)} | {exponent:.2f} |")
    return lines


def _ours(counted):
    return topics.fit_topics(counted, model="nmf", n_topics=TOPICS, seed=SEED).terms


def _mini_batch(counted):
    model = MiniBatchNMF(TOPICS, init="nndsvd", batch_size=4096, random_state=SEED)
    return model.fit(tfidf(counted.counts)).components_


def _gensim(counted):
    try:
        from gensim.matutils import Sparse2Corpus
        from gensim.models.nmf import Nmf
    except ImportError:
        return None
    corpus = Sparse2Corpus(sparse.csc_matrix(tfidf(counted.counts).T))
    words = dict(enumerate(counted.vocabulary))
    return Nmf(corpus, num_topics=TOPICS, id2word=words, random_state=SEED).get_topics()


def _keyness(counted):
    places = counted.paragraphs["place"].drop_duplicates().tolist()[-FOCUS:]
    return keyness.place_terms(counted, places, **KEYNESS)


MEASURES = {
    "ours": (f"`fit_topics`, NMF, {TOPICS} topics", _ours),
    "gensim": ("gensim `Nmf`, its defaults", _gensim),
    "mini_batch": ("scikit-learn `MiniBatchNMF`", _mini_batch),
    "keyness": (f"`place_terms`, {FOCUS} reports against all", _keyness),
}


def _measured(name, folder):
    """The figures of a measure in a process of its own; None where it cannot be taken."""
    command = [sys.executable, __file__, "--measure", name, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(name, folder):
    """Print the figures of a measure on the counts of a folder, as JSON."""
    counted = _load(Path(folder))
    started = time.monotonic()
    found = MEASURES[name][1](counted)
    seconds = time.monotonic() - started
    memory = _peak()  # what is compared after it takes memory of its own
    if found is None:
        print("null")
        return
    left = None if name == "keyness" else _unexplained(tfidf(counted.counts), found)
    print(json.dumps({"seconds": seconds, "memory": memory, "left": left}))


def _peak():
    """The most memory that this process held, in GB."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says of a process begins with what its parent held
        return int(re.search(r"VmHWM:\s*(\d+)", status.read_text(encoding="utf-8"))[1]) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _unexplained(data, found):
    """The part of the norm of data that the best weights of these topics leave."""
    given = {"n_components": len(found), "init": "custom", "update_H": False, "max_iter": 500}
    own = np.ascontiguousarray(found, dtype=float)
    weights, *_ = non_negative_factorization(data, H=own, **given)
    square, cross = (data.data**2).sum(), ((data.T @ weights).T * own).sum()
    fitted = ((weights.T @ weights) * (own @ own.T)).sum()
    return float(np.sqrt((square - 2 * cross + fitted) / square))


def _of_archive(archive):
    """The counts of all reports of an archive: its Markdown files, PLACE/YEAR.md."""
    with tarfile.open(archive) as reports:
        texts = {
            member.name: reports.extractfile(member).read().decode("utf-8", "replace")
            for member in reports
            if member.isfile() and member.name.endswith(".md")
        }
    texts = sorted(texts.items())
    parts = [texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER)]
    with ProcessPoolExecutor() as pool:
        return _joined(list(pool.map(_counted, parts)))


def _counted(texts):
    """The counts of some reports: (name, text) each."""
    outlined = [
        outline(tables.documents(clean(text).text, document=name, place=name, file=name))
        for name, text in texts
    ]
    sentences = pd.concat([one.sentences for one in outlined], ignore_index=True)
    paragraphs = pd.concat([one.paragraphs for one in outlined], ignore_index=True)
    words = words_of(sentences["text"], {}, "rjieba")
    counted = count_terms(words, sentences["paragraph"], paragraphs)
    return TermCounts(counted.counts, counted.terms, paragraphs[["place", "characters"]])


def _joined(parts):
    """The counts of several collections as those of one."""
    terms = pd.Index(np.concatenate([part.vocabulary for part in parts])).unique()
    blocks = []
    for part in parts:
        column = terms.get_indexer(part.vocabulary)[part.counts.indices]
        cells = (part.counts.data, column, part.counts.indptr)
        blocks.append(sparse.csr_array(cells, shape=(part.counts.shape[0], len(terms))))
    paragraphs = pd.concat([part.paragraphs for part in parts], ignore_index=True)
    every = TermCounts(sparse.vstack(blocks, "csr"), pd.DataFrame({"term": terms}), paragraphs)
    return every.frequent([], min_paragraphs=MIN_PARAGRAPHS)


def _sized(counted, size):
    """A part of the collection, report by report, or the collection and copies of it."""
    if size <= 1:
        places = counted.paragraphs["place"].drop_duplicates()
        kept = places[np.random.default_rng(SEED).random(len(places)) < size]
        part = counted.only(counted.paragraphs["place"].isin(kept).to_numpy())
        return part.frequent([], min_paragraphs=MIN_PARAGRAPHS)
    half = _sized(counted, 0.5)
    heaps = np.log(len(counted.terms) / len(half.terms)) / np.log(
        counted.counts.sum() / half.counts.sum()
    )
    new, parts = len(counted.terms), [counted]
    for copy in range(1, size):
        more = round(new * ((copy + 1) ** heaps - copy**heaps))
        names = counted.vocabulary.astype(object)
        names[-more:] = [f"{name}{copy}" for name in names[-more:]]  # the rarest stand last
        paragraphs = counted.paragraphs.assign(place=counted.paragraphs["place"] + f"-{copy}")
        parts.append(TermCounts(counted.counts, pd.DataFrame({"term": names}), paragraphs))
    return _joined(parts)


def _keep(counted, folder):
    folder.mkdir()
    sparse.save_npz(folder / "counts.npz", counted.counts, compressed=False)
    counted.terms.to_parquet(folder / "terms.parquet")
    counted.paragraphs.to_parquet(folder / "paragraphs.parquet")


def _load(folder):
    names = ("terms", "paragraphs")
    return TermCounts(
        sparse.csr_array(sparse.load_npz(folder / "counts.npz")),
        *(pd.read_parquet(folder / f"{name}.parquet") for name in names),
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
