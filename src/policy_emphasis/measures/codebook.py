"""The codebook held against texts, term by term; and a sentence that shows how one is coded."""

import pandas as pd

from policy_emphasis.measures.themes import found_in

SHORT, LONG = 20, 60  # characters of a sentence that serves as an example


def term_table(sentences, codebook, *, places, gloss, checked):
    """Every term of the codebook, in its order, with how often these texts hold it.

    sentences: of all texts; places: those texts whose hits are given one by one; gloss: term →
    English; checked: as validation_terms.csv has it. A hit is what code_sentences counts: of
    overlapping terms the longest that starts first. Returns theme, term, gloss, hits (in all
    texts), texts (that hold it), hits_PLACE for each of `places`; read and wrong: places of other
    reports in which the term was looked at as one of this theme, and those in which it meant
    something else; missing where it was not looked at.
    """
    listed = [(row.theme, term) for row in codebook.itertuples() for term in row.terms]
    table = pd.DataFrame(listed, columns=["theme", "term"])
    number, term, *_ = found_in(sentences["text"], table["term"].tolist())
    held = pd.DataFrame({"term": term, "place": sentences["place"].take(number).to_numpy()})
    counts = held.value_counts().unstack(fill_value=0).reindex(table.index, fill_value=0)
    own = counts.reindex(columns=list(places), fill_value=0).add_prefix("hits_")
    table = table.assign(gloss=table["term"].map(gloss).fillna(""), hits=counts.sum(axis=1))
    table = table.assign(texts=(counts > 0).sum(axis=1)).join(own)
    looked_at = checked[["theme", "term", "read", "wrong"]]
    table = table.merge(looked_at, on=["theme", "term"], how="left")
    return table.astype({"read": "Int64", "wrong": "Int64"})


def example(coded, sentences):
    """A sentence that shows how one is coded: the shortest, of some length, in which two themes
    have two hits and one. Its rows of `coded`, those with most hits first; none where there is no
    such sentence."""
    length = sentences.set_index("sentence")["characters"]
    found = coded.assign(characters=coded["sentence"].map(length))
    hits = found.groupby("sentence")["hits"].agg(["size", "max", "sum"])
    fitting = hits[(hits["size"] == 2) & (hits["max"] == 2) & (hits["sum"] == 3)].index
    found = found[found["sentence"].isin(fitting) & found["characters"].between(SHORT, LONG)]
    if found.empty:
        return found
    first = found.sort_values(["characters", "sentence"], kind="stable")["sentence"].iloc[0]
    return found[found["sentence"] == first].sort_values("hits", ascending=False, kind="stable")
