"""Words: jieba with the policy lexicon, numbers and dates kept apart, every token with its offsets.

tokenize(sentences, lexicon)  → one row a token
candidate_phrases(tokens, …)  → neighbouring words that the lexicon may lack, for a person to accept
"""

import logging
import re

import jieba
import numpy as np
import pandas as pd
from scipy.special import xlogy

from policy_emphasis import paths

DATE = r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日"
NUMBER = r"\d[\d,.]*(?:[十百千万亿]+)?[%%]?"
LATIN = r"[A-Za-z][A-Za-z0-9]*(?:[.&+-][A-Za-z0-9]+)*"
HAN = r"[㐀-鿿]+"


def tokenize(sentences, lexicon):
    """The tokens of the sentences, in order.

    sentences: sentence, paragraph, document, place, start, text. lexicon: terms to keep whole (may be empty).
    Returns sentence, paragraph, document, place, start, end (offsets in the raw file), token and kind (word, latin, number,
    date); punctuation and symbols are left out. jieba weighs a lexicon term just enough to keep it whole when it stands
    alone, so 津城 does not cut 天津城市 apart.
    """
    segmenter = _segmenter(lexicon)
    mixed = sorted(
        (re.escape(t) for t in lexicon if re.search(r"[^㐀-鿿]", t)), key=len, reverse=True
    )
    pattern = re.compile(
        "|".join(
            f"(?P<{kind}>{p})"
            for kind, p in (
                ("term", "|".join(mixed) or r"(?!)"),
                ("date", DATE),
                ("number", NUMBER),
                ("latin", LATIN),
                ("word", HAN),
            )
        )
    )
    rows = []
    for s in sentences.itertuples():
        for run in pattern.finditer(s.text):
            if run.lastgroup == "word":
                pieces = [
                    (word, run.start() + a, run.start() + b)
                    for word, a, b in segmenter.tokenize(run.group())
                ]
            else:
                pieces = [(run.group(), run.start(), run.end())]
            kind = "word" if run.lastgroup == "term" else run.lastgroup
            rows += [
                (s.sentence, s.paragraph, s.document, s.place, s.start + a, s.start + b, w, kind)
                for w, a, b in pieces
            ]
    return pd.DataFrame(
        rows,
        columns=["sentence", "paragraph", "document", "place", "start", "end", "token", "kind"],
    )


def candidate_phrases(tokens, stop_words, known, min_count=4, min_paragraphs=3):
    """Neighbouring word pairs by log-likelihood ratio (Dunning 1993), those that the lexicon lacks.

    tokens: as from tokenize; known: terms that are in the lexicon already.
    Returns phrase, count, paragraphs, g2, npmi, sorted by g2; a pair counts only with both words of two or more characters.
    """
    words = tokens[tokens["kind"].isin(["word", "latin"])]
    ahead = words.shift(-1)
    adjacent = (words["sentence"] == ahead["sentence"]) & (words["end"] == ahead["start"])
    pairs = pd.DataFrame(
        {"a": words["token"], "b": ahead["token"], "paragraph": words["paragraph"]}
    )[adjacent]
    n = len(pairs)
    left, right = pairs["a"].value_counts(), pairs["b"].value_counts()
    table = (
        pairs.groupby(["a", "b"])["paragraph"].agg(count="size", paragraphs="nunique").reset_index()
    )
    keep = (table["count"] >= min_count) & (table["paragraphs"] >= min_paragraphs)
    for side in ("a", "b"):
        keep &= (table[side].str.len() > 1) & ~table[side].isin(stop_words)
    table = table[keep & ~(table["a"] + table["b"]).isin(known)]
    both, a, b = (
        table["count"].to_numpy(float),
        left[table["a"]].to_numpy(float),
        right[table["b"]].to_numpy(float),
    )
    observed = np.array([both, a - both, b - both, n - a - b + both])
    expected = np.array([a * b, a * (n - b), (n - a) * b, (n - a) * (n - b)]) / n
    table = table.assign(
        phrase=table["a"] + table["b"],
        g2=2 * (xlogy(observed, observed) - xlogy(observed, expected)).sum(axis=0),
        npmi=np.log(both * n / (a * b)) / -np.log(both / n),
    )
    return table.sort_values(["g2", "phrase"], ascending=[False, True])[
        ["phrase", "count", "paragraphs", "g2", "npmi"]
    ].reset_index(drop=True)


def _segmenter(lexicon):
    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    # jieba trusts its cache file, and the shared temporary folder is anyone's (jieba #903): keep it in the project.
    segmenter.tmp_dir = str(paths.CACHE / "jieba")
    (paths.CACHE / "jieba").mkdir(parents=True, exist_ok=True)
    segmenter.initialize()
    for term in sorted(lexicon):
        segmenter.add_word(term, segmenter.suggest_freq(term))
    return segmenter
