"""Whose the numbers are that an article quotes: the nation's, a place's, or not said."""

import pandas as pd
import pytest

from policy_emphasis import paths
from policy_emphasis.quantities import extract, owners
from policy_emphasis.reference import lists
from policy_emphasis.text.segment import place_names

UNITS = lists.read_table("units.csv")
INDICATORS = lists.read_indicators()
CODES = {"nation": owners.NATION, "place": owners.ELSEWHERE, "": owners.UNSAID}


def owners_of(*texts):
    """Number → whose it is, of the sentences of one paragraph of an article."""
    documents = pd.DataFrame(
        [
            {
                "document": "d",
                "place": "p",
                "series_zh": "四川",
                "genre": "news article",
                "year": 2023,
            }
        ]
    )
    same = {"document": "d", "place": "p", "paragraph": "1", "file": "f", "stage": "article"}
    sentences, start = [], 0
    for i, text in enumerate(texts):
        sentences.append(same | {"sentence": i, "start": start, "text": text, "is_heading": False})
        start += len(text)
    sentences = pd.DataFrame(sentences)
    found = extract.quantities(sentences, documents, units=UNITS, indicators=INDICATORS)
    quoted = owners.quoted(found, sentences, documents)
    return dict(zip(quoted["text"], quoted["whose"], strict=True))


def test_the_articles_numbers_are_whose_they_were_coded(run):
    """All numbers of the article, coded by hand from the text alone."""
    gold = pd.read_csv(paths.ROOT / "tests" / "gold" / "quoted.csv")
    text = (paths.RAW / run.documents["file"].iloc[0]).read_bytes().decode("utf-8")
    assert all(text[row.start : row.end] == row.text for row in gold.itertuples())
    found = extract.quantities(run.sentences, run.documents, units=UNITS, indicators=INDICATORS)
    quoted = owners.quoted(found, run.sentences, run.documents)
    whose = {
        (row.start, row.end): [
            of_one.whose
            for of_one in quoted.itertuples()
            if of_one.start < row.end and row.start < of_one.end
        ]
        for row in gold.itertuples()
    }
    assert whose == {(row.start, row.end): [CODES[row.owner]] for row in gold.itertuples()}
    assert len(quoted) == len(gold) == 36


@pytest.mark.parametrize(
    "texts, whose",
    [
        # What a place holds of the nation's total is no national figure.
        (["全国30%的火电机组、近四成的水电机组都由德阳制造。"], "place place"),
        (["全国60%的规模以上企业已经复工,四川有2000家。"], "nation place"),
        (["天津口岸平行进口汽车占全国70%。"], "place"),
        (["四川外贸增速居全国第五,完成投资100亿元。"], "place"),
        # Of several names the last before the number.
        (["我国粮食产量增长2%,成都粮食产量增长3%。"], "nation place"),
        (["与全国发展大势一样,绵阳生产总值增长5%。"], "place"),
        # In a name the nation owns nothing, nor where a place is ranked by it.
        (["入选全国百强县5个,国内旅游收入30亿元,我国新增企业9万家。"], " nation nation"),
        (["全国人大代表带来一组数据:新增企业200家。"], ""),
        # Who was spoken of before is spoken of until another is named.
        (["成都变化很大。", "常住人口增加到2127万人。"], "place"),
        (["我国变化很大。", "常住人口增加到14亿人,四川增加到8300万人。"], "nation place"),
        (["人口增加到2127万人。"], ""),
    ],
)
def test_a_number_is_whose_the_words_before_it_name(texts, whose):
    assert list(owners_of(*texts).values()) == [CODES[code] for code in whose.split(" ")]


def test_a_place_is_a_name_that_the_dictionary_holds_with_its_kind_too():
    text = "新建城镇学校,上市公司落户德阳和广西,深圳市普及宜居城市经验"
    ((*spans,),) = place_names([text])
    assert [text[start:end] for start, end in spans] == ["德阳", "广西", "深圳市"]
    assert place_names([]) == []
    assert place_names(["城区人口超50万县"]) == [[]]  # no 万县


def test_texts_without_an_article_quote_nothing(run):
    documents = run.documents.assign(genre="work report")
    found = extract.quantities(run.sentences, documents, units=UNITS, indicators=INDICATORS)
    assert owners.quoted(found, run.sentences, documents).empty
