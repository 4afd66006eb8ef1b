"""How densely a text is set with numbers, or with words: uses in 1,000 characters."""

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
            own, ratios = rate(n[here], size[here], drawn[:, here])
            row = {"part": part, "place": place, **own}
            if part == "plan" and review:
                row["change"] = row["share"] - review["share"]
                row["change_low"], row["change_high"] = resample.interval(
                    ratios - review["ratios"]
                )[:, 0]
            parts.append(row)
            review = {**row, "ratios": ratios} if part == "review" else None
    return pd.DataFrame(parts, columns=COLUMNS)


def rate(n, size, drawn):
    """Uses in 1,000 characters of some paragraphs: share, low, high (95%, paragraph bootstrap) and
    n (uses) as a dict; and the rate in each draw (draws × 1).

    n, size: uses and characters of each paragraph; drawn: as from resample.multiplicities.
    """
    ratios = resample.ratios(drawn, PER * n[:, None], size)
    low, high = resample.interval(ratios)[:, 0]
    share = PER * n.sum() / size.sum()
    return {"share": share, "low": low, "high": high, "n": int(n.sum())}, ratios
