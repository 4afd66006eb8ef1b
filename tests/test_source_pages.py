"""The pages of the texts in a real browser: the English beside the Chinese, and what was read of
every number, by pointer, keyboard and touch and on paper."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from policy_emphasis import paths
from policy_emphasis.reference.translations import by_digest

FOLDER = paths.REPORTS / "default"
PAGES = sorted(FOLDER.glob("source-*.html"))
WITH_QUOTES = [f for f in sorted(FOLDER.glob("[!.]*.html")) if "<q " in f.read_text("utf-8")]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not PAGES, reason="reports/default is not built: run make all"),
]
each_text = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
SHOWN = """selector => [...document.querySelectorAll(selector)]
    .filter(e => getComputedStyle(e).opacity !== '0' && e.getClientRects().length).length"""
FOCUSED = "getComputedStyle(document.activeElement.nextElementSibling).opacity"
NUMBERS = ".source .q[tabindex]"


@each_text
def test_the_english_stands_beside_every_sentence_when_asked_for(tab, path):
    tab.goto(path.as_uri())
    sentences = tab.locator(".source .s").count()
    assert tab.evaluate(SHOWN, ".pair .english") == 0
    tab.check("#english")
    assert tab.evaluate(SHOWN, ".pair .english") == sentences > 30
    for width in (320, 1000, 2200):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


@each_text
def test_the_sentence_that_a_link_leads_to_shows_its_english(tab, path):
    tab.goto(path.as_uri())
    anchor = tab.locator(".source .s").nth(20).get_attribute("id")
    tab.goto("about:blank")
    tab.goto(f"{path.as_uri()}#{anchor}")
    assert tab.evaluate(SHOWN, ".pair .english") == 1
    assert tab.locator(f"#{anchor} + .english").is_visible()


@pytest.mark.parametrize("path", WITH_QUOTES, ids=lambda path: path.stem)
def test_every_quotation_has_its_english(path):
    """That of the file of translations, word for word."""
    soup, known = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser"), by_digest()
    english = set(known.values())
    for quoted in soup.select("q[lang=zh-Hans]"):
        meaning = quoted.find_next_sibling(class_="english")
        assert meaning, quoted.get_text()
        text = meaning.get_text()
        whole = text in english or all(part in text for part in _parts(text, english))
        assert whole and len(text) > 10


def _parts(text, english):
    """The translations of which a paragraph's English is made: none is left over."""
    inside = sorted((part for part in english if part in text), key=len, reverse=True)
    left = text
    for part in inside:
        left = left.replace(part, " ")
    assert not left.strip(), left
    return inside


@each_text
def test_every_reading_is_reached_by_keyboard_and_by_touch(browser, path):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    tab = context.new_page()
    tab.goto(path.as_uri())
    numbers = tab.locator(NUMBERS)
    count = numbers.count()
    assert count == tab.locator(".source .reading").count() > 10
    assert tab.evaluate(SHOWN, ".source .reading") == 0
    for i in range(0, count, 1 + count // 8):
        numbers.nth(i).tap()
        assert tab.evaluate(FOCUSED) == "1" and tab.evaluate(SHOWN, ".source .reading") == 1
    numbers.nth(0).focus()
    for _ in range(count - 1):
        tab.keyboard.press("Tab")
        if tab.evaluate("!document.activeElement.matches('.source .q')"):  # a paragraph's number
            continue
        assert tab.evaluate(FOCUSED) == "1"
    context.close()


@each_text
def test_every_number_that_was_read_has_its_reading(path):
    """Also where a theme's word ends with it."""
    numbers = pd.read_csv(FOLDER / "tables" / "quantities.csv", encoding="utf-8-sig")
    own = numbers[numbers["document"] == path.stem.removeprefix("source-")]
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    assert len(page.select(NUMBERS)) == len(page.select(".reading")) == own["end"].nunique() > 10


@each_text
def test_readings_are_written_out_on_paper_and_when_asked_for(tab, path):
    tab.goto(path.as_uri())
    count = tab.locator(NUMBERS).count()
    tab.check("#readings")
    assert tab.evaluate(SHOWN, ".source .reading") == count
    tab.uncheck("#readings")
    tab.emulate_media(media="print")
    assert tab.evaluate(SHOWN, ".source .reading") == count


def test_a_reading_says_what_the_number_says(tab):
    text = PAGES[1].read_text(encoding="utf-8")
    readings = re.findall(
        r'tabindex="0">([^<]+)</span><small class="reading"[^>]*> \[(.+?)\]', text
    )
    figures = [(n, said) for n, said in readings if re.fullmatch(r"\d+(\.\d+)?%", n)]
    assert len(figures) > 10 and all(number in said for number, said in figures)
