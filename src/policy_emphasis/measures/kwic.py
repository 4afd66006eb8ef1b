"""Concordance: every line in which a word stands, keyword in context (KWIC; Luhn 1960).

kwic(sentences, term)         → one row a hit
by_place(lines, documents)    → how many hits each place has, and how many for its length
"""

import unicodedata

import pandas as pd

COLUMNS = [
    "document",
    "place",
    "paragraph",
    "sentence",
    "stage",
    "left",
    "keyword",
    "right",
    "start",
    "end",
]


def kwic(sentences, term):
    """The hits of `term` in the sentences, in their order, wherever its characters stand, whatever their width or case (ＧＤＰ, gdp).

    sentences: sentence, paragraph, document, place, stage, start, text. Returns the columns COLUMNS: left and right are the rest of the sentence, start and end
    half-open offsets in the raw file. An empty term has no hit.
    """
    wanted, rows = folded(term.strip()), []
    for s in sentences.itertuples() if wanted else ():
        text, at = folded(s.text), 0
        while (at := text.find(wanted, at)) >= 0:
            end = at + len(wanted)
            rows.append(
                (
                    s.document,
                    s.place,
                    s.paragraph,
                    s.sentence,
                    s.stage,
                    s.text[:at],
                    s.text[at:end],
                    s.text[end:],
                    s.start + at,
                    s.start + end,
                )
            )
            at = end
    return pd.DataFrame(rows, columns=COLUMNS)


def by_place(lines, documents):
    """place, hits, sentences, per_10000 (hits in 10,000 characters of its text), in the order of the documents."""
    grouped = lines.groupby("place")
    hits, sentences = grouped.size(), grouped["sentence"].nunique()
    table = documents[["place", "characters"]].assign(
        hits=documents["place"].map(hits).fillna(0).astype(int),
        sentences=documents["place"].map(sentences).fillna(0).astype(int),
    )
    return table.assign(per_10000=10_000 * table["hits"] / table["characters"])[
        ["place", "hits", "sentences", "per_10000"]
    ]


def folded(text):
    """The text with full-width letters and digits as half-width ones, in lower case, each character for one, so that offsets stay."""
    return "".join(
        c if len(n := unicodedata.normalize("NFKC", c).lower()) != 1 else n for c in text
    )
