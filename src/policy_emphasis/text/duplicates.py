"""Texts that stand twice: in two documents, or twice in one.

A text is the set of its shingles, runs of SHINGLE Chinese characters (Broder 1997, "On the
resemblance and containment of documents"), so that figures, marks and line ends count for nothing.
Of the hashed shingles one in SAMPLED is kept, the same ones in every text, from which containment
is estimated without bias (FracMinHash, Irber et al. 2022); MinHash signatures of them tell which
pairs are worth it.
"""

import re

import numpy as np
import pandas as pd
from datasketch import MinHash, MinHashLSH

SHINGLE = 8  # characters: longer than most set phrases, shorter than a clause
SAMPLED = 8  # one hashed shingle in so many is kept: about 1,700 of a report
LEAST = 30  # shingles kept of a text, fewer tell nothing
SIGNATURE = 128  # hash functions of a signature
RESEMBLING = 0.3  # Jaccard similarity of pairs that are looked at: half of each is a third
SAME = 0.8  # share from which a text is a copy: what resembles it is held against the first alone
CHINESE = re.compile(r"[^\u4e00-\u9fff]+")
MULTIPLIER, MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


def duplicates(texts):
    """What each text repeats: of itself, and of the text before it that it shares most with.

    texts: a Series of strings. Returns a table with the same index: repeated (the part of its
    shingles that stand in it before, about a half where it stands twice), other (the label of the
    other text, None where none resembles it), share (of the shingles of the shorter of the two).
    """
    kept, found = {}, []
    seen = MinHashLSH(threshold=RESEMBLING, num_perm=SIGNATURE)
    for name, text in texts.items():
        hashes = np.sort(shingles(text))
        distinct = hashes[np.append(hashes[1:] != hashes[:-1], True)[: len(hashes)]]
        sample = distinct[distinct % SAMPLED == 0]
        if len(sample) < LEAST:
            found.append((0.0, None, 0.0))
            continue
        signature = MinHash(num_perm=SIGNATURE, hashfunc=int)
        signature.update_batch((sample >> np.uint64(32)).tolist())
        shares = {other: _share(sample, kept[other]) for other in sorted(seen.query(signature))}
        other = max(shares, key=shares.get, default=None)
        share = shares.get(other, 0.0)
        if share < SAME:
            seen.insert(name, signature)
            kept[name] = sample
        found.append((1 - len(distinct) / len(hashes), other, share))
    return pd.DataFrame(found, index=texts.index, columns=["repeated", "other", "share"])


def shingles(text):
    """The hashed shingles of a text, in its order."""
    points = np.frombuffer(CHINESE.sub("", text).encode("utf-32-le"), dtype=np.uint32)
    hashes = np.zeros(max(0, len(points) - SHINGLE + 1), dtype=np.uint64)
    for shift in range(SHINGLE if len(hashes) else 0):
        hashes = hashes * MULTIPLIER + points[shift : shift + len(hashes)]
    hashes ^= hashes >> np.uint64(31)
    hashes *= MIX
    return hashes ^ (hashes >> np.uint64(29))


def _share(one, other):
    """How much of the shorter of two sorted sets stands in the other."""
    return len(np.intersect1d(one, other, assume_unique=True)) / min(len(one), len(other))
