"""Raw counts in the public collection of reports, where it is at hand, against those that others
published: the collection is what it is taken for.

The counts over the 31 provincial reports of 2019 are those that the magazine Xiaokang published
(E Fan, 2019 and 2020).
"""

import tarfile
from collections import Counter

import pytest
from test_coding_error import COLLECTION, CORPORA

from policy_emphasis.reference.lists import read_places

ARCHIVE = CORPORA / f"{COLLECTION}.tar.xz"
PROVINCES = {"发展": 3169, "建设": 3049, "推进": 2382, "改革": 1599}
PROVINCES |= {"企业": 1648, "加快": 1537, "实施": 1329, "经济": 1348}
NATIONAL = {"稳": 78, "就业": 34}
LEVELS = ["province", "autonomous region", "province-level municipality"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ARCHIVE.is_file(), reason=f"{ARCHIVE.name} is not in ../shared/corpora"),
]


@pytest.fixture(scope="module")
def texts():
    """The reports of 2019 and 2022 by folder and year: (place, year) → text."""
    found = {}
    with tarfile.open(ARCHIVE, "r|xz") as members:
        for member in members:
            *_, place, name = ["", *member.name.split("/")]
            if name in ("2019.md", "2022.md"):
                found[place, name[:4]] = members.extractfile(member).read().decode("utf-8")
    return found


def counted(reports, words):
    return Counter({word: sum(text.count(word) for text in reports) for word in words})


def test_the_provincial_reports_of_2019_hold_what_a_magazine_counted(texts):
    places = read_places()
    names = places.loc[places["level"].isin(LEVELS), "full_zh"]
    reports = [texts[name, "2019"] for name in names if (name, "2019") in texts]
    assert len(reports) == 31
    assert counted(reports, PROVINCES) == pytest.approx(PROVINCES, rel=0.03)


def test_the_national_report_of_2022_says_what_was_counted(texts):
    assert counted([texts["国务院", "2022"]], NATIONAL) == NATIONAL
