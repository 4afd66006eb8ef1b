"""The methods that pages name: their entries, where their words are found, and how a page shows
what they mean."""

import html
import re
import string
from functools import cache

import pytest
from test_browser import AXE, RULES

from policy_emphasis import paths
from policy_emphasis.inference import (
    comparability,
    density,
    keyness,
    multiverse,
    norm_lasting,
    norm_words,
    norms,
    permutation,
    resample,
    trends,
    validity,
)
from policy_emphasis.inference.topic_quality import frex, npmi
from policy_emphasis.language import Language
from policy_emphasis.measures import terms, topics
from policy_emphasis.page import methods
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.methods import read_methods
from policy_emphasis.words.methods import GIVEN, GROUPS, told

ENGLISH, CHINESE = Language("en"), Language("zh")
FOLDER = paths.REPORTS / "default"
BUTTON = re.compile(r"<button popovertarget=m-([\w-]+) interestfor=m-\1>(.*?)</button>")
SHOWN = re.compile(r'<div popover id="m-([\w-]+)">')
NAMES = [method.name for method in read_methods()]
built = pytest.mark.skipif(
    not (FOLDER / "methods.html").exists(), reason="reports/default is not built: run make all"
)


def marked(html, here="04_emphasis", language=ENGLISH):
    """HTML with its methods marked as [name: word], without what follows the text."""
    page = methods.explained(f"{html}</main>", here, language)
    return BUTTON.sub(r"[\1: \2]", page.split('<section class="methods">')[0]).removesuffix(
        "</main>"
    )


def test_the_first_use_in_a_block_becomes_a_button():
    note = '<p class="note">An interval, a 95% interval; q and Q.</p>'
    first = '<p class="note">An [interval: interval], a 95% interval; [q: q] and Q.</p>'
    assert marked(note + note) == first + first
    assert marked("<p>An interval</p>") == "<p>An interval</p>"


def test_a_figure_with_its_table_is_one_block_and_its_title_stays_as_it_is():
    figure = (
        "<figure><figcaption><b>Clear</b><span>Clear, q</span></figcaption>"
        '<svg><text>q</text></svg><p class="note">q, F1</p><table><caption>q</caption><thead>'
        "<th>q</th><th>Recall</th></thead><tbody><td>clear</td></tbody></table></figure>"
    )
    assert marked(figure) == (
        "<figure><figcaption><b>Clear</b><span>[clear: Clear], [q: q]</span></figcaption>"
        '<svg><text>q</text></svg><p class="note">q, [f1: F1]</p><table><caption>q</caption><thead>'
        "<th>q</th><th>Recall</th></thead><tbody><td>clear</td></tbody></table></figure>"
    )


def test_headings_that_sort_stay_as_they_are():
    table = "<table{}><caption>q</caption><thead><th>F1</th></thead></table>"
    assert "[f1: F1]" in marked(table.format(""))
    for sorted_by in (' data-sort="Sort by {column}"', ' data-filter="clear" data-sort="q"'):
        sorts = marked(table.format(sorted_by))
        assert "<caption>[q: q]</caption>" in sorts and "<th>F1</th>" in sorts


def test_running_text_names_a_method_once_on_a_page_and_grounds_each_time():
    finding = '<div class="finding" id="x"><p>None is clear</p><p class="grounds">q 0.1</p></div>'
    once = marked(2 * finding)
    assert once.count("[clear: clear]") == 1 and once.count("[q: q]") == 2


@pytest.mark.parametrize(
    "kept",
    [
        '<a href="x#q">q</a>',
        "<b>q</b>",
        "<button>q</button>",
        "<code>q</code>",
        "<summary>q</summary>",
        '<span title="q" data-q="clear q">x</span>',
        '<span class="gloss">“clear share”</span>',
        "pre-q, q-like, quay, unclear, F10",
        "&q; &#x27;",
    ],
)
def test_links_markup_attributes_and_parts_of_words_stay_as_they_are(kept):
    note = f'<p class="note">{kept}</p>'
    assert marked(note) == note


def test_hostile_text_stays_escaped():
    note = '<p class="note">&lt;script&gt;q&lt;/script&gt; &quot; onclick=&quot;q</p>'
    assert marked(note) == note.replace("q&lt;", "[q: q]&lt;", 1)


def test_chinese_words_are_found_within_sentences_the_longest_first():
    note = '<p class="note">占比之差，95%区间（q &lt; 0.05）；空心：不可确认；占比</p>'
    assert marked(note, language=CHINESE) == (
        '<p class="note">[difference: 占比之差]，[interval: 95%区间]（[q: q] &lt; 0.05）；空心：不'
        "[clear: 可确认]；[share: 占比]</p>"
    )
    assert marked('<p class="note">GDPq</p>', language=CHINESE) == '<p class="note">GDPq</p>'


def test_a_word_means_what_its_page_measures():
    note = '<p class="note">95% interval</p>'
    assert marked(note, "09_norms") == '<p class="note">[retest: 95% interval]</p>'
    assert marked(note, "01_corpus") == note and marked(note, "methods") == note


def test_links_to_the_meanings_of_the_index_become_buttons_on_pages_that_name_them():
    link = '<p>Its <a href="index.html#means-q">q</a>, <a href="#means-robust">robust</a></p>'
    assert marked(link) == '<p>Its [q: q], <a href="#means-robust">robust</a></p>'
    assert marked(link, "01_corpus") == link


def test_a_page_ends_with_each_meaning_that_it_names_once():
    page = '<main><p class="note">q</p><p class="note">q, clear</p></main><footer></footer>'
    page = methods.explained(page, "04_emphasis", ENGLISH)
    assert SHOWN.findall(page) == ["q", "clear"]
    assert page.endswith("</section></main><footer></footer>")
    assert "Benjamini &amp; Hochberg 1995" in page and 'href="methods.html#method-q"' in page
    assert methods.explained("<main>q</main>", "04_emphasis", ENGLISH) == "<main>q</main>"


@pytest.mark.parametrize("language", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_entry_is_complete(language):
    for method in told(language).values():
        assert method.word and method.meaning and method.symbols and method.pages, method.name
        assert len(method.meaning) <= 240, method.name
        assert "{" not in method.meaning + method.symbols and method.about in GROUPS
    others = told(ENGLISH if language is CHINESE else CHINESE)
    same = {name for name, method in told(language).items() if method.word == others[name].word}
    assert same <= {"q", "tf-idf", "failing"}


def test_formulas_hold_no_words_so_that_they_stand_in_every_language():
    names = "min max exp arcsin sin cos ln NPMI BetaBin median"
    for method in told(ENGLISH).values():
        assert set(re.findall("[A-Za-z]{3,}", method.formula)) <= set(names.split()), method.name
    bare = {method.name for method in told(ENGLISH).values() if not method.formula}
    assert bare == {"kwic", "commitment", "norms"}


def test_every_amount_is_the_one_that_the_code_sets():
    used = {
        name
        for method in read_methods()
        for text in (method.word, method.meaning, method.formula, method.symbols)
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    assert used == set(GIVEN)
    assert GIVEN["level"] == resample.LEVEL and GIVEN["q"] == resample.SIGNIFICANCE
    assert GIVEN["outside"] == pytest.approx(2 * GIVEN["tail"]) == pytest.approx(1 - GIVEN["level"])
    assert GIVEN["head"] - GIVEN["tail"] == pytest.approx(GIVEN["level"])
    said = {
        "robust": multiverse.ROBUST,
        "fair": multiverse.FAIR,
        "interaction": multiverse.INTERACTION,
        "shuffles": permutation.SHUFFLES,
        "cuts": comparability.CUTS,
        "several": keyness.SEVERAL,
        "uses": keyness.MIN_USES,
        "per": density.PER,
        "phrase": terms.SET_PHRASE,
        "top": topics.TOP,
        "window": npmi.__defaults__[0],
        "weight": frex.__defaults__[1],
        "reliable": validity.RELIABLE,
        "agreeing": validity.AGREEING,
        "headed": validity.HEADED,
        "splits": validity.SPLITS,
        "enough": norms.ENOUGH,
        "least": norms.LEAST,
        "span": norm_lasting.SPAN,
        "shared": norm_words.SHARED,
        "tested": trends.TESTED,
    }
    assert {name: GIVEN[name] for name in said} == said


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("name: clear\n", "name: q\n", "name 'q' stands twice"),
        ("about: topics", "about: nothing", "about"),
        ("en: [clear, clearly]", "en: ['(clear)']", "has a group or a quotation mark"),
        ("en: [clear, clearly]", "en: ['clear(']", "no regular expression"),
        ("pages: [01_corpus]", "pages: [10_other]", "pages"),
        ("formula: r = c/n", "", "formula"),
    ],
)
def test_a_faulty_entry_is_named(tmp_path, old, new, fault):
    text = (paths.REFERENCE / "methods.yaml").read_text(encoding="utf-8")
    path = tmp_path / "methods.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProjectError, match=r"methods\.yaml") as found:
        read_methods(path)
    assert fault in str(found.value) and "\n" not in str(found.value)


@cache
def _page(path):
    return path.read_text(encoding="utf-8")


PAGES = sorted(FOLDER.glob("[!.]*.html"))
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)


@pytest.mark.slow
@every_page
def test_every_word_that_shows_a_meaning_has_it_on_its_page(path):
    page = _page(path)
    named, shown = {name for name, _ in BUTTON.findall(page)}, SHOWN.findall(page)
    assert page.count("<button popovertarget") == len(BUTTON.findall(page))
    assert named == set(shown) and len(shown) == len(set(shown))
    assert not re.search(r"<(a|h[1-6]|summary|button)\b[^>]*>(?:(?!</\1>).)*<button popover", page)


@built
@pytest.mark.slow
def test_the_page_of_all_methods_leads_to_the_pages_that_name_them():
    page = _page(FOLDER / "methods.html")
    assert re.findall(r'<section class="method" id="method-([\w-]+)">', page) == sorted(
        NAMES, key=lambda name: list(GROUPS).index(told(ENGLISH)[name].about)
    )
    assert 'aria-current="page">Methods<' in page
    of_run = {path.stem for path in PAGES}
    # A table whose roles are written out may hold no button in its caption.
    plain = " ".join(
        re.findall(r'<caption class="plain">.*?</caption>', "".join(map(_page, PAGES)))
    )
    unnamed = {
        method.name
        for method in read_methods()
        if {*method.pages} & of_run
        and not any(f'id="m-{method.name}"' in _page(path) for path in PAGES)
        and not any(re.search(form, plain) for form in method.en)
    }
    assert unnamed == set()


@built
@pytest.mark.slow
def test_the_index_gives_the_same_meanings():
    index, every = (html.unescape(_page(FOLDER / f"{name}.html")) for name in ("index", "methods"))
    for name in methods.INDEX:
        found = re.search(rf'<dt id="means-{name}">(.*?)</dt><dd>(.*?)</dd>', index)
        assert found and f"<p>{found[2]}</p>" in every
    assert 'href="methods.html"' in index


@pytest.fixture(params=[(1440, "light"), (360, "dark")], ids=["desk", "phone"])
def tab(browser, request):
    width, scheme = request.param
    size = {"width": width, "height": 700}
    opened = browser.new_page(viewport=size, color_scheme=scheme, has_touch=True)
    opened.goto((FOLDER / "04_emphasis.html").as_uri())
    yield opened
    opened.close()


OPEN = "[...document.querySelectorAll(':popover-open')].map(e => e.id)"
IN_SIGHT = """name => {
    const meaning = document.getElementById("m-" + name).getBoundingClientRect();
    const word = document.querySelector(`[popovertarget=m-${name}]`).getBoundingClientRect();
    return [meaning.left >= 0, meaning.right <= innerWidth, meaning.top >= 0,
        meaning.bottom <= innerHeight,
        Math.min(Math.abs(meaning.top - word.bottom), Math.abs(word.top - meaning.bottom)) < 20];
}"""


def in_browser(test):
    return built(pytest.mark.slow(pytest.mark.browser(test)))


@in_browser
def test_a_word_shows_its_meaning_by_keyboard_and_escape_hides_it(tab):
    word = tab.locator("[popovertarget=m-interval]").first
    word.focus()
    tab.wait_for_timeout(700)
    assert tab.evaluate(OPEN) == []  # focus alone shows nothing
    tab.keyboard.press("Enter")
    assert tab.evaluate(OPEN) == ["m-interval"]
    meaning = tab.locator("#m-interval")
    assert "√" in meaning.inner_text() and "Wilson 1927" in meaning.inner_text()
    assert tab.evaluate(IN_SIGHT, "interval") == [True] * 5
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == (
        "methods.html#method-interval"
    )
    tab.keyboard.press("Escape")
    assert tab.evaluate(OPEN) == []
    assert tab.evaluate("document.activeElement.textContent") == "95% interval"


@in_browser
def test_a_word_shows_its_meaning_when_tapped_and_under_the_mouse(tab):
    word = tab.locator("[popovertarget=m-within]").first
    word.scroll_into_view_if_needed()
    word.tap()
    assert tab.evaluate(OPEN) == ["m-within"] and tab.evaluate(IN_SIGHT, "within") == [True] * 5
    tab.keyboard.press("Escape")
    tab.mouse.move(0, 0)
    if tab.evaluate("'interestForElement' in HTMLButtonElement.prototype"):
        word.hover()
        tab.wait_for_timeout(900)
        assert tab.evaluate(OPEN) == ["m-within"]


@in_browser
def test_every_meaning_fits_and_holds_to_wcag(tab):
    tab.evaluate(AXE)
    for name in SHOWN.findall(tab.content()):
        tab.evaluate("name => document.getElementById('m-' + name).showPopover()", name)
        box = tab.locator(f"#m-{name}").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= tab.viewport_size["width"], name
        rules = f"axe.run('#m-{name}', {{runOnly: {RULES}, resultTypes: ['violations']}})"
        assert tab.evaluate(rules)["violations"] == []


@in_browser
def test_on_paper_the_meanings_stand_in_a_list(tab):
    heading, shown = tab.get_by_text("Methods named on this page"), tab.locator(".methods > div")
    assert not heading.is_visible() and not shown.first.is_visible()
    tab.emulate_media(media="print")
    assert heading.is_visible() and all(meaning.is_visible() for meaning in shown.all())
    assert tab.locator("[popovertarget=m-interval]").first.is_visible()
    assert not tab.locator(".methods code").first.is_visible()
