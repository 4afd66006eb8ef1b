"""Words: jieba with the policy lexicon, numbers and dates kept apart, tokens with their offsets."""

import logging
import re

import jieba
import numpy as np
import pandas as pd
from scipy.special import xlogy

from policy_emphasis import cache
from policy_emphasis.text import PATTERNS
from policy_emphasis.text.counts import WORDS

RUNS = {  # kind of token → what it looks like; the first that fits counts
    "date": r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日",
    "number": r"\d[\d,.]*(?:[十百千万亿]+)?[%%]?",
    "latin": r"[A-Za-z][A-Za-z0-9]*(?:[.&+-][A-Za-z0-9]+)*",
    "word": r"[㐀-鿿]+",
}
FULL_NAME = re.compile("..(?:省|(?<!城)(?<!大都)市|自治[区州])$")
YEAR = re.compile(PATTERNS["place_year"])
PLACE = re.compile(f"(..+?|.)(?:{PATTERNS['place_ends'].replace(' ', '')})?$")
COLUMNS = ["sentence", "paragraph", "document", "place", "start", "end", "token", "kind"]


def tokenize(sentences, lexicon):
    """The tokens of the sentences, in order.

    sentences: sentence, paragraph, document, place, start, text. lexicon: terms to keep whole (may
    be empty). Returns sentence, paragraph, document, place, start, end (offsets in the raw file),
    token and kind (word, latin, number, date); punctuation and symbols are left out. jieba weighs a
    lexicon term just enough to keep it whole when it stands alone, so 津城 does not cut 天津城市
    apart.
    """
    segmenter, pattern = _segmenter(lexicon), _pattern(lexicon)
    return pd.DataFrame(
        [
            (s.sentence, s.paragraph, s.document, s.place, s.start + start, s.start + end, *token)
            for s in sentences.itertuples()
            for run in pattern.finditer(s.text)
            for start, end, *token in _pieces(run, segmenter)
        ],
        columns=COLUMNS,
    )


def place_names(texts):
    """The names of provinces and cities in each text, as a list of (start, end).

    jieba's dictionary marks places (ns), but also 新建 and 上市: a name counts where the dictionary
    holds it with 省, 市 or an end like it as well, and under both forms.
    """
    if not texts:
        return []
    segmenter = _segmenter([])
    with segmenter.get_dict_file() as dictionary:
        words = dictionary.read().decode("utf-8")
    places = set(re.findall(r"^(\S+) \d+ ns$", words, re.MULTILINE))
    full = {place for place in places if FULL_NAME.search(place)}
    names = full | places & {name[:end] for name in full for end in range(2, len(name))}
    return [
        [(start, end) for word, start, end in segmenter.tokenize(text) if word in names]
        for text in texts
    ]


def bare_name(place_zh):
    """A place's name as it stands in every form of it: 山西 of 山西省, 延边 of 延边朝鲜族自治州."""
    return PLACE.match(YEAR.sub("", place_zh) or place_zh)[1]


def _pattern(lexicon):
    """Runs of one kind; a lexicon term that is not all Chinese (5G网络) is a run of its own."""
    mixed = [re.escape(term) for term in lexicon if re.search(r"[^㐀-鿿]", term)]
    term = "|".join(sorted(mixed, key=len, reverse=True)) or r"(?!)"
    kinds = {"term": term, **RUNS}
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


def _pieces(run, segmenter):
    """start, end, token and kind of one run's tokens: Chinese is cut into words, all else stays."""
    if run.lastgroup != "word":
        kind = "word" if run.lastgroup == "term" else run.lastgroup
        return [(run.start(), run.end(), run.group(), kind)]
    first = run.start()
    words = segmenter.tokenize(run.group())
    return [(first + start, first + end, word, "word") for word, start, end in words]


def _segmenter(lexicon):
    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    # jieba trusts its cache file, and the shared temporary folder is anyone's (jieba #903).
    segmenter.tmp_dir = str(cache.folder("jieba"))
    segmenter.initialize()
    for term in sorted(lexicon):
        segmenter.add_word(term, segmenter.suggest_freq(term))
    return segmenter


def candidate_phrases(tokens, stop_words, known, *, min_count=4, min_paragraphs=3):
    """Neighbouring word pairs by log-likelihood ratio (Dunning 1993), those that the lexicon lacks,
    for a person to accept.

    tokens: as from tokenize; known: terms that are in the lexicon already. Returns phrase, count,
    paragraphs, g2, npmi, sorted by g2; a pair counts only with both words of two or more
    characters.
    """
    pairs = _neighbours(tokens)
    found = pairs.groupby(["a", "b"])["paragraph"].agg(count="size", paragraphs="nunique")
    table = found.reset_index()
    table["phrase"] = table["a"] + table["b"]
    keep = (table["count"] >= min_count) & (table["paragraphs"] >= min_paragraphs)
    for side in ("a", "b"):
        keep &= (table[side].str.len() > 1) & ~table[side].isin(stop_words)
    table = table[keep & ~table["phrase"].isin(known)]
    n, both = len(pairs), table["count"].to_numpy(float)
    a, b = (pairs[side].value_counts()[table[side]].to_numpy(float) for side in ("a", "b"))
    observed = np.array([both, a - both, b - both, n - a - b + both])
    expected = np.array([a * b, a * (n - b), (n - a) * b, (n - a) * (n - b)]) / n
    table = table.assign(
        g2=2 * (xlogy(observed, observed) - xlogy(observed, expected)).sum(axis=0),
        npmi=np.log(both * n / (a * b)) / -np.log(both / n),
    )
    columns = ["phrase", "count", "paragraphs", "g2", "npmi"]
    return table.sort_values(["g2", "phrase"], ascending=[False, True], ignore_index=True)[columns]


def _neighbours(tokens):
    """The pairs of words (a, b) that stand side by side in a sentence, each with its paragraph."""
    words = tokens[tokens["kind"].isin(WORDS)]
    ahead = words.shift(-1)
    adjacent = (words["sentence"] == ahead["sentence"]) & (words["end"] == ahead["start"])
    pairs = {"a": words["token"], "b": ahead["token"], "paragraph": words["paragraph"]}
    return pd.DataFrame(pairs)[adjacent]
