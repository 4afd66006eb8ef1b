"""From texts to counts in two processes, from 10 to 200 million characters, beside jieba alone.

    python benchmarks/growth.py [archive of reports]

Larger collections than there is come from copies in which some characters have given way to others
of the collection, so that the vocabulary goes on growing about as it does within the collection:
both exponents (Heaps) are given. jieba cuts the smallest collection, in one process, and is taken
to need as much for each character of the others: its time grows with the length of the texts.
"""

import os
import sys
import tarfile
import tempfile
import time
from functools import partial
from pathlib import Path

import jieba
import numpy as np
import pandas as pd
import results
import scale

from policy_emphasis import fanout
from policy_emphasis.reference.lists import read_pairs
from policy_emphasis.text import segment, segmenters
from policy_emphasis.text.counts import count_terms, put_together

SIZES = (10, 20, 40, 100, 200)  # millions of characters
FILE = 1_000_000  # characters that a task counts, as a part of the preparation does
GIVE_WAY = 0.0015  # of the characters of a copy
PROCESSES = "2"
TIMES, EXPONENT, SEED = 20, 1.05, 1
TITLE = "From texts to counts, 10 to 200 million characters (`growth.py`)"


def main(archive=scale.ARCHIVE):
    if not Path(archive).is_file():
        print(f"growth of text to counts: skipped, {Path(archive).name} is not on this machine")
        return
    known = tuple(sorted(read_pairs("lexicon.csv")))
    os.environ[fanout.PROCESSES] = PROCESSES
    with tempfile.TemporaryDirectory() as folder:
        files = _written(_texts(archive), Path(folder))
        segmenters.cutter("rjieba", known)
        found = pd.DataFrame([_measured(files[:size], known) for size in SIZES], SIZES)
        alone = _jieba(files[: SIZES[0]]) / found["characters"].iloc[0] * found["characters"]
    lines = _lines(found.assign(jieba=alone, times=alone / found["seconds"]))
    print("\n".join(lines))
    results.renew(TITLE, lines)


def _lines(found):
    exponents = {
        name: np.polyfit(np.log(found["characters"]), np.log(found[name]), 1)[0]
        for name in ("seconds", "terms")
    }
    own = found[found.index <= 40]  # of the collection itself
    heaps = np.polyfit(np.log(own["characters"]), np.log(own["terms"]), 1)[0]
    return [
        f"{PROCESSES} processes. Time grows with exponent {exponents['seconds']:.3f} (at most "
        f"{EXPONENT}), the vocabulary with {exponents['terms']:.2f}, within the collection itself "
        f"with {heaps:.2f}. jieba alone, on one core: cutting only; at least {TIMES} times.",
        "",
        "| million characters | terms | seconds | seconds of jieba | times |",
        "| ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {row.characters / 1e6:.0f} | {row.terms:,} | {row.seconds:.1f} | {row.jieba:.0f} | "
            f"{row.times:.1f} |"
            for row in found.itertuples()
        ),
    ]


def _texts(archive):
    """The paragraphs of the reports, in random order of the reports."""
    with tarfile.open(archive) as reports:
        texts = [
            reports.extractfile(member).read().decode("utf-8", "replace")
            for member in sorted(reports, key=lambda member: member.name)
            if member.isfile() and member.name.endswith(".md")
        ]
    order = np.random.default_rng(SEED).permutation(len(texts))
    return "\n".join(texts[i] for i in order)


def _written(text, folder):
    """Files of FILE characters each, as many as the largest size takes."""
    rng, files = np.random.default_rng(SEED), []
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    chinese = np.unique(points[(points >= 0x4E00) & (points <= 0x9FD5)])
    for number in range(SIZES[-1]):
        start = number * FILE % (len(points) - FILE)
        own = points[start : start + FILE].copy()
        if (number + 1) * FILE > len(points):
            changed = rng.random(FILE) < GIVE_WAY
            changed &= (own >= 0x4E00) & (own <= 0x9FD5)
            own[changed] = rng.choice(chinese, np.count_nonzero(changed))
        files.append(folder / f"{number}.txt")
        files[-1].write_text(own.tobytes().decode("utf-32-le"), encoding="utf-8")
    return files


def _measured(files, known):
    started = time.monotonic()
    counted = fanout.each(partial(_counted, known), files, label="counting")
    paragraphs = pd.concat([own for _, own, _ in counted], ignore_index=True)
    counts = put_together(counted, paragraphs)
    return {
        "characters": len(files) * FILE,
        "terms": len(counts.terms),
        "seconds": time.monotonic() - started,
    }


def _counted(known, file):
    texts = pd.Series(file.read_text(encoding="utf-8").splitlines())
    texts = texts[texts.str.strip() != ""].reset_index(drop=True)
    paragraphs = pd.DataFrame({"paragraph": f"{file.stem}-" + texts.index.astype(str)})
    found = segment.words_of(texts, known, "rjieba")
    counted = count_terms(found, paragraphs["paragraph"], paragraphs)
    return counted.counts, paragraphs, counted.terms


def _jieba(files):
    jieba.initialize()
    texts = [file.read_text(encoding="utf-8") for file in files]
    started = time.process_time()
    for text in texts:
        for line in text.splitlines():
            jieba.lcut(line)
    return time.process_time() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
