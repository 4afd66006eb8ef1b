"""The charts in a real browser: legends that stay in sight and hide nothing, labels and figures
that can be read on what they stand on, titles of two lines, more room on wide screens."""

import pytest

from policy_emphasis import paths

FOLDER = paths.REPORTS / "default"
LONG = ("04_emphasis", "06_robustness", "09_norms")  # pages with charts taller than a screen
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        not (FOLDER / "index.html").exists(), reason="reports/default is not built: run make all"
    ),
]
every_page = pytest.mark.parametrize("name", sorted(p.stem for p in FOLDER.glob("[0-9]*.html")))


def _open(tab, name):
    tab.goto((FOLDER / f"{name}.html").as_uri())


UNFOLDED = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.mark.parametrize("width", [360, 768, 1440, 2200])
@pytest.mark.parametrize("name", LONG)
def test_a_legend_stays_in_sight_until_its_chart_is_past(tab, name, width):
    tab.set_viewport_size({"width": width, "height": 900})
    _open(tab, name)
    tab.evaluate(UNFOLDED)
    legends = tab.locator(".keys.stay")
    assert legends.count()
    for legend in legends.all():
        box = legend.evaluate_handle("e => e.parentElement")
        box.evaluate(
            "e => (r => scrollTo(0, r.top + scrollY + r.height / 2))(e.getBoundingClientRect())"
        )
        assert abs(legend.evaluate("e => e.getBoundingClientRect().top")) < 1
        assert legend.evaluate("e => e.getBoundingClientRect().height") < 150
        box.evaluate("e => scrollTo(0, e.getBoundingClientRect().bottom + scrollY)")
        assert legend.evaluate("e => e.getBoundingClientRect().bottom") <= 1


INSIDE = """[...document.querySelectorAll('.keys.stay')].flatMap(k =>
    [...k.parentElement.querySelectorAll('a, button, summary, input, [tabindex]')]
    .filter(e => !e.contains(k)).map(e => [e.clientHeight / k.clientHeight,
        parseFloat(getComputedStyle(e).scrollMarginTop) / k.clientHeight]))"""


def test_a_legend_never_lies_over_what_has_the_focus(tab):
    """What can take the focus inside a legend's box is taller than the legend by far, or comes to
    stand below it when it is scrolled to."""
    for name in LONG:
        _open(tab, name)
        for width in (360, 1440):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.evaluate(UNFOLDED)
            found = tab.evaluate(INSIDE)
            assert all(height > 10 or margin >= 1 for height, margin in found)


def test_a_legend_stands_still_on_paper_and_on_low_screens(tab):
    _open(tab, "04_emphasis")
    still = "getComputedStyle(document.querySelector('.keys.stay')).position"
    assert tab.evaluate(still) == "sticky"
    tab.set_viewport_size({"width": 320, "height": 256})
    assert tab.evaluate(still) == "static"
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.emulate_media(media="print")
    assert tab.evaluate(still) == "static"


AXES = """[...document.querySelectorAll('.chart .plot svg')].filter(s => s.checkVisibility())
    .map(s => [s.getBoundingClientRect().height, [...s.querySelectorAll('text')]
        .map(t => t.textContent).filter(t => /^[\\u2212\\d.]+$/.test(t))])"""


@pytest.mark.parametrize("width", [360, 1440])
def test_charts_taller_than_a_screen_have_their_axis_at_both_ends(tab, width):
    for name in ("04_emphasis", "09_norms"):
        tab.set_viewport_size({"width": width, "height": 900})
        _open(tab, name)
        long = [texts for height, texts in tab.evaluate(AXES) if height > 750]
        assert long and all(texts.count(texts[0]) >= 2 for texts in long)


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_labels_stand_on_a_halo_of_paper(tab, name, scheme):
    tab.emulate_media(color_scheme=scheme)
    _open(tab, name)
    halos = """[...document.querySelectorAll('.chart:not(#chart-lengths) svg text')].map(t =>
        getComputedStyle(t)).map(s => s.paintOrder + s.stroke)"""
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert set(tab.evaluate(halos)) <= {f"stroke{ground}"}


CONTRAST = """() => {
    const canvas = document.createElement('canvas').getContext('2d');
    const linear = c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
    const painted = (...colours) => {
        colours.forEach(c => { canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1); });
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(linear);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const paper = getComputedStyle(document.body).backgroundColor;
    return [...document.querySelectorAll('.heat')].map(e => {
        const s = getComputedStyle(e), a = painted(paper, s.backgroundColor), b = painted(s.color);
        return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_can_be_read_in_every_cell_of_the_heat_table(tab, scheme):
    tab.emulate_media(color_scheme=scheme)
    _open(tab, "04_emphasis")
    found = tab.evaluate(CONTRAST)
    assert len(found) > 20 and min(found) >= 4.5
    colours = "new Set([...document.querySelectorAll('.heat')].map(e => e.className)).size"
    assert tab.evaluate(colours) == 1  # one hue for all places


LINES = """[...document.querySelectorAll('figure.chart figcaption b')].map(b => {
    const range = document.createRange(); range.selectNodeContents(b);
    const middles = [...range.getClientRects()].map(r => (r.top + r.bottom) / 2);
    middles.sort((a, b) => a - b);
    return [middles.filter((y, i) => !i || y - middles[i - 1] > 12).length, b.textContent];
})"""


@every_page
def test_a_title_takes_two_lines_at_most(tab, name):
    tab.set_viewport_size({"width": 768, "height": 900})
    _open(tab, name)
    assert [text for lines, text in tab.evaluate(LINES) if lines > 2] == []


LETTERS = """[...document.querySelectorAll('figure.chart svg text')]
    .filter(t => t.checkVisibility())
    .map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"""


@every_page
def test_a_wide_screen_gives_charts_more_room_and_letters_of_the_text_s_size(tab, name):
    sizes = {}
    for width in (1440, 1600, 2200):
        tab.set_viewport_size({"width": width, "height": 900})
        _open(tab, name)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        sizes[width] = tab.evaluate("document.querySelector('figure.chart')?.clientWidth ?? 0")
        assert all(9 < size <= 16.5 for size in tab.evaluate(LETTERS))
    if sizes[1440]:  # on the widest screens all letters are larger, and charts with them
        assert sizes[1440] < sizes[1600] <= sizes[2200] < 1.25 * sizes[1600]
