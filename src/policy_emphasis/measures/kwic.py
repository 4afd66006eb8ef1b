"""Concordance: every line in which a word stands, keyword in context (KWIC; Luhn 1960)."""

import re
import unicodedata

import pandas as pd

SENTENCE = ["document", "place", "paragraph", "sentence", "stage"]
COLUMNS = [*SENTENCE, "left", "keyword", "right", "start", "end"]
REACH = 500  # characters of a sentence on either side of a hit: all of any that is a sentence
CUT = "…"  # where a text without full stops goes on


def kwic(sentences, term):
    """The hits of `term` in the sentences, a row each, in their order, wherever its characters
    stand, whatever their width or case (ＧＤＰ, gdp).

    sentences: with the columns SENTENCE, start and text. Returns the columns COLUMNS: left and
    right are the rest of the sentence, of an endless one REACH characters and CUT, start and end
    half-open offsets in the raw file. An empty term has no hit.
    """
    wanted = re.escape(folded(term.strip())) or r"(?!)"
    hits = []
    for s in sentences.itertuples():
        sentence = [getattr(s, name) for name in SENTENCE]
        for match in re.finditer(wanted, folded(s.text)):
            start, end = match.span()
            left, right = s.text[max(0, start - REACH) : start], s.text[end : end + REACH]
            left, right = CUT * (start > REACH) + left, right + CUT * (len(s.text) - end > REACH)
            context = (left, s.text[start:end], right)
            hits.append((*sentence, *context, s.start + start, s.start + end))
    return pd.DataFrame(hits, columns=COLUMNS)


def by_place(lines, documents):
    """place, hits, sentences, per_10000 (hits in 10,000 characters of its text), in the documents'
    order."""
    table = lines.groupby("place")["sentence"].agg(hits="size", sentences="nunique")
    table = table.reindex(documents["place"], fill_value=0).reset_index()
    return table.assign(per_10000=10_000 * table["hits"] / documents["characters"].to_numpy())


def folded(text):
    """The text with full-width letters and digits as half-width ones, in lower case, each character
    for one, so that offsets stay."""
    plain = ((c, unicodedata.normalize("NFKC", c).lower()) for c in text)
    return "".join(folded if len(folded) == 1 else c for c, folded in plain)
