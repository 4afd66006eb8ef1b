"""From texts to counts against what a user would pick instead: plain jieba with scikit-learn.

    python benchmarks/segmentation.py

In one process on one core, on the provincial reports, where they are on this machine.
"""

import sys
import time
from functools import partial

import jieba
import pandas as pd
import results
from sklearn.feature_extraction.text import CountVectorizer

from policy_emphasis import paths
from policy_emphasis.reference.lists import read_pairs
from policy_emphasis.text import segment, segmenters
from policy_emphasis.text.counts import count_terms

PROVINCES = paths.ROOT.parent / "shared" / "corpora" / "provinces-2025" / "txt"
TIMES = 12  # how many times as fast the counts are to be there
TITLE = "From texts to counts (`segmentation.py`)"
ROUNDS = 3  # of all in turn; the fastest of each counts


def text_to_counts(files=None):
    """The figures of both on these texts, a paragraph a line: characters, seconds of CPU time of
    jieba and CountVectorizer, of each segmenter here, and how many times as fast that is."""
    files = sorted(PROVINCES.glob("*.txt")) if files is None else files
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    texts = pd.Series([line.strip() for line in lines if line.strip()])
    paragraphs, known = (
        pd.DataFrame({"paragraph": texts.index}),
        tuple(sorted(read_pairs("lexicon.csv"))),
    )

    def theirs():
        return CountVectorizer(analyzer=jieba.lcut).fit_transform(texts)

    def ours(name):
        found = segment.words_of(texts, known, name)
        return count_terms(found, texts.index, paragraphs)

    jieba.initialize()
    work = {"jieba + CountVectorizer": theirs}
    for name in ("jieba", "rjieba"):
        segmenters.cutter(name, known)
        work[name] = partial(ours, name)
    rounds = [{name: _seconds(compute) for name, compute in work.items()} for _ in range(ROUNDS)]
    seconds = pd.DataFrame(rounds).min()
    table = pd.DataFrame({"characters": texts.str.len().sum(), "seconds": seconds})
    return table.assign(times=table["seconds"].iloc[0] / table["seconds"])


def _seconds(compute):
    started = time.process_time()
    compute()
    return time.process_time() - started


if __name__ == "__main__":
    if not PROVINCES.is_dir():
        sys.exit("text to counts: skipped, the corpus is not on this machine")
    found = text_to_counts()
    lines = ["| text to counts, one core | seconds | times as fast |", "| --- | ---: | ---: |"]
    lines += [
        f"| {row.Index} | {row.seconds:.2f} | {row.times:.1f} |" for row in found.itertuples()
    ]
    lines += ["", f"{found['characters'].iloc[0]:,} characters; at least {TIMES} times."]
    print("\n".join(lines))
    results.renew(TITLE, lines)
