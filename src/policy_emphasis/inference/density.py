"""How densely a text is set with numbers."""

import pandas as pd

from policy_emphasis.inference import resample
from policy_emphasis.inference.shares import in_stage


def density(found, sentences, paragraphs, documents, draws, seed):
    """Numbers per 1,000 characters in what is reported and what is planned: part, place, share (the density), low, high (95 %, paragraph bootstrap), n (numbers).

    A news article has no stages: its part is "article".
    """
    where = sentences.set_index("sentence")["paragraph"]
    n = (
        found.drop_duplicates(["sentence", "start"])["sentence"]
        .map(where)
        .value_counts()
        .reindex(paragraphs["paragraph"])
        .fillna(0)
        .to_numpy()
    )
    drawn, rows = resample.multiplicities(paragraphs["place"], draws, seed), []
    for d in documents.itertuples():
        for part in ("review", "plan") if d.genre == "work report" else ("article",):
            at = (paragraphs["place"] == d.place).to_numpy() & in_stage(
                paragraphs, "all" if part == "article" else part
            )
            size = paragraphs["characters"].to_numpy(float)[at]
            if at.any():
                low, high = resample.interval(
                    resample.ratios(drawn[:, at], 1000 * n[at][:, None], size)
                )
                rows.append(
                    (
                        part,
                        d.place,
                        1000 * n[at].sum() / size.sum(),
                        low[0],
                        high[0],
                        int(n[at].sum()),
                    )
                )
    return pd.DataFrame(rows, columns=["part", "place", "share", "low", "high", "n"])
