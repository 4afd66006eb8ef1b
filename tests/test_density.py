"""Numbers per 1,000 characters, in memory."""

import pandas as pd

from policy_emphasis.inference.density import density

DOCUMENTS = pd.DataFrame({"place": ["a", "b"], "genre": ["work report", "news article"]})
PARAGRAPHS = pd.DataFrame(
    {
        "paragraph": [1, 2, 3, 4],
        "place": ["a", "a", "a", "b"],
        "stage": ["review", "plan", "governance", "other"],
        "characters": [500, 100, 100, 1000],
    }
)
SENTENCES = pd.DataFrame({"sentence": [10, 20, 30, 40], "paragraph": [1, 2, 3, 4]})
FOUND = pd.DataFrame({"sentence": [10, 10, 20, 40, 40], "start": [1, 5, 3, 2, 2]})


def test_each_number_counts_once_for_1000_characters_of_its_stage():
    table = density(FOUND, SENTENCES, PARAGRAPHS, documents=DOCUMENTS, draws=50, seed=1)
    assert table[["part", "place", "share", "n"]].to_numpy().tolist() == [
        ["review", "a", 4.0, 2],
        ["plan", "a", 5.0, 1],  # what a government promises of itself is part of its plan
        ["article", "b", 1.0, 1],  # one number that is said of two indicators
    ]
    assert table["change"].tolist()[1] == 1.0 and table["change"].isna().sum() == 2
    assert (table["low"] <= table["share"]).all() and (table["share"] <= table["high"]).all()
