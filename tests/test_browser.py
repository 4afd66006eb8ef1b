"""The pages in a real browser: alone, at every width, in light and dark, on paper, by keyboard,
without script; and held to WCAG 2.2 AA by axe-core."""

import re
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
import pytest

from policy_emphasis import paths
from policy_emphasis.measures.kwic import kwic
from policy_emphasis.words.validity import MARK

FOLDER = paths.REPORTS / "default"
CONCORDANCE = (FOLDER / "07_concordance.html").as_uri()
NORMS = (FOLDER / "09_norms.html").as_uri()
PAGES = [*sorted(set(FOLDER.glob("[!.]*.html")) - {FOLDER / "print.html"})]
PAGES.append(paths.REPORTS / "index.html")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PHONE, DESK = 360, 1280
HAN = "[\\u3400-\\u9fff\\uf900-\\ufaff]"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        not (FOLDER / "index.html").exists(), reason="reports/default is not built: run make all"
    ),
]
every_page = pytest.mark.parametrize(
    "path", PAGES, ids=lambda p: p.stem if p.parent == FOLDER else "runs"
)


OPEN = """open => {
    document.querySelectorAll('details').forEach(d => d.open = open);
    document.querySelectorAll('#show-code').forEach(code => code.checked = open);
}"""
DRAWN = """[...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility())
    .map(s => s.getBoundingClientRect()).map(r => [r.width, r.height])"""
TOO_WIDE = """[...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => !e.closest('.scroll, pre, svg'))
    .map(e => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 60)).slice(0, 5)"""


@every_page
def test_a_page_stands_alone_and_says_nothing_on_the_console(tab, heard, path):
    tab.goto(path.as_uri())
    assert [url for url in heard.asked if not url.startswith("data:")] == [path.as_uri()]
    assert heard.said == []


@every_page
def test_a_page_fits_from_a_phone_to_a_wide_screen_with_all_that_is_folded_open(tab, path):
    tab.goto(path.as_uri())
    for width in (320, 768, 1440):
        tab.set_viewport_size({"width": width, "height": 900})
        for opened in (False, True):
            tab.evaluate(OPEN, opened)
            page_width = tab.evaluate("document.documentElement.scrollWidth")
            assert page_width <= width, (opened, tab.evaluate(TOO_WIDE))
        drawn = tab.evaluate(DRAWN)
        assert all(w > 60 and h > 5 for w, h in drawn)
        assert bool(drawn) == bool(tab.locator("figure svg").count())


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Contrast is measured on the first of every kind of thing: the hundredth sentence has the colours
# of the first, and each costs some milliseconds.
ALIKE = """
    .quotes > li:nth-child(n+3), .paragraph:nth-of-type(n+14), .lines > li:nth-child(n+8),
    details.evidence ~ details.evidence ~ details.evidence, tr:nth-child(n+7), .code ~ .code ~ .code
"""
WITHOUT = """alike => document.querySelectorAll(alike)
    .forEach(e => e.closest('#chart-stages') || e.remove())"""


def _violations(tab, *, contrast):
    tab.evaluate(OPEN, True)
    tab.evaluate(AXE)
    options = {
        "runOnly": RULES,
        "resultTypes": ["violations"],
        "rules": {"color-contrast": {"enabled": contrast}},
    }
    found = tab.evaluate("options => axe.run(document, options)", options)["violations"]
    return [(v["id"], len(v["nodes"]), v["nodes"][0]["html"][:200]) for v in found]


@every_page
@pytest.mark.parametrize("width", [DESK, pytest.param(PHONE, marks=pytest.mark.long)])
def test_no_violation_of_wcag(tab, path, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(path.as_uri())
    assert _violations(tab, contrast=False) == []


@every_page
@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_wcag_in_contrast(tab, path, scheme):
    tab.set_viewport_size({"width": 1024, "height": 900})
    tab.emulate_media(color_scheme=scheme)
    tab.goto(path.as_uri())
    tab.evaluate(WITHOUT, ALIKE)
    assert _violations(tab, contrast=True) == []


UNMARKED = """han => {
    const has = new RegExp(han), found = [];
    const marked = e => e.closest('[lang]').getAttribute('lang').startsWith('zh');
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n; n = walk.nextNode();) {
        const e = n.parentElement;
        if (has.test(n.data) && !e.closest('script, style') && !marked(e))
            found.push(n.data.slice(0, 60));
    }
    for (const a of ['alt', 'aria-label', 'title'])
        for (const e of document.querySelectorAll(`[${a}]`))
            if (has.test(e.getAttribute(a)) && !marked(e))
                found.push(a + ': ' + e.getAttribute(a).slice(0, 60));
    return found;
}"""


@every_page
def test_every_word_stands_under_its_language(tab, path):
    """Chinese under a Chinese lang wherever it is read: text, and attributes that are read out."""
    tab.goto(path.as_uri())
    assert tab.evaluate(UNMARKED, HAN) == []


PRINTED = """([unprinted, folded]) => {
    const inside = d => [...d.children].filter(c => !c.matches('summary, style'));
    const seen = e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true});
    const folds = [...document.querySelectorAll('main details, footer details')]
        .filter(d => !d.closest('nav') && !d.matches(folded));
    const named = e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 60);
    return {
        closed: folds.filter(d => !d.open).flatMap(inside).filter(seen).map(named),
        lost: folds.filter(d => d.open && !d.parentElement.closest('details'))
            .flatMap(inside).filter(c => c.textContent.trim() && !c.matches(unprinted)
                && !c.querySelector(unprinted) && !seen(c)).map(named),
        pressed: [...document.querySelectorAll(unprinted)].filter(seen).map(named),
    };
}"""
# Code, and what is there to press, to fill in or to save; and folds of nothing else, or of what a
# phone alone folds.
UNPRINTED = """pre.code, pre code, nav a, input, select, textarea, label, .download,
    button:not(th button, [popovertarget])"""
# What a fold opens is not seen before the page is painted.
PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
FOLDED = ".code, .switches, .cite, .long"


@every_page
def test_what_is_open_prints_what_is_closed_does_not_and_code_never_does(tab, path):
    tab.goto(path.as_uri())
    tab.emulate_media(media="print", color_scheme="dark")
    nothing = {"closed": [], "lost": [], "pressed": []}
    for opened in (None, False, True):  # as it comes, all closed, all open
        if opened is not None:
            tab.evaluate(OPEN, opened)
            tab.evaluate(PAINTED)
        assert tab.evaluate(PRINTED, [UNPRINTED, FOLDED]) == nothing
    assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(27, 27, 27)"


LISTENED_TO = """() => {
    const reachable = 'a[href], summary, button, input, [tabindex="0"]';
    const seen = {contentVisibilityAuto: true, visibilityProperty: true};
    const all = [...document.querySelectorAll(reachable)].filter(e => e.checkVisibility(seen));
    window.outlines = new Map();  // of each that had the focus
    all.forEach(e => e.addEventListener('focus', () =>
        window.outlines.set(e, getComputedStyle(e).outlineStyle)));
    return all.length;
}"""
FOCUSED = "[...window.outlines.values()]"
UNREACHED = """[...document.querySelectorAll('body *')]
    .filter(e => /auto|scroll/.test(getComputedStyle(e).overflowX))
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0).map(e => e.className)"""


@every_page
def test_the_keyboard_reaches_everything(tab, path):
    """Tab goes once through every link, fold, field and region that scrolls, and each shows that it
    has the focus."""
    tab.goto(path.as_uri())
    total = tab.evaluate(LISTENED_TO)
    for _ in range(total + 3):
        tab.keyboard.press("Tab")
    outlines = tab.evaluate(FOCUSED)
    assert len(outlines) == total and "none" not in outlines
    assert tab.evaluate(UNREACHED) == []


@dataclass
class Answer:
    """What the concordance shows of a word: its line of status, and how many lines it shows."""

    status: str
    lines: int
    milliseconds: float


def _answer(tab, word):
    tab.fill("#word", word)
    milliseconds = tab.get_attribute("#concordance", "data-milliseconds")
    lines = tab.locator(".lines li").count()
    return Answer(tab.inner_text(".found"), lines, float(milliseconds))


def _together(text):
    return "".join(text.split())


@pytest.mark.parametrize("word", ["数字经济", "高质量发展", "的", "ＧＤＰ", "gdp"])
def test_the_concordance_finds_what_the_helper_finds(tab, run, word):
    tab.goto(CONCORDANCE)
    answer, expected = _answer(tab, word), kwic(run.sentences, word)
    counted = f"{len(expected)} hits in {expected['sentence'].nunique()} sentences"
    assert counted in answer.status
    hits = tab.locator("#concordance tbody tr td:nth-child(2)").all_inner_texts()
    of_places = [(expected["place"] == place).sum() for place in run.places]
    assert [int(hit.replace(",", "")) for hit in hits] == of_places
    first = expected.iloc[0]
    line = tab.inner_text(".lines li:first-child .kwic")
    assert _together(line) == _together(first.left + first.keyword + first.right)
    if tab.locator("button.more").count():
        tab.click("button.more")
    assert tab.locator(".lines li").count() == len(expected)


@pytest.mark.parametrize("word", ["不存在的词语", "<b>", "((", "\\"])
def test_the_concordance_says_that_it_found_nothing(tab, run, word):
    tab.goto(CONCORDANCE)
    answer = _answer(tab, word)
    assert kwic(run.sentences, word).empty
    assert "No line holds it." in answer.status and answer.lines == 0


def test_the_concordance_answers_within_ten_milliseconds(tab):
    """Of script time, at the best of many tries, for machines are noisy."""
    tab.goto(CONCORDANCE)
    words = ["数字经济", "高质量发展", "发展", "的"] * 5
    assert min(_answer(tab, word).milliseconds for word in words) < 10


def test_the_concordance_takes_its_word_from_a_link(tab):
    tab.goto(f"{CONCORDANCE}?q=港口")
    assert tab.input_value("#word") == "港口" and tab.locator(".lines li").count() > 3


def test_the_concordance_leads_from_english_to_chinese_words(tab):
    tab.goto(CONCORDANCE)
    assert re.search(r"\d+ hits in the English of \d+ sent", _answer(tab, "innovation").status)
    assert "innovation" in tab.inner_text(".lines li:first-child .english mark").lower()
    tab.click(".suggested button:has-text('创新')")
    assert "创新" in tab.input_value("#word") and tab.locator(".lines li").count() > 3
    assert "object" not in _answer(tab, "__proto__").status


def test_the_concordance_keeps_its_word_for_the_way_back(tab):
    tab.goto(CONCORDANCE)
    tab.fill("#word", "农业")
    tab.locator(".lines a").first.click()
    tab.wait_for_url("**/source-*")
    tab.go_back()
    assert tab.input_value("#word") == "农业"


def test_the_concordance_is_complete_without_script(browser, run):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(CONCORDANCE)
    assert tab.locator(".lines li").count() == len(kwic(run.sentences, "高质量发展"))
    assert tab.locator("main input").count() == 0
    context.close()


def _column(tab, number):
    """What the rows in sight of the table of shares beside the norms hold in this column."""
    cells = tab.locator(f"#norm-shares tbody tr:not([hidden]) > :nth-child({number})")
    return cells.all_inner_texts()


def _press(tab, heading):
    """Sort by this column; returns how its heading then says that the column is sorted."""
    button = tab.locator("#norm-shares thead").get_by_role("button", name=heading, exact=True)
    button.press("Enter")
    return button.locator("xpath=ancestor::th").get_attribute("aria-sort")


def test_the_shares_beside_the_norms_sort_by_figures_and_by_words(tab):
    tab.goto(NORMS)
    before = _column(tab, 2)
    assert _press(tab, "Share") == "descending"
    shares = [float(share) for share in _column(tab, 3)]
    assert shares == sorted(shares, reverse=True) and len(set(shares)) > 20
    assert _press(tab, "Share") == "ascending"
    assert [float(share) for share in _column(tab, 3)] == sorted(shares)
    assert _press(tab, "Theme") == "ascending"
    themes = _column(tab, 2)
    assert themes == sorted(before, key=str.lower) != before
    assert tab.locator("#norm-shares [aria-sort]").count() == 1


FILTERED = [
    ("Education", 2, "Education"),
    ("  CARBON\u3000ｅｎｅｒｇｙ ", 2, "Energy and low-carbon transition"),
    ("能源", 2, "Energy and low-carbon transition"),
    ("天津", 1, "Tianjin"),
]


@pytest.mark.parametrize(("typed", "column", "name"), FILTERED)
def test_the_shares_beside_the_norms_filter_by_words_in_either_language(tab, typed, column, name):
    tab.goto(NORMS)
    field = tab.get_by_label("Filter by place or theme")
    every, status = _column(tab, column), tab.locator("#norm-shares [role=status]")
    assert status.inner_text() == f"{len(every)} of {len(every)} rows"
    field.press_sequentially(typed)
    found = [one for one in every if one.removesuffix(f" {MARK}") == name]
    assert _column(tab, column) == found != []
    assert status.inner_text() == f"{len(found)} of {len(every)} rows"
    field.press_sequentially(" nowhere")
    assert _column(tab, column) == [] and status.inner_text() == f"0 of {len(every)} rows"
    field.clear()
    assert _column(tab, column) == every
    assert status.inner_text() == f"{len(every)} of {len(every)} rows"


def test_rows_that_are_filtered_stay_so_when_they_are_sorted(tab):
    tab.goto(NORMS)
    tab.get_by_label("Filter by place or theme").fill("tianjin")
    percentiles = _column(tab, 4)
    _press(tab, "Percentile")
    assert _column(tab, 4) == sorted(percentiles, key=float, reverse=True) != percentiles
    assert set(_column(tab, 1)) == {"Tianjin"}


def test_a_filter_is_not_on_paper_where_every_row_stands_under_its_heading(tab):
    tab.goto(NORMS)
    field, headings = tab.get_by_label("Filter by"), tab.locator("#norm-shares thead button")
    every = tab.locator("#norm-shares tbody tr")
    field.fill("tianjin")
    tab.emulate_media(media="print")
    assert not field.is_visible() and not tab.locator("#norm-shares [role=status]").is_visible()
    assert all(row.is_visible() for row in every.all())
    assert headings.count() == 8 and all(heading.is_visible() for heading in headings.all())


def test_there_is_no_filter_without_script(browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(NORMS)
    assert tab.locator("#norm-shares tbody tr").count() > 20
    added = "input, button:not([popovertarget]), [role=status]"
    assert tab.locator("#norm-shares").locator(added).count() == 0
    context.close()


def test_themes_are_marked_in_the_text_by_box_and_by_link(tab):
    address = (FOLDER / "source-tianjin-2023.html").as_uri()
    colour = "getComputedStyle(document.querySelector('.s.t-innovation')).backgroundColor"
    tab.goto(address)
    assert tab.evaluate(colour) == "rgba(0, 0, 0, 0)"
    tab.check("#box-innovation")
    assert tab.evaluate(colour) == "rgb(255, 240, 168)"
    tab.goto("about:blank")
    tab.goto(f"{address}#theme-innovation")
    assert tab.evaluate(colour) == "rgb(255, 240, 168)"
    counted = tab.inner_text("label:has(#box-innovation) small")
    assert tab.locator(".s.t-innovation").count() == int(counted)


IN_VIEW = """id => {
    const top = document.getElementById(id).getBoundingClientRect().top;
    return top >= 0 && top < innerHeight;
}"""


def test_links_open_what_is_folded_and_reach_the_sentence(tab):
    tab.goto((FOLDER / "10_codebook.html").as_uri() + "#evidence-industry")
    assert tab.evaluate("document.querySelector('#evidence-industry').closest('details').open")
    link = tab.locator("#evidence-industry .where a").first
    anchor = link.get_attribute("href").split("#")[1]
    sentence = tab.locator("#evidence-industry q").first.inner_text()
    link.click()
    tab.evaluate("document.querySelectorAll('.reading').forEach(e => e.remove())")
    assert tab.inner_text(f"#{anchor}") == sentence
    assert tab.evaluate(IN_VIEW, anchor)


def test_the_figures_behind_a_chart_can_be_saved(tab):
    tab.goto((FOLDER / "04_emphasis.html").as_uri() + "#chart-shares")
    tab.locator("#chart-shares summary").click()
    with tab.expect_download() as saved:
        tab.locator("#chart-shares a.download").click()
    content = Path(saved.value.path()).read_bytes()
    assert saved.value.suggested_filename == "themes.csv"
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\n") > 60


ATTACK = """
<script>window.hacked = 1</script>
<img src=x onerror='window.hacked = 2'>
<a id=a href='javascript:window.hacked = 3'>a</a>
<link rel=stylesheet href=http://127.0.0.1:9/x.css>
"""


@pytest.fixture
def attacked():
    """A page into which a script, a handler, a link and a style sheet were written by hand."""
    text = (FOLDER / "01_corpus.html").read_text(encoding="utf-8")
    page = FOLDER / ".attacked.html"
    page.write_text(text.replace("</main>", f"{ATTACK}</main>"), encoding="utf-8")
    yield page
    page.unlink()


def test_the_policy_in_the_page_lets_nothing_run(tab, heard, attacked):
    tab.goto(attacked.as_uri())
    tab.click("#a")
    assert tab.evaluate("window.hacked") is None
    assert [url for url in heard.answered if url.startswith("http")] == []


QUOTED = (
    """q, code, pre, del, .kwic, .found [lang], .source, .about, .where, script, style, input"""
)
BARE = """([han, quoted]) => {
    const has = new RegExp(han), found = new Set();
    for (const e of document.querySelectorAll('main [lang="zh-Hans"]')) {
        if (!has.test(e.textContent) || e.closest(quoted)) continue;
        const glossed = e.nextElementSibling?.matches('.gloss, small')
            || e.closest('.term')?.querySelector('.gloss') || e.closest('text, .second');
        const before = /[A-Za-z]{2}/.test(e.previousSibling?.textContent || '');
        if (!glossed && !before) found.add(e.textContent);
    }
    return [...found];
}"""


@every_page
def test_every_han_word_on_an_english_page_has_its_english(tab, path):
    """Outside what is quoted from a text, Chinese words have a gloss beside them, or stand beside
    the English that they are the original of."""
    tab.goto(path.as_uri())
    assert tab.evaluate(BARE, [HAN, QUOTED]) == []
