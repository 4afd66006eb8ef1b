"""How well quantities are read, against sentences coded by hand.

align(gold, found)  → each hand-coded quantity beside the one found in its place
scores(gold, found) → precision, recall and F1 of each field
"""

import re

import pandas as pd

FIELDS = {
    "value": "value with unit",
    "comparator": "comparator",
    "kind": "kind",
    "aim": "aim",
    "period": "period",
    "indicator": "indicator",
    "wording": "indicator, word for word",
}
CODED = ["value_low", "value_high", "unit", "comparator", "kind", "aim", "period", "indicator"]


def align(gold, found):
    """Gold and found quantities side by side, one row a pair or a quantity without partner.

    gold: file, sentence_start, start, end and the columns CODED; rows without `start` are sentences that hold no quantity. found: as from
    quantities.quantities; only those inside the coded sentences count. Partners overlap in the text; where a span holds several quantities, equal indicators
    come first. Returns the columns of both with suffixes _gold and _found, and one true/false column for each of FIELDS.
    """
    spans = gold[["file", "sentence_start", "sentence_end"]].drop_duplicates()
    coded = gold[gold["start"].notna()].reset_index(drop=True)
    inside = found.merge(spans, on="file")
    inside = inside[
        (inside["start"] >= inside["sentence_start"]) & (inside["end"] <= inside["sentence_end"])
    ].reset_index(drop=True)
    pairs, taken = [], set()
    for g in coded.itertuples():
        near = [
            f
            for f in inside.itertuples()
            if f.Index not in taken and f.file == g.file and f.start < g.end and g.start < f.end
        ]
        best = max(
            near, key=lambda f: (same_indicator(f.indicator, g.indicator), -f.Index), default=None
        )
        taken |= {best.Index} if best else set()
        pairs.append((g.Index, best.Index if best else None))
    pairs += [(None, i) for i in inside.index if i not in taken]
    left = (
        coded[["file", "start", "end", "text", *CODED]]
        .add_suffix("_gold")
        .reindex([g for g, _ in pairs])
        .reset_index(drop=True)
    )
    right = (
        inside[["file", "start", "end", "text", *CODED]]
        .add_suffix("_found")
        .reindex([f for _, f in pairs])
        .reset_index(drop=True)
    )
    both = pd.concat([left, right], axis=1)
    partners = both["start_gold"].notna() & both["start_found"].notna()
    equal = {
        c: partners
        & (both[f"{c}_gold"].fillna("").astype(str) == both[f"{c}_found"].fillna("").astype(str))
        for c in ("unit", "comparator", "kind", "aim", "period")
    }
    values = partners & equal["unit"]
    for c in ("value_low", "value_high"):
        a, b = pd.to_numeric(both[f"{c}_gold"]), pd.to_numeric(both[f"{c}_found"])
        values &= (a.isna() & b.isna()) | ((a - b).abs() < 1e-3)
    names = [
        (g, f) if p else ("", "-")
        for g, f, p in zip(both["indicator_gold"], both["indicator_found"], partners)
    ]
    return both.assign(
        value=values,
        **{c: equal[c] for c in ("comparator", "kind", "aim", "period")},
        indicator=[same_indicator(*pair) for pair in names],
        wording=[_bare(a) == _bare(b) for a, b in names],
    )


def scores(gold, found):
    """Precision, recall and F1 of each field: field, n_gold, n_found, correct, precision, recall, f1. A field is right only where the quantity itself was found."""
    both = align(gold, found)
    n_gold, n_found = int(both["start_gold"].notna().sum()), int(both["start_found"].notna().sum())
    rows = [
        (
            label,
            n_gold,
            n_found,
            k := int(both[field].sum()),
            k / n_found,
            k / n_gold,
            2 * k / (n_gold + n_found),
        )
        for field, label in FIELDS.items()
    ]
    return pd.DataFrame(
        rows, columns=["field", "n_gold", "n_found", "correct", "precision", "recall", "f1"]
    )


def same_indicator(a, b):
    """Whether two wordings name the same: equal but for 的, 了, brackets and quotation marks, or one within the other and at least half as long."""
    short, long = sorted((_bare(a), _bare(b)), key=len)
    return bool(short) and short in long and 2 * len(short) >= len(long)


def _bare(words):
    return re.sub(r"[“”\"的了()（）、和及\s]|[全我][市省区县州]", "", words)
