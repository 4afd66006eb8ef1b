"""Charts as values and as drawings: the same bytes for the same figures, nothing left unsaid."""

import re
import warnings

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from policy_emphasis import parameters
from policy_emphasis.analysis import Analysis
from policy_emphasis.inference import multiverse
from policy_emphasis.language import Language
from policy_emphasis.page import charts, curves, drawings, figure, spreads
from policy_emphasis.page.markup import TEMPLATES, mixed
from policy_emphasis.page.places import PlaceStyle, place_styles
from policy_emphasis.run import open_run
from policy_emphasis.words import robustness


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


def test_a_long_chart_has_its_axis_at_both_ends():
    def draw(ax):
        drawings.row_axes(ax, 4, narrow=False, unit="% of it")
        ax.set_xlim(0, 3)

    long, short = (figure.drawing(3, height, draw) for height in (drawings.LONG + 1, 2))
    for text in (">0.0<", ">3.0<", ">% of it<"):
        assert (long.count(text), short.count(text)) == (2, 1)
    assert figure.is_long({"forms": {"wide": short, "narrow": long}})
    assert not figure.is_long({"forms": {"wide": short, "narrow": short}})


def test_a_long_chart_has_a_legend_that_stays_and_a_short_one_has_none(run):
    styles = {"a": PlaceStyle("#0072b2", 0, "Here", False), "b": PlaceStyle("", 1, "There", True)}
    forms = {"wide": figure.drawing(2, drawings.LONG + 1, lambda ax: None)}
    page = _chart(run, alt="", forms=forms, keys=figure.place_keys(styles))
    assert '<p class="keys stay"><span><i class="dot place-0"></i> Here</span>' in page
    assert '<i class="hollow dashed place-1"></i> There' in page
    box = re.search(r"<div><p class=.keys.*?</div></div></div>", page)[0]
    assert "<svg" in box and not re.search("<(a|summary|button)|tabindex", box)  # nothing to focus
    assert 'class="keys' not in _chart(run, alt="", forms={"wide": _labelled("a")})


def test_labels_have_a_halo_of_paper():
    rule = re.search(r"\.chart svg text \{(.*?)\}", (TEMPLATES / "figures.css").read_text())[1]
    assert "paint-order: stroke" in rule and "stroke: var(--paper)" in rule
    svg = figure.picture(f'<div class="wide">{_labelled("a")}</div>')
    assert f"paint-order:stroke;stroke:{drawings.PAPER}" in svg


def _strips(high, far):
    columns = ("share", "low", "few", "lower", "median", "upper", "percentile")
    table = pd.DataFrame([dict.fromkeys(columns, 1) | {"high": high, "most": 1}])
    table = table.assign(clear=True, ours=True)
    style = PlaceStyle("#0072b2", 0, "Here", False)
    given = {"labels": [["a"]], "style": style, "unit": "%", "far": far}
    ax = Figure().add_subplot()
    spreads.beside_norms(ax, False, table=table, **given)
    return ax.get_xlim()


def test_panels_that_are_compared_share_their_limits():
    assert _strips(2, 9) == _strips(8, 9) != _strips(8, 12)
    low, high = (
        pd.DataFrame({"year": [2001, 2002], "share": [x, 1], "low": [0, 0], "high": [x, 1]})
        for x in (1, 4)
    )
    panels = [
        spreads.panel(own, (2001, 2002), Language(), clear=True, far=4) for own in (low, high)
    ]
    for mark in (r'd="M28 ([\d.]+)h4"', r"M198.0 ([\d.]+)h0"):  # of the scale; a share both have
        assert len({re.search(mark, svg)[1] for svg in panels}) == 1


SPECIFIED = pd.DataFrame(
    {
        "finding": "a",
        "x": ["all", "all", "plan", "plan"],
        "y": ["1", "2", "1", "2"],
        "n": [None] * 4,  # bears on other claims alone
        "estimate": [3.0, -1.0, 1.0, 2.0],
        "low": [2.0, -9.0, -0.5, -9.0],
        "high": [4.0, 9.0, 9.0, 9.0],
        "silent": False,
        "sure": [True, False, False, False],
    }
)


def _marks(svg):
    """option → which of the specifications, from left to right, have a mark in its row."""
    texts = re.findall(r'<text x="(\d+)" y="([\d.]+)" fill="[^"]*">(.*?)</text>', svg)
    strokes = re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)", svg.split("<g", 1)[1])
    n, choice, found = len(re.findall(r"h0", svg)), "", {}
    middles = curves.LEFT + (curves.RIGHT - curves.LEFT) / n * (np.arange(n) + 0.5)
    for x, y, text in texts:
        choice = text if x == "0" else choice
        if x != "0":
            own = [(float(a), float(b)) for a, at_y, b in strokes if float(at_y) + 3 == float(y)]
            found[choice, text] = [any(a < x < b for a, b in own) for x in middles]
    return found


def test_a_matrix_holds_the_choices_of_each_specification_under_its_dot():
    svg = curves.curve(SPECIFIED, curves.limits(SPECIFIED), Language())
    assert _marks(svg) == {  # in the order of the estimates: -1, 1, 2, 3
        ("x", "all"): [True, False, False, True],
        ("x", "plan"): [False, True, True, False],
        ("y", "1"): [False, True, False, True],
        ("y", "2"): [True, False, True, False],
    }


def test_no_interval_is_drawn_that_spans_the_whole_axis():
    ends = curves.limits(SPECIFIED)
    assert ends[0] < -1 and 4 < ends[1] < 9
    assert curves.informative(SPECIFIED, ends).tolist() == [True, False, True, False]
    svg = curves.curve(SPECIFIED, ends, Language())
    bars = [tuple(map(float, ys)) for ys in re.findall(r"M[\d.]+ ([\d.]+)V([\d.]+)", svg)]
    assert len(bars) == 2 and (curves.BOTTOM, curves.TOP) not in bars
    counts = SPECIFIED.assign(low=SPECIFIED["estimate"], high=SPECIFIED["estimate"])
    assert not curves.informative(counts, ends).any()  # a count has no interval


@pytest.mark.slow
@pytest.mark.long
def test_the_matrices_of_a_run_are_the_published_choices():
    """The mean estimate over the marks of a row is that of its option in multiverse_choices,
    wherever no specification is left out as silent."""
    analysis = Analysis(open_run(parameters.of_run("default")))
    page, compared = charts.specification_curves(analysis).data, 0
    panels = dict(re.findall(r'<p class="panel-title">(.*?)</p>(<svg.*?</svg>)', page))
    titles = robustness.curve_labels(analysis)
    published = multiverse.what_moves(analysis.specifications).set_index("finding")
    silent = pd.concat(analysis.specifications.values()).groupby("finding")["silent"].any()
    every = multiverse.distinct(analysis.specifications)
    for finding, title in titles.items():
        marks = _marks(panels[mixed(title, analysis.language)])
        own = every[every["finding"] == finding]["estimate"].round(9).sort_values().to_numpy()
        options = published.loc[finding].replace({"option": curves.SHOWN})
        for row in options.itertuples():
            if (row.choice, row.option) in marks and not silent[finding]:
                here = own[marks[row.choice, row.option]]
                assert here.mean() == pytest.approx(row.estimate, abs=1e-6), (finding, row)
                compared += 1
        choices = {choice for choice, _ in marks}
        assert choices == set(options.loc[options["choice"].isin(choices), "choice"])
        for choice in choices:  # each specification has one option of each choice
            assert (sum(np.array(m) for (c, _), m in marks.items() if c == choice) == 1).all()
    assert compared > 30


def test_a_curve_of_nothing_but_zeros_is_drawn_without_a_word():
    columns = {"estimate": [0.0], "low": [0.0], "high": [0.0], "sure": [False]}
    none = pd.DataFrame({"finding": ["a"], "silent": [False]} | columns)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "<svg" in curves.curve(none, curves.limits(none), Language())


def test_the_heat_of_a_share_is_the_same_for_every_place_and_ends_with_its_scale():
    heats = [charts._heat(percent) for percent in (0, 5, 20, 60)]
    assert heats == [0, charts.STRONGEST / 4, charts.STRONGEST, charts.STRONGEST]


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
