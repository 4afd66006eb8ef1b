"""Charts as values and as drawings: the same bytes for the same figures, nothing left unsaid."""

import re
import warnings
from functools import partial

import pandas as pd
import pytest

from policy_emphasis.language import Language
from policy_emphasis.page import drawings, figure
from policy_emphasis.page.places import place_styles


def _labelled(text, colour="#0072b2"):
    def draw(ax):
        drawings.row_label(ax, 0, [text], narrow=False, above=0)
        drawings.estimate(ax, 0, 1.5, ends=[1, 2], colour=colour, broken=True)

    return figure.drawing(2, 1, draw)


def _chart(run, **drawn):
    interval = {"share": [0.5], "low": [0.4], "high": [0.6]}
    table = pd.DataFrame({"row": ["a"], "place": ["tianjin"], **interval, "unseen": [1]})
    title = "Tianjin's 天津 <b>"
    return figure.chart(run, "growth", title, table=table, unit="% growth", **drawn).data


def test_the_same_drawing_gives_the_same_bytes_and_another_one_other_ids():
    first, again, other = _labelled("产业"), _labelled("产业"), _labelled("农村")
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (first, other)]
    assert first == again
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_a_drawing_has_the_colours_of_the_page_and_marks_its_chinese():
    svg = _labelled("industry 产业", colour="#d55e00")
    assert "var(--place-1,#d55e00)" in svg and "font-family" not in svg
    assert '<tspan lang="zh-Hans">产业</tspan>' in svg


def test_a_chart_says_what_it_shows_and_holds_the_figures_behind_it(run):
    forms = {"wide": _labelled("a"), "narrow": _labelled("b")}
    page = _chart(run, alt="0.5 of it", forms=forms)
    assert 'aria-label="Tianjin&#x27;s &lt;b&gt;. 0.5 of it"' in page  # in one language
    assert page.count("<svg") == 2 and "&lt;b&gt;</b>" in page
    assert '<td class="number">0.5</td>' in page and "unseen" not in page
    assert '<th scope="col" class="number">% growth</th>' in page.replace("\u00a0", " ")
    assert 'download="growth.csv"' in page


def test_small_multiples_stand_under_their_labels(run):
    panels = {"first": _labelled("a"), "second": _labelled("b")}
    page = _chart(run, alt="", panels=panels)
    assert re.findall(r'<p class="panel-title">(\w+)</p><svg', page) == ["first", "second"]


def test_a_chart_with_nothing_to_draw_is_its_title_alone(run):
    page = figure.chart(run, "terms-tianjin", "No word leans to Tianjin").data
    assert page == '<p class="empty">No word leans to Tianjin</p>'


def test_work_reports_have_the_first_colours_wherever_they_stand():
    documents = pd.DataFrame(
        {"place": ["sichuan", "tianjin"], "genre": ["news article", "work report"]}
    )
    styles = place_styles(documents, Language())
    assert {place: style.number for place, style in styles.items()} == {"sichuan": 1, "tianjin": 0}
    assert styles["sichuan"].article and styles["sichuan"].label == "Sichuan (news article)"


def test_a_curve_of_nothing_but_zeros_is_drawn_without_a_word():
    none = pd.DataFrame({"estimate": [0.0], "low": [0.0], "high": [0.0], "sure": [False]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "<svg" in figure.drawing(2, 1, partial(drawings.curve, estimates=none))


@pytest.mark.parametrize(
    ("drawn", "written"),
    [
        (
            '<path d="M 1.5 2.0 L 1.5 4.0 M 3.0 2.0 L 4.0 2.0 z "/>',
            '<path d="M1.5 2.0V4.0M3.0 2.0H4.0z"/>',
        ),
        ('<path d="M 1 2 L 1 4.5 L 3 4.5 "/>', '<path d="M1 2V4.5L3 4.5"/>'),
        ('<path d="M 1 2 L 3 4 5 6 "/>', '<path d="M1 2L3 4 5 6"/>'),
        ('<path d="M 1 2 L 1 4 5 6 "/>', '<path d="M1 2L1 4 5 6"/>'),
        (
            '<g><text style="fill: none; x: 1">a: b</text></g>',
            '<text style="fill:none;x:1">a: b</text>',
        ),
        ('<g id="a"><g><path/></g></g>', '<g id="a"><g><path/></g></g>'),
    ],
)
def test_a_drawing_is_written_in_fewer_letters_and_stays_the_same(drawn, written):
    assert figure._terse(drawn) == written
