"""Whose the numbers are that a news article quotes: the nation's, a place's, or not said."""

import re

from policy_emphasis.quantities.vocabulary import PLACE
from policy_emphasis.reference.documents import is_report
from policy_emphasis.text.segment import place_names

NATION, ELSEWHERE, UNSAID = "the nation", "a province or other place", "not said"
# 全国 opens a clause or counts (全国45个); 占全国, 居全国第五, 入选全国百强 speak of a place.
NATIONAL = re.compile(
    r"(?<![占居列于超与先为同在])(?:我国|全国(?=[近约]?\d))"
    r"|(?:^|(?<=[,，。;；:：但而年]))(?:全国(?!人大|政协|百强|首)|中国|国内)"
)
SHARES = re.compile(r"(?:[\d.]+[%％][^,，;；。]*?、)*$")  # between 全国 and a share of a list
HELD_BY = re.compile(r"(?:由|在|来自|[产出]自|位于|集中于?|属于?)$")


def quoted(found, sentences, documents):
    """The numbers of news articles with `whose`: NATION, ELSEWHERE or UNSAID.

    They are results and targets that the article quotes, never a place's own targets. A number is
    whose the sentence names last before it, else whose the sentence before it in the paragraph
    speaks of. What a place holds of the nation's total (全国30%的机组由甲地制造) is the place's.
    Names of places are those of jieba's dictionary and of `documents`.
    """
    articles = documents.loc[~is_report(documents), "place"]
    numbers = found[found["place"].isin(articles)]
    source = sentences[sentences["place"].isin(articles)].sort_values(["document", "start"])
    local = re.compile("|".join([PLACE, *map(re.escape, documents["series_zh"])]))
    source = source.assign(names=_names(source["text"].tolist(), local))
    last = source["names"].map(lambda names: names[-1][2] if names else None)
    spoken_of = last.groupby(source["paragraph"]).ffill().groupby(source["paragraph"]).shift()
    source = source.assign(before=spoken_of.fillna(UNSAID)).set_index("sentence")
    around = source.loc[numbers["sentence"]].itertuples()
    whose = [_whose(*pair) for pair in zip(numbers.itertuples(), around, strict=True)]
    return numbers.assign(whose=whose)


def _names(texts, local):
    """Of each text its names of owners, in order: start, end and whose name it is."""
    found = []
    for text, places in zip(texts, place_names(texts), strict=True):
        spans = {*places, *(m.span() for m in local.finditer(text))}
        nation = {m.span() for m in NATIONAL.finditer(text)}
        elsewhere = [span for span in spans if not NATIONAL.fullmatch(text[slice(*span)])]
        named = [(*span, NATION) for span in nation] + [(*span, ELSEWHERE) for span in elsewhere]
        found.append(sorted(named))
    return found


def _whose(number, sentence):
    start, end = number.start - sentence.start, number.end - sentence.start
    before = [name for name in sentence.names if name[0] < start]
    if not before:
        return sentence.before
    whose = before[-1][2]
    if whose == NATION and number.normal_unit == "%":
        of_the_nation = SHARES.fullmatch(sentence.text, before[-1][1], start)
        return ELSEWHERE if of_the_nation and _is_held(sentence, end) else whose
    return whose


def _is_held(sentence, start):
    """Whether a place is said to hold what stands at `start`, before the sentence is over."""
    places = [name for name in sentence.names if name[2] == ELSEWHERE and name[0] >= start]
    between = (sentence.text[start : name[0]] for name in places)
    return any(HELD_BY.search(words) and not re.search("[;；。]", words) for words in between)
