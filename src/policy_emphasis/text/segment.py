"""Words: texts cut with the policy lexicon, numbers and dates kept apart, tokens with offsets."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.special import xlogy

from policy_emphasis.paths import ProjectError
from policy_emphasis.text import PATTERNS, segmenters
from policy_emphasis.text.counts import WORDS

RUNS = {  # kind of token → what it looks like; the first that fits counts
    "date": r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日",
    "number": r"\d[\d,.]*(?:[十百千万亿]+)?[%%]?",
    "latin": r"[A-Za-z][A-Za-z0-9]*(?:[.&+-][A-Za-z0-9]+)*",
}
# Chinese characters that jieba does not know: each is a word of its own.
UNKNOWN = r"[\u3400-\u4dff\u9fd6-\u9fff]"
# What else a segmenter may take for part of a word, and what stands for all that is kept apart.
HOLE = "\0"
LEFT_OUT = rf"[-+#&._%{HOLE}\uf900-\ufaff\U00020000-\U0003ffff]"
CHINESE, BEYOND = "\u3400", "\ua000"  # the first Chinese character, and the first after all of them
SEAM = "\n"  # between two texts
BATCH = 250_000  # characters that are cut at once
FULL_NAME = re.compile("..(?:省|(?<!城)(?<!大都)市|自治[区州])$")
YEAR = re.compile(PATTERNS["place_year"])
PLACE = re.compile(f"(..+?|.)(?:{PATTERNS['place_ends'].replace(' ', '')})?$")
COLUMNS = ["sentence", "paragraph", "document", "place", "start", "end", "token", "kind"]


@dataclass(frozen=True)
class Words:
    """The tokens of texts, in order.

    vocabulary: a table of token and kind (word, latin, number, date); codes, texts, starts: of each
    token its row in the vocabulary, the position of its text, and its offset in that text.
    """

    vocabulary: pd.DataFrame
    codes: np.ndarray
    texts: np.ndarray
    starts: np.ndarray


def words_of(texts, lexicon, segmenter):
    """The Words of these texts (a Series); punctuation and symbols are left out.

    lexicon: terms to keep whole (may be empty); segmenter: jieba or rjieba, which cut alike. They
    weigh a lexicon term just enough to keep it whole when it stands alone, so 津城 does not cut
    天津城市 apart. Raises ProjectError where a segmenter loses characters.
    """
    known = tuple(sorted(lexicon))
    cut = segmenters.cutter(segmenter, known)
    apart = _apart(known)
    found = [_cut(batch, first, cut=cut, apart=apart) for first, batch in _batches(texts.tolist())]
    tokens, inside, starts = zip(*found, strict=True)
    tokens = pa.chunked_array(tokens).unify_dictionaries()
    vocabulary = pd.DataFrame({"token": tokens.chunk(0).dictionary.to_pandas()})
    vocabulary["kind"] = _kinds(tokens.chunk(0).dictionary, known)
    named = vocabulary["kind"].notna().to_numpy()
    codes = np.concatenate([chunk.indices for chunk in tokens.chunks])
    kept, place = named[codes], np.cumsum(named, dtype=np.int32) - np.int32(1)
    where = np.concatenate(inside)[kept], np.concatenate(starts)[kept]
    return Words(vocabulary[named].reset_index(drop=True), place[codes[kept]], *where)


def tokenize(sentences, lexicon, segmenter):
    """The tokens of the sentences, in order.

    sentences: sentence, paragraph, document, place, start, text; lexicon, segmenter: as in
    words_of. Returns sentence, paragraph, document, place, start, end (offsets in the raw file),
    token and kind (word, latin, number, date).
    """
    words = words_of(sentences["text"], lexicon, segmenter)
    table = sentences[COLUMNS[:5]].take(words.texts).reset_index(drop=True)
    spoken = words.vocabulary.take(words.codes).reset_index(drop=True)
    start = table["start"] + words.starts
    length = words.vocabulary["token"].str.len().to_numpy()[words.codes]
    table = table.assign(start=start, end=start + length)
    return pd.concat([table, spoken], axis="columns")


def place_names(texts):
    """The names of provinces and cities in each text, as a list of (start, end)."""
    words = words_of(pd.Series(texts, dtype="str"), (), "rjieba")
    is_name = words.vocabulary["token"].isin(_names()).to_numpy()[words.codes]
    lengths = words.vocabulary["token"].str.len().to_numpy()[words.codes]
    columns = words.texts, words.starts, words.starts + lengths
    found = [[] for _ in texts]
    for text, *span in zip(*(column[is_name].tolist() for column in columns), strict=True):
        found[text].append(tuple(span))
    return found


@lru_cache(maxsize=1)
def _names():
    """What the dictionary marks as a place (ns), but that it does of 新建 and 上市 as well: a name
    counts where it is held with 省, 市 or an end like it too, and under both forms."""
    words, _, tags = segmenters.dictionary()
    places = {word for word, tag in zip(words, tags, strict=True) if tag == "ns"}
    full = {place for place in places if FULL_NAME.search(place)}
    return full | places & {name[:end] for name in full for end in range(2, len(name))}


def bare_name(place_zh):
    """A place's name as it stands in every form of it: 山西 of 山西省, 延边 of 延边朝鲜族自治州."""
    return PLACE.match(YEAR.sub("", place_zh) or place_zh)[1]


@lru_cache(maxsize=2)
def _kept_apart(known):
    """kind → pattern of what a segmenter does not see: runs, and lexicon terms that are not all
    Chinese (5G网络), which come first."""
    mixed = [re.escape(term) for term in known if re.search(r"[^㐀-鿿]", term)]
    terms = "|".join(sorted(mixed, key=len, reverse=True))
    return ({"term": terms} if mixed else {}) | RUNS | {"word": UNKNOWN}


def _apart(known):
    """Pattern of one piece that a segmenter does not see, in a group."""
    kinds = dict(_kept_apart(known))
    terms = f"{kinds.pop('term')}|" if "term" in kinds else ""
    # Most characters are of words: to look at each only once makes this three times as fast.
    return re.compile(f"({terms}(?![一-鿕])(?:{'|'.join([*kinds.values(), LEFT_OUT])}))")


def _batches(texts):
    """The texts in order, in lists of about BATCH characters, each after the position of its
    first; an empty list of none."""
    ends = accumulate(map(len, texts))
    batches = groupby(enumerate(ends), key=lambda each: each[1] // BATCH)
    positions = [[position for position, _ in batch] for _, batch in batches]
    return [(p[0], texts[p[0] : p[-1] + 1]) for p in positions] or [(0, [])]


def _cut(texts, first, *, cut, apart):
    """All that stands in these texts, in order: an array of words and of all between them, the
    position of each one's text, from `first`, and its offset there."""
    bounds = np.cumsum([0, *(len(text) + len(SEAM) for text in texts)], dtype=np.int32)
    pieces = apart.split("".join(text + SEAM for text in texts))
    shown = HOLE.join(pieces[::2])
    words = _array(cut(shown), shown).dictionary_encode()
    others = pa.array(pieces[1::2], pa.string()).dictionary_encode()
    codes = words.indices.to_numpy().copy()
    holes = codes == words.dictionary.index(HOLE).as_py()
    codes[holes] = others.indices.to_numpy() + len(words.dictionary)
    tokens = pa.concat_arrays([words.dictionary, others.dictionary])
    lengths = pc.utf8_length(tokens).to_numpy()[codes]
    starts = np.cumsum(lengths, dtype=np.int32) - lengths
    inside = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(starts, bounds)))
    where = (inside + first).astype(np.int32), starts - bounds[inside]
    return pa.DictionaryArray.from_arrays(codes, tokens), *where


def _array(words, text):
    """The array of the words that make up a text, out of its bytes: in half the time that it takes
    out of them."""
    ends = np.append(0, np.cumsum(np.fromiter(map(len, words), np.int32, len(words))))
    if ends[-1] != len(text):
        raise ProjectError("segmenter: characters of a text are lost; set segmenter to jieba")
    spelt = text.encode()
    characters = np.flatnonzero(np.frombuffer(spelt, np.int8) >= -64)  # the first byte of each
    offsets = np.append(characters, len(spelt)).astype(np.int32)[ends]
    return pa.StringArray.from_buffers(len(words), pa.py_buffer(offsets), pa.py_buffer(spelt))


def _kinds(tokens, known):
    """The kind of each token, None of what is no token."""
    chinese = pc.and_(pc.greater_equal(tokens, CHINESE), pc.less(tokens, BEYOND))
    named = re.compile("|".join(f"(?P<{kind}>{run})" for kind, run in _kept_apart(known).items()))
    found = map(named.fullmatch, tokens.filter(pc.invert(chinese)).to_pylist())
    kinds = np.where(chinese, "word", None)
    kinds[kinds == None] = [match and match.lastgroup for match in found]  # noqa: E711
    return pd.Series(kinds, dtype="str").replace("term", "word")


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
    order = table.round({"g2": 9}).sort_values(["g2", "phrase"], ascending=[False, True]).index
    return table.loc[order, columns].reset_index(drop=True)


def _neighbours(tokens):
    """The pairs of words (a, b) that stand side by side in a sentence, each with its paragraph."""
    words = tokens[tokens["kind"].isin(WORDS)]
    ahead = words.shift(-1)
    adjacent = (words["sentence"] == ahead["sentence"]) & (words["end"] == ahead["start"])
    pairs = {"a": words["token"], "b": ahead["token"], "paragraph": words["paragraph"]}
    return pd.DataFrame(pairs)[adjacent]
