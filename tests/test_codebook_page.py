"""The page of the codebook as built: every theme with its terms, how often these texts hold them,
and how often they were right where that was looked at; and the ways that lead to it."""

import re
from functools import cache

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from policy_emphasis import paths
from policy_emphasis.reference.lists import UNCODED, read_codebook, read_table

FOLDER = paths.REPORTS / "default"
PAGE = f"{paths.CODEBOOK}.html"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FOLDER / PAGE).exists(), reason="reports/default is not built: run make all"
    ),
]


@cache
def soup(name=paths.CODEBOOK):
    return BeautifulSoup((FOLDER / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@cache
def published(name):
    return pd.read_csv(FOLDER / "tables" / f"{name}.csv", encoding="utf-8-sig", dtype={"term": str})


def section(theme):
    """The elements of a theme's section, to the next heading."""
    found = []
    for element in soup().select_one(f"#theme-{theme}").find_next_siblings():
        if element.name in ("h2", "h3"):
            break
        found.append(element)
    return found


@pytest.mark.parametrize("theme", read_codebook()["theme"])
def test_a_theme_has_its_section_with_all_its_terms(theme):
    """Each term stands once: in the table, among those found less, or among those not found."""
    row = read_codebook().set_index("theme").loc[theme]
    heading = soup().select_one(f"#theme-{theme}").get_text(" ")
    assert row["label_en"] in heading and row["label_zh"] in heading
    shown = [
        term.get_text()
        for element in section(theme)
        for term in element.select(".hits tbody th span, .words b")
    ]
    assert sorted(shown) == sorted(row["terms"])


def test_every_term_on_the_page_stands_beside_its_english():
    for term in soup().select(".words b"):
        assert re.match(r"[^;]*[A-Za-z]{2}", str(term.next_sibling)), term
    for term in soup().select(".hits tbody th"):
        assert term.select_one("small").get_text(strip=True), term


def test_hits_add_up_to_those_of_the_coded_sentences():
    terms, sentences = published("codebook_terms"), published("theme_sentences")
    found = terms[terms["theme"] != UNCODED].groupby("theme")["hits"].sum()
    assert found[found > 0].to_dict() == sentences.groupby("theme")["hits"].sum().to_dict()


def test_the_page_counts_as_the_table_does():
    hits = published("codebook_terms").set_index("term")["hits"]
    for row in soup().select(".hits tbody tr"):
        term, *counts, _ = (cell.get_text(strip=True) for cell in row.select("th span, td"))
        assert sum(map(int, counts)) == hits[term] and len(counts) == len(published("documents"))


def test_how_often_a_term_was_right_is_what_was_read():
    checked = read_table("validation_terms.csv").set_index(["theme", "term"])
    shown = 0
    for theme in read_codebook()["theme"]:
        for row in (row for part in section(theme) for row in part.select(".hits tbody tr")):
            term, said = row.th.span.get_text(), row.select("td")[-1].get_text(strip=True)
            if (theme, term) not in checked.index:
                assert said == ""
                continue
            read, wrong = checked.loc[(theme, term), ["read", "wrong"]]
            assert said == f"{read - wrong} of {read}"
            shown += 1
    assert shown > 100


@pytest.mark.parametrize("name", ["index", "04_emphasis", paths.NORMS, "03_topics", paths.CODEBOOK])
def test_names_of_themes_lead_to_their_sections(name):
    led = {link["href"] for link in soup(name).select(f'a[href^="{PAGE}#theme-"]')}
    there = {f"{PAGE}#theme-{theme}" for theme in read_codebook()["theme"]}
    assert led and led <= there
    assert name not in ("04_emphasis", paths.CODEBOOK) or led == there


def test_findings_on_themes_lead_to_the_sentences_on_this_page():
    evidence = published("findings").set_index("finding")["evidence"]
    own = evidence[evidence.str.contains("#evidence-") & evidence.str.startswith(PAGE)]
    assert any(own.index.str.startswith("themes-")) and any(own.index.str.startswith("plan-"))
    for address in own:
        assert soup().select_one(address.removeprefix(PAGE)).find_parent("details")


@pytest.mark.browser
def test_the_page_of_themes_is_short_on_a_phone_and_nothing_is_lost(browser):
    tab = browser.new_page(viewport={"width": 360, "height": 800})
    tab.goto((FOLDER / "04_emphasis.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollHeight") <= 11_000
    rows = len(published("theme_contrasts"))
    assert tab.locator("#differences tbody tr").count() == rows
    told = tab.locator(".bottom-line").first.locator("> p:not(.grounds)").count()
    assert told == 5 and tab.locator(".bottom-line details p").count() > 0
    tab.goto((FOLDER / "04_emphasis.html").as_uri() + "#differences")
    assert tab.evaluate("document.querySelector('#differences').closest('details').open")
    tab.close()
