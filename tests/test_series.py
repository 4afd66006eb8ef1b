"""A document is a place and a year: which a run takes, how it calls them, what it compares."""

import pandas as pd
import pytest

from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.documents import chosen, told_apart
from policy_emphasis.run import _focus

TABLE = pd.DataFrame(
    [
        ("b-2021", "b", "乙", "2021"),
        ("a-2022", "a", "甲", "2022"),
        ("a-2020", "a", "甲", "2020"),
        ("c-0", "c", "丙", ""),
        ("d-2022", "", "", "2022"),
    ],
    columns=["document", "place", "place_zh", "year"],
)


@pytest.mark.parametrize(
    "picked, found",
    [
        ({}, ["b-2021", "a-2020", "a-2022"]),
        ({"places": ["a", "b"]}, ["a-2020", "a-2022", "b-2021"]),
        ({"years": [2021, 2022]}, ["b-2021", "a-2022"]),
        ({"places": ["a"], "documents": ["a-2020", "b-2021"]}, ["a-2020"]),
        ({"places": ["a"], "years": [2021]}, []),
    ],
)
def test_a_run_takes_documents_by_place_year_and_name(picked, found):
    """Place by place in the order named, then year by year; never one without place or year."""
    assert chosen(TABLE, **picked)["document"].tolist() == found


def test_a_place_with_several_years_is_called_by_its_documents():
    called = told_apart(chosen(TABLE))
    assert called["place"].tolist() == ["b", "a-2020", "a-2022"]
    assert called["place_zh"].tolist() == ["乙", "甲2020", "甲2022"]


def _many(years):
    names = [f"p{i}" for i in range(len(years))]
    return pd.DataFrame({"document": names, "place": names, "year": years})


def test_the_latest_documents_are_compared_in_the_order_of_the_run():
    assert _focus(_many([2022, 2023, 2021]), []) == ("p0", "p1", "p2")
    assert _focus(_many([2023] * 7), []) == ("p0", "p1", "p2")
    assert _focus(_many([2001, 2007, 2003, 2006, 2005]), []) == ("p1", "p3", "p4")


def test_the_focus_is_named_by_place_or_by_document():
    among = told_apart(chosen(TABLE))
    assert _focus(among, ["a-2022", "b"]) == ("b-2021", "a-2022")
    with pytest.raises(ProjectError, match="focus names 7 documents"):
        _focus(_many([2023] * 7), [f"p{i}" for i in range(7)])
