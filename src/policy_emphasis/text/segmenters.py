"""The segmenters, jieba and rjieba, with a lexicon in their dictionaries: text → words, alike.

rjieba is jieba in Rust. Three things that differ are made up for here, and what it takes for
Chinese is set apart in segment.py: it suggests weights by logarithms, so that one in fifteen is too
low by one; it takes a word's former weight off the sum of all, which jieba leaves in; and it does
not tell the weights in its dictionary.
"""

import logging
from functools import lru_cache, partial
from math import prod

import jieba
import rjieba

from policy_emphasis import cache

UNREACHED = "\n"  # no word of any text


def cutter(segmenter, known, *, hmm=True):
    """What cuts a text into words (text → list), all of its characters in them.

    segmenter: jieba or rjieba; known: terms in its dictionary besides its own, a sorted tuple; hmm:
    whether it finds words that are not in there.
    """
    if segmenter == "rjieba":
        return partial(_with_jiebas_weights(known).cut, hmm=hmm)
    return partial(_jieba(known).lcut, HMM=hmm)


def dictionary():
    """The entries of jieba's dictionary, in its order: words, weights and tags."""
    with jieba.Tokenizer().get_dict_file() as file:
        fields = file.read().decode("utf-8").split()
    return fields[::3], [int(weight) for weight in fields[1::3]], fields[2::3]


@lru_cache(maxsize=2)  # with a lexicon and without; a dictionary takes up to 100 MB
def _jieba(known):
    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    # jieba trusts its cache file, and the shared temporary folder is anyone's (jieba #903).
    segmenter.tmp_dir = str(cache.folder("jieba"))
    segmenter.initialize()
    for term in known:
        segmenter.add_word(term, segmenter.suggest_freq(term))
    return segmenter


@lru_cache(maxsize=2)
def _with_jiebas_weights(known):
    """rjieba, with the weights that jieba gives these terms: suggest_freq of jieba 0.42.1."""
    segmenter = rjieba.Jieba()
    if not known:
        return segmenter
    words, weights, _ = dictionary()
    weighs, total, replaced = dict(zip(words, weights, strict=True)), sum(weights), 0
    begun = {word[0] for word in words}
    for term in known:
        parts = segmenter.cut(term, hmm=False)
        shares = (weighs.get(part, int(part not in begun)) / total for part in parts)
        weight = max(int(prod(shares, start=1.0) * total) + 1, weighs.get(term, 1))
        segmenter.add_word(term, weight, None)
        total, replaced = total + weight, replaced + weighs.get(term, 0)
        segmenter.add_word(UNREACHED, replaced, None)
        weighs[term] = weight
        begun.add(term[0])
    return segmenter
