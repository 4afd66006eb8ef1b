"""How densely a text is set with numbers."""

import pandas as pd

from policy_emphasis.inference import resample
from policy_emphasis.inference.shares import in_place
from policy_emphasis.reference.documents import is_report

PER = 1000  # characters


def density(found, sentences, paragraphs, *, documents, draws, seed):
    """Numbers per 1,000 characters in what is reported and what is planned: part, place, share (the
    density), low, high (95 %, paragraph bootstrap), n (numbers).

    A news article has no stages: its part is "article".
    """
    numbers = found.drop_duplicates(["sentence", "start"])["sentence"]
    n = numbers.map(sentences.set_index("sentence")["paragraph"]).value_counts()
    n = n.reindex(paragraphs["paragraph"]).fillna(0).to_numpy()
    size = paragraphs["characters"].to_numpy(float)
    drawn = resample.multiplicities(paragraphs["place"], draws, seed)
    parts = []
    for place, report in zip(documents["place"], is_report(documents), strict=True):
        for part in ("review", "plan") if report else ("article",):
            here = in_place(paragraphs, place, part if report else "all")
            if not here.any():
                continue
            ratios = resample.ratios(drawn[:, here], PER * n[here][:, None], size[here])
            (low,), (high,) = resample.interval(ratios)
            share = PER * n[here].sum() / size[here].sum()
            parts.append((part, place, share, low, high, int(n[here].sum())))
    return pd.DataFrame(parts, columns=["part", "place", "share", "low", "high", "n"])
