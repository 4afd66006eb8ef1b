"""How well quantities are read, against sentences coded by hand."""

import re

import numpy as np
import pandas as pd

NUMBERS = ["value_low", "value_high"]
WORDS = ["unit", "comparator", "kind", "aim", "period"]
FIELDS = {
    "value": "value with unit",
    **{field: field for field in (*WORDS[1:], "indicator")},
    "wording": "indicator, word for word",
}
# In a review nearly every number is a result, in a plan a target: what is told right there is told
# by the section. So the aim is scored again where it is not that of the section.
SETTLED = {"review": "result", "plan": "target", "governance": "target"}
UNSETTLED = "aim, where the section does not settle it"
EQUAL = 1e-3  # numbers nearer than this are the same: 0.333 and 0.3333


def scores(gold, found):
    """How well each field is read: field, n_gold, n_found, correct, precision, recall, f1.

    gold: file, sentence_start, sentence_end, start, end, indicator and the columns NUMBERS and
    WORDS; rows without `start` are sentences that hold no quantity. found: as from
    extract.quantities; only those inside the coded sentences count. A field is right only where the
    quantity itself was found.
    """
    spans = gold[["file", "sentence_start", "sentence_end"]].drop_duplicates()
    inside = found.merge(spans, on="file")
    inside = inside.query("start >= sentence_start and end <= sentence_end")
    coded = gold[gold["start"].notna()].fillna(dict.fromkeys(WORDS, ""))
    coded = coded.astype(dict.fromkeys(NUMBERS, float))
    pairs = list(_pairs(coded, inside))
    right = pd.DataFrame([_agreement(*pair) for pair in pairs], columns=list(FIELDS))
    sizes = {"n_gold": len(coded), "n_found": len(inside)}
    table = pd.DataFrame({"field": FIELDS.values(), **sizes, "correct": right.sum().to_numpy(int)})
    unsettled = [gold.aim != SETTLED.get(read.stage) for gold, read in pairs]
    if any(unsettled):
        n, told = sum(unsettled), int(right.loc[unsettled, "aim"].sum())
        table.loc[len(table)] = [UNSETTLED, n, n, told]
    return table.assign(
        precision=table["correct"] / table["n_found"],
        recall=table["correct"] / table["n_gold"],
        f1=2 * table["correct"] / (table["n_gold"] + table["n_found"]),
    )


def _pairs(coded, inside):
    """Each coded quantity with the one found in its place, where there is one: the two overlap in
    the text, and where a span holds several, equal indicators come first."""
    free = list(inside.itertuples())
    for g in coded.itertuples():
        near = [f for f in free if f.file == g.file and f.start < g.end and g.start < f.end]
        if near:
            partner = max(near, key=lambda f: same_indicator(f.indicator, g.indicator))
            free.remove(partner)
            yield g, partner


def _agreement(coded, found):
    """Which of FIELDS are the same in two quantities."""
    gold, read = coded._asdict(), found._asdict()
    same = {field: gold[field] == read[field] for field in WORDS}
    unit = same.pop("unit")
    numbers = ([side[field] for field in NUMBERS] for side in (gold, read))
    close = np.isclose(*numbers, rtol=0, atol=EQUAL, equal_nan=True).all()
    return same | {
        "value": unit and close,
        "indicator": same_indicator(gold["indicator"], read["indicator"]),
        "wording": _bare(gold["indicator"]) == _bare(read["indicator"]),
    }


def same_indicator(a, b):
    """Whether two wordings are equal but for 的, 了, brackets and quotation marks, or one is within
    the other and at least half as long."""
    short, long = sorted((_bare(a), _bare(b)), key=len)
    return bool(short) and short in long and 2 * len(short) >= len(long)


def _bare(words):
    return re.sub(r"[“”\"的了()（）、和及\s]|[全我][市省区县州]", "", words)
