"""The rows of an imported documents.csv, and what a person changed in them."""

import pandas as pd

from policy_emphasis.intake.entries import WRITTEN, named, with_edits


def _rows(*originals, **cells):
    return [{"original": name, "place": "", "year": "", **cells} for name in originals]


def _table(**cells):
    table = pd.DataFrame({"document": ["a-2022", "b-2022"], "place": ["a", "b"], **cells})
    return table.reindex(columns=WRITTEN, fill_value="")


def test_a_document_is_named_by_place_and_year_or_after_its_file():
    entries = [*_rows("x.txt", place="a", year="2022"), *_rows("甲/报告 1.txt", "乙/报告 1.txt")]
    names = [row["document"] for row in named(entries, {})]
    assert names == ["a-2022", "bao-gao-1-txt", "bao-gao-1-txt-2"]
    assert entries[0]["file"] == "texts/a-2022.txt"


def test_two_texts_of_one_place_and_year_are_two_documents():
    names = [row["document"] for row in named(_rows("x", "y", place="a", year="2022"), {})]
    assert names == ["a-2022", "a-2022-2"]


def test_a_document_keeps_its_name_when_its_place_is_found_later():
    entries = named(_rows("x", "new", place="a", year="2022"), {"x": "x-txt", "y": "a-2022"})
    assert [row["document"] for row in entries] == ["x-txt", "a-2022-2"]


def test_what_a_person_changed_outlives_the_next_import():
    before = _table(year=["2022", "2021"], level="")
    edited = _table(year=["2022", "2022"], level=["", "county"])
    kept = with_edits(_table(year=["2023", "2021"], level="city"), before, edited)
    assert kept.table["year"].tolist() == ["2023", "2022"]
    assert kept.table["level"].tolist() == ["city", "county"]
    assert (kept.edited, kept.left_out, kept.gone) == (2, [], [])


def test_a_document_that_a_person_took_out_stays_out():
    kept = with_edits(_table(), _table(), _table().iloc[:1])
    assert kept.table["document"].tolist() == ["a-2022"]
    assert kept.left_out == ["b-2022"]


def test_a_document_whose_file_is_gone_is_named():
    assert with_edits(_table().iloc[:1], _table(), _table()).gone == ["b-2022"]
