"""How densely a text is set with numbers."""

import pandas as pd

from policy_emphasis.inference import resample
from policy_emphasis.inference.shares import in_place
from policy_emphasis.reference.documents import is_report

PER = 1000  # characters
CHANGE = ["change", "change_low", "change_high"]
COLUMNS = ["part", "place", "share", "low", "high", "n", *CHANGE]


def density(found, sentences, paragraphs, *, documents, draws, seed):
    """Numbers per 1,000 characters in what is reported and what is planned: part, place, share (the
    density), low, high (95%, paragraph bootstrap), n (numbers); of a plan beside a review also
    change (plan − review), change_low and change_high.

    A news article has no stages: its part is "article".
    """
    numbers = found.drop_duplicates(["sentence", "start"])["sentence"]
    n = numbers.map(sentences.set_index("sentence")["paragraph"]).value_counts()
    n = n.reindex(paragraphs["paragraph"]).fillna(0).to_numpy()
    size = paragraphs["characters"].to_numpy(float)
    drawn = resample.multiplicities(paragraphs["place"], draws, seed)
    parts, review = [], None
    for place, report in zip(documents["place"], is_report(documents), strict=True):
        for part in ("review", "plan") if report else ("article",):
            here = in_place(paragraphs, place, part if report else "all")
            if not here.any():
                continue
            ratios = resample.ratios(drawn[:, here], PER * n[here][:, None], size[here])
            row = {"part": part, "place": place, "share": PER * n[here].sum() / size[here].sum()}
            row["low"], row["high"] = resample.interval(ratios)[:, 0]
            if part == "plan" and review:
                row["change"] = row["share"] - review["share"]
                ends = resample.interval(ratios - review["ratios"])[:, 0]
                row["change_low"], row["change_high"] = ends
            parts.append({**row, "n": int(n[here].sum())})
            review = {**row, "ratios": ratios} if part == "review" else None
    return pd.DataFrame(parts, columns=COLUMNS)
