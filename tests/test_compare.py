"""What a run changed against the default: every finding gets one verdict, and the page says so."""

import json
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from policy_emphasis import parameters, paths
from policy_emphasis.page import compare

COLUMNS = ["finding", "statement", "subject", "measure", "estimate", "low", "high", "evidence"]


def _findings(*rows):
    found = pd.DataFrame([(*row, "01_corpus.html") for row in rows], columns=COLUMNS)
    return found.assign(notebook="01_corpus")


TOPICS = pd.DataFrame(
    {
        "topic": ["T01", "T02"],
        "label": ["产业 · 投资", "农村 · 农业"],
        "terms": ["产业 投资 项目", "农村 农业 粮食"],
        "prevalence": [0.6, 0.4],
    }
)


def test_every_finding_gets_the_verdict_that_its_change_deserves():
    old = _findings(
        ("same", "a", "x", "share", 0.1, 0.05, 0.2),
        ("within", "b", "x", "share", 0.1, 0.05, 0.2),
        ("beyond", "c", "x", "share", 0.1, 0.05, 0.2),
        ("other", "d", "x", "share", 0.1, 0.05, 0.2),
        ("bare", "e", "x", "count", 3, None, None),
        ("gone", "f", "x", "count", 3, None, None),
        ("unread", "g", "x", "share", 0.1, 0.05, 0.2),
    )
    new = _findings(
        ("same", "a", "x", "share", 0.1, 0.05, 0.2),
        ("within", "b", "x", "share", 0.15, 0.05, 0.2),
        ("beyond", "c", "x", "share", 0.25, 0.05, 0.3),
        ("other", "d", "y", "share", 0.1, 0.05, 0.2),
        ("bare", "e", "x", "count", 4, None, None),
        ("new", "h", "x", "count", 1, None, None),
        ("unread", "g", "x", "share", 0.1001, 0.0501, 0.2001),
    )
    found = compare.changes(old, new).set_index("finding")
    assert found["verdict"].to_dict() == {
        "same": "Agrees",
        "within": "Moved",
        "beyond": "Moved beyond its interval",
        "other": "Names something else",
        "bare": "Moved",
        "gone": "Only in the default run",
        "unread": "Agrees",
        "new": "Only in this run",
    }
    assert found["change"].round(6).fillna(0).to_dict() == {
        "same": 0,
        "within": 0.05,
        "beyond": 0.15,
        "other": 0,
        "bare": 1,
        "gone": 0,
        "unread": 0.0001,
        "new": 0,
    }
    assert list(found.index) == [
        "same",
        "within",
        "beyond",
        "other",
        "bare",
        "gone",
        "unread",
        "new",
    ]


@pytest.mark.slow
def test_a_run_beside_itself_agrees_in_everything():
    if not (paths.REPORTS / "default" / "tables" / "findings.csv").exists():
        pytest.skip("reports/default is not built: run make all")
    findings = pd.read_csv(
        paths.REPORTS / "default" / "tables" / "findings.csv", encoding="utf-8-sig"
    )
    assert set(compare.changes(findings, findings)["verdict"]) == {"Agrees"}


def test_what_cannot_be_compared_is_said(warm):
    said = "RUN default is what a run is compared with; name another"
    done = warm.command("compare", "default")
    assert done.returncode != 0 and said in done.stderr and "Traceback" not in done.stderr
    path = "reports/never-built/parameters.json"
    said = f"{path}: not there, or damaged; build it with make all RUN=never-built"
    done = warm.command("compare", "never-built")
    assert done.returncode != 0 and said in done.stderr


def test_the_words_of_a_place_are_sorted_into_kept_new_and_lost():
    def built(*words):
        terms = {"place": "tianjin", "term": words, "distinctive": [True] * len(words)}
        share = {"theme": ["a"], "place": "tianjin", "stage": "all", "share": 0.1}
        themes = pd.DataFrame({**share, "label_en": "A", "label_zh": "A"})
        tables = (_findings(("same", "a", "x", "count", 3, None, None)), themes)
        values = parameters.of_run("default")
        return compare.BuiltRun("other", values, *tables, pd.DataFrame(terms), TOPICS)

    page = BeautifulSoup(compare.page(built("制造", "港口"), built("制造", "金融")), "html.parser")
    rows = page.find(id="terms").find_next("tbody").find_all("tr")
    words = {
        row.th.text: [[word.text for word in cell.select("[lang]")] for cell in row.select("td")]
        for row in rows
    }
    assert words["Tianjin"] == [["制造"], ["港口"], ["金融"]]
    assert words["Zhaoqing"] == [[], [], []]


def test_a_topic_stands_beside_the_one_that_shares_most_of_its_terms():
    new = TOPICS.assign(terms=["粮食 农村 振兴", "海洋 港口 航运"])
    first, second = compare._topics(TOPICS, new)
    assert (first["nearest"]["topic"], first["shared"], first["terms"]) == ("T02", 2, 3)
    assert second["shared"] == 0


def test_the_comparison_and_the_list_of_runs(warm):
    """A run whose tables differ from those of the default in one finding and one share."""
    (warm.root / "params" / "other.yaml").write_text("n_topics: 9\n")
    tables = warm.root / "reports" / "default" / "tables"
    target = warm.root / "reports" / "other" / "tables"
    target.mkdir(parents=True)
    for name in ("findings", "themes", "terms", "topics"):
        frame = pd.read_csv(tables / f"{name}.csv", encoding="utf-8-sig")
        if name == "findings":
            before = frame.set_index("finding").loc["themes-tianjin", "estimate"]
            frame.loc[frame["finding"] == "themes-tianjin", ["estimate", "statement"]] = [
                0.3,
                "Tianjin gives more.",
            ]
        if name == "themes":
            frame.loc[
                (frame["theme"] == "education")
                & (frame["place"] == "tianjin")
                & (frame["stage"] == "all"),
                "share",
            ] += 0.02
        frame.to_csv(target / f"{name}.csv", index=False, encoding="utf-8-sig")
    (warm.root / "reports" / "other" / "index.html").write_text("")
    built = json.loads((warm.root / "reports" / "default" / "parameters.json").read_text())
    (warm.root / "reports" / "other" / "parameters.json").write_text(
        json.dumps(built | {"n_topics": 9})
    )
    (warm.root / "params" / "other.yaml").write_text(
        "n_topics: 8\n"
    )  # changed since: the page speaks of what was built
    done = warm.command("compare", "other")
    assert done.returncode == 0, done.stderr
    page, runs = (
        (warm.root / "reports" / "other" / "compare.html").read_text(),
        (warm.root / "reports" / "index.html").read_text(),
    )
    assert "<code>n_topics</code></th><td>10</td><td>9</td>" in page
    assert (
        "moved beyond their interval: 1" in page
        and "Moved beyond its interval: 1" in page
        and "Tianjin gives more." in page
        and f"{100 * (0.3 - before):+.1f}" in page
    )
    assert "Education in Tianjin, +2.0\u00a0points" in page
    assert (
        '<a href="other/compare.html">' in runs
        and '<a href="default/index.html">' in runs
        and "n_topics = 9" in runs
    )


def _listed(name, pages=(), **changed):
    return compare.ListedRun(name, parameters.of_run("default") | changed, pages)


def test_a_run_listed_without_the_default_still_says_what_it_changes():
    """And a run is listed with what it was built with."""
    page = compare.runs_page([_listed("fine-topics", ("index",), n_topics=17)])
    assert "n_topics = 17" in page and "default/index.html" not in page


def test_a_run_that_is_not_built_is_listed_with_the_command_that_builds_it():
    page = compare.runs_page([_listed("default", ("index",)), _listed("thin", n_topics=3)])
    row = re.search('<tr id="run-thin".*?</tr>', page, flags=re.S).group()
    assert "n_topics = 3" in row and "make all RUN=thin" in row and "href" not in row


def test_no_list_is_made_of_no_runs():
    assert compare.runs_page([]) is None and compare.runs_page([_listed("default")]) is None


def test_a_finding_that_rests_on_nothing_changed_could_not_have_moved():
    found = pd.DataFrame(
        {
            "verdict": ["Agrees", "Agrees", "Moved", "Agrees"],
            "notebook_new": ["03_topics", "04_emphasis", "04_emphasis", "05_targets"],
        }
    )
    standard = parameters.of_run("default")
    other = standard | {"n_topics": 22, "language": "zh"}  # language changes what is shown alone
    assert compare._untouched(found, other, standard) == 2
    assert compare._untouched(found, standard | {"seed": 1}, standard) == 0
