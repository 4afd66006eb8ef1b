"""Small tables made in memory, of the shape that the measures take."""

import numpy as np
import pandas as pd
from scipy import sparse

from policy_emphasis.text.counts import TermCounts

SIZE = 100  # characters of a paragraph


def documents(text, **other):
    """One work report that fills its file."""
    report = {"document": "d", "place": "p", "genre": "work report", "file": "f"}
    return pd.DataFrame([{**report, "text": text, "start": 0, "end": len(text), **other}])


def paragraphs(places, sizes=None, stage="plan"):
    """The paragraphs p0, p1 … of these places."""
    names = [f"p{i}" for i in range(len(places))]
    sizes = np.full(len(places), SIZE) if sizes is None else sizes
    table = {"paragraph": names, "place": places, "stage": stage, "characters": sizes}
    return pd.DataFrame(table).assign(section="one")


def sentences(*texts, place="a", stage="plan"):
    """A paragraph of one sentence for each text."""
    table = pd.DataFrame({"text": texts})
    names = {
        "sentence": [f"s{i}" for i in table.index],
        "paragraph": [f"p{i}" for i in table.index],
    }
    names |= {"place": place, "stage": stage, "section": "one"}
    return table.assign(**names, characters=table["text"].str.len())


def counted(matrix, places=None, sizes=None):
    """TermCounts of a matrix of counts, paragraphs × terms t0, t1 …"""
    matrix = np.asarray(matrix)
    places = ["a"] * len(matrix) if places is None else places
    uses = {"count": matrix.sum(axis=0), "paragraphs": (matrix > 0).sum(axis=0)}
    terms = pd.DataFrame({"term": [f"t{j}" for j in range(matrix.shape[1])], **uses})
    return TermCounts(sparse.csr_array(matrix), terms, paragraphs(places, sizes))
