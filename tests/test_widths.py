"""The pages on phones and on wide screens: nothing is cut off or squeezed, tables of words are
cards, what is long is folded; notes stand in the margin, and running text keeps its measure."""

import pytest
from test_browser import DESK, HAN, OPEN, PHONE, TOO_WIDE, every_page, pytestmark

from policy_emphasis.page.grid import LONG

assert pytestmark  # of this file, too

NARROWEST, WIDE, WIDEST = 320, 1600, 2200
# Latin words that a cell breaks, and cells that leave Chinese less than three characters a line
SQUEEZED = """han => {
    const found = [], range = document.createRange(), has = new RegExp(han + '{3}');
    const near = [...document.querySelectorAll('tr:nth-child(-n+9) > :is(th, td)')]
        .filter(cell => cell.checkVisibility())
        .filter(cell => !(innerWidth < 577 && cell.closest(".cards thead")));
    for (const cell of near) {
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node; node = walk.nextNode();) {
            for (const word of node.data.matchAll(/[A-Za-z]{2,}/g)) {
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map(r => r.top)).size > 1)
                    found.push(word[0]);
            }
        }
        const size = parseFloat(getComputedStyle(cell).fontSize);
        if (has.test(cell.textContent) && cell.clientWidth < 3 * size) found.push(cell.textContent);
    }
    return found;
}"""


@every_page
def test_on_a_phone_nothing_is_cut_off_and_no_cell_is_narrower_than_a_word(tab, path):
    tab.goto(path.as_uri())
    tab.evaluate(OPEN, True)
    for width in (NARROWEST, PHONE):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, tab.evaluate(TOO_WIDE)
        assert tab.evaluate(SQUEEZED, HAN) == []


# Of each cell of a card: what is shown before it, and the heading of its column
HEADED = """[...document.querySelectorAll('.cards td:not(:empty)')].map(cell => [
    getComputedStyle(cell, '::before').content.replace(/^"|"$/g, '').replace(/\\\\(.)/g, '$1'),
    cell.closest('table').tHead.rows[0].cells[cell.cellIndex].textContent])"""
ASIDE = """[...document.querySelectorAll('.cards')].filter(t => t.checkVisibility()).filter(t =>
    t.scrollWidth > t.closest('.scroll').clientWidth + 1).map(t => t.caption.textContent)"""


@every_page
def test_on_a_phone_each_cell_of_a_table_of_words_stands_under_its_heading(tab, path):
    tab.goto(path.as_uri())
    tab.evaluate(OPEN, True)
    tab.set_viewport_size({"width": PHONE, "height": 800})
    assert all(before == heading != "" for before, heading in tab.evaluate(HEADED))
    assert tab.evaluate(ASIDE) == []
    tab.set_viewport_size({"width": DESK, "height": 800})
    assert {before for before, _ in tab.evaluate(HEADED)} <= {"none"}


@every_page
def test_cards_are_a_table_to_who_hears_them(tab, path):
    tab.set_viewport_size({"width": PHONE, "height": 800})
    tab.goto(path.as_uri())
    tab.evaluate(OPEN, True)
    for cards in tab.locator("table.cards").all():
        for role, parts in (("cell", "td"), ("rowheader", "tbody th"), ("row", "tr")):
            assert cards.get_by_role(role).count() == cards.locator(parts).count() > 0
        assert cards.get_by_role("columnheader").count() == cards.locator("thead th").count()


FOLDED = """() => [...document.querySelectorAll('.long')]
    .filter(fold => !fold.parentElement.closest('details:not([open])')).map(fold => [
    fold.querySelectorAll('tbody tr').length,
    fold.querySelector('summary').checkVisibility(),
    fold.querySelector('tbody').checkVisibility(),
    fold.querySelector('summary').textContent
        .startsWith(fold.querySelector('caption').textContent)])"""


@every_page
def test_a_long_table_is_folded_on_a_phone_alone(tab, path):
    tab.set_viewport_size({"width": PHONE, "height": 800})
    tab.goto(path.as_uri())
    for length, summary, body, named in tab.evaluate(FOLDED):
        assert length > LONG and summary and not body and named
    if tab.evaluate(FOLDED):
        tab.locator(".long > summary:visible").first.press("Enter")
        assert tab.evaluate(FOLDED)[0][2]
        tab.reload()
    for media, width in (("screen", DESK), ("print", PHONE)):
        tab.emulate_media(media=media)
        tab.set_viewport_size({"width": width, "height": 800})
        for _, summary, body, _ in tab.evaluate(FOLDED):
            assert body and not summary


# The letters that a full line of each paragraph takes
MEASURE = """[...document.querySelectorAll('main p')].filter(p => p.checkVisibility())
    .filter(p => p.textContent.length > 160 && !p.closest('.source')).map(p => {
        const range = document.createRange(), walk = document.createTreeWalker(p, 4);
        let inked = 0, letters = 0;
        for (let node; node = walk.nextNode();) {
            range.selectNodeContents(node);
            for (const box of range.getClientRects()) inked += box.width;
            letters += node.data.length;
        }
        return [Math.round(letters / inked * p.clientWidth), p.textContent.slice(0, 60)];
    })"""


@every_page
def test_running_text_keeps_its_measure_on_the_widest_screen(tab, path):
    tab.set_viewport_size({"width": WIDEST, "height": 1200})
    tab.goto(path.as_uri())
    tab.evaluate(OPEN, True)
    assert [found for found in tab.evaluate(MEASURE) if found[0] > 80] == []


ASIDE_AND_REST = """() => {
    const box = e => { const r = e.getBoundingClientRect();
        return {left: r.left, right: r.right, top: r.top, bottom: r.bottom, of: e.className
            + ' ' + e.textContent.slice(0, 50)}; };
    const shown = chosen => [...document.querySelectorAll(chosen)].filter(e => e.checkVisibility())
        .filter(e => !e.closest('details:not([open]) > :not(summary)'));
    const floats = e => e.matches('figure.chart > .note') || getComputedStyle(e).float === 'right';
    const notes = shown('figure.chart > .note, main > .caveat').filter(floats);
    const rest = shown(`main > :not(.caveat, figure), figure > :not(.note), main .scroll,
        main > .caveat`).filter(e => !notes.includes(e)).concat(notes);
    const text = document.querySelector('main').getBoundingClientRect().right;
    const over = [];
    for (const note of notes.map(e => [e, box(e)])) {
        if (note[1].left < text || note[1].right > innerWidth) over.push(note[1].of);
        for (const other of rest.filter(e => e !== note[0]).map(box))
            if (other.left < note[1].right - 1 && note[1].left < other.right - 1
                && other.top < note[1].bottom - 1 && note[1].top < other.bottom - 1)
                over.push(note[1].of + ' / ' + other.of);
    }
    return over;
}"""
BESIDE = """() => { const r = document.querySelector('.layout').children, left = r[0], all =
    getComputedStyle(document.querySelector('.layout')).gridTemplateColumns.split(' ')
        .map(parseFloat), between = parseFloat(getComputedStyle(left.parentElement).columnGap);
    const width = all.reduce((a, b) => a + b) + between * (all.length - 1);
    const start = left.getBoundingClientRect().left;
    return [start, document.documentElement.clientWidth - start - width, width]; }"""


@every_page
def test_what_stands_in_the_margin_stands_beside_and_over_nothing(tab, path):
    tab.goto(path.as_uri())
    for width in (WIDE, 1920, WIDEST):
        tab.set_viewport_size({"width": width, "height": 1200})
        for opened in (False, True):
            tab.evaluate(OPEN, opened)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            assert tab.evaluate(ASIDE_AND_REST) == []
        if tab.locator(".layout").count():
            left, right, whole = tab.evaluate(BESIDE)
            assert left == pytest.approx(right, abs=2) and whole > 0.7 * width
