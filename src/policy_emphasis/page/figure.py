"""The frame of a chart, the marks that charts share, and the SVG that a page can hold.

    shown(run, *charts)           → charts for a page: finding, measure, drawings, table
    drawing(width, height, draw)  → one SVG, as HTML
    forms(draw, rows, …)          → a drawing for wide and one for narrow screens
    interval, point, row_label, … → what is drawn
    picture(figure)               → a figure's wide drawing as a file of its own

Text stays text, in the reader's fonts: a chart whose Chinese is drawn as outlines weighs some four
times as much, and nobody can search it. Colours are the page's own, so they follow light, dark
and print.
"""

import hashlib
import io
import re
import textwrap
from dataclasses import dataclass, field
from functools import cache, partial

import matplotlib
import noto_cjk
import pandas as pd
from IPython.display import HTML
from markupsafe import Markup
from matplotlib import font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from policy_emphasis.page.grid import download, table
from policy_emphasis.page.markup import HAN, render
from policy_emphasis.page.places import PALETTE

INK = "#1b1b1b"
MUTED = "#5a5a5a"
RULE = "#d5d3cc"
PAPER = "#fdfdfc"
NAMES = {INK: "ink", MUTED: "muted", RULE: "rule", PAPER: "paper"}  # as in templates/page.css
NAMES |= {colour: f"place-{i}" for i, colour in enumerate(PALETTE)}
FONTS = "'Noto Sans','Segoe UI',Arial,'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
WIDE, NARROW = 7.0, 3.3  # inches; a page shows the one that fits
READ_OUT = 6  # rows that a chart's alt text reads out; the table behind it holds all


@dataclass(frozen=True)
class Chart:
    """A chart for a page; one without a table is its title alone.

    name: its id; title: the finding; measure: unit and n, and note: messages; said: what it shows,
    for the alt text; forms: wide and narrow → SVG, or else panels: label → SVG; table: the figures
    behind it, whose `columns` are shown, and saved under the name `file` (or the chart's own).
    """

    name: str
    title: str
    measure: str = ""
    said: str = ""
    note: str = ""
    forms: dict = field(default_factory=dict)
    panels: dict = field(default_factory=dict)
    table: pd.DataFrame | None = None
    columns: tuple = ()
    file: str = ""


def shown(run, *charts):
    """Charts on the page, one below the other."""
    return HTML("".join(_framed(run, chart) for chart in charts))


def _framed(run, chart):
    if chart.table is None:
        return render(run.language, "figure.html.j2", chart=chart)
    caption = run.language.say("The figures behind the chart: {title}", title=chart.title)
    saved = chart.table[[column.key for column in chart.columns]]
    return render(
        run.language,
        "figure.html.j2",
        chart=chart,
        table=table(run, saved, caption, columns=chart.columns).data,
        download=download(saved, chart.file or chart.name, run.language),
    )


def drawing(width, height, draw):
    """The SVG of a figure of width × height inches on which draw(axes) has drawn; the same bytes
    for the same drawing."""
    _fonts()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "policy-emphasis"}):
        fig = Figure(figsize=(width, height), layout="constrained", facecolor="none")
        FigureCanvasSVG(fig)
        fig.get_layout_engine().set(h_pad=0.03, w_pad=0.03)
        draw(fig.add_subplot(facecolor="none"))
        out = io.StringIO()
        unsaid = dict.fromkeys(["Date", "Creator", "Format", "Type"])
        fig.savefig(out, format="svg", metadata=unsaid)
    return Markup(_lean(out.getvalue()))


def forms(draw, rows, *, wide, narrow, rest=0.4):
    """form → SVG, for wide and narrow screens. draw(axes, narrow); wide, narrow: inches a row."""
    return {
        "wide": drawing(WIDE, wide * rows + rest, partial(draw, narrow=False)),
        "narrow": drawing(NARROW, narrow * rows + rest, partial(draw, narrow=True)),
    }


def interval(ax, y, ends, *, colour, broken=False, opacity=1):
    """An interval at height y. ends: low, high."""
    style = (0, (2, 1)) if broken else "-"
    look = {"color": colour, "linewidth": 1.6, "linestyle": style, "alpha": opacity}
    ax.plot(ends, [y, y], solid_capstyle="butt", **look)


def point(ax, y, value, *, colour, hollow=False, shape="o", **look):
    """An estimate at height y. look: what else matplotlib takes of a marker."""
    look = {"markersize": 5, "markeredgewidth": 1.3} | look
    ax.plot(value, y, shape, color=colour, markerfacecolor=PAPER if hollow else colour, **look)


def row_label(ax, y, lines, *, narrow, above):
    """A row's label: left of the axis, one line under the other; on narrow drawings above its
    marks, on one line."""
    aside = ax.get_yaxis_transform()
    if narrow:
        text = textwrap.shorten("  ".join(lines[:1]), 52, placeholder="…")
        ax.text(0, y - above, text, transform=aside, va="bottom", fontsize=8, color=INK)
        return
    for i, line in enumerate(lines):
        offset = (-6, 4.6 - 9.2 * i if len(lines) > 1 else 0)
        look = {"fontsize": 7.6 if i else 8.2, "color": MUTED if i else INK}
        placed = {"xycoords": aside, "textcoords": "offset points", "ha": "right", "va": "center"}
        ax.annotate(line, (0, y), offset, **placed, **look)


def row_axes(ax, rows, *, narrow, unit=""):
    """Axes for rows, the first on top, with the unit of what they show."""
    ax.set_yticks([])
    ax.set_ylim(rows - 0.45, -0.95 if narrow else -0.55)
    bare_axes(ax, unit, bottom=bool(unit))


def bare_axes(ax, unit="", *, bottom=True):
    """Axes without a frame, but for the line at the bottom, with its unit."""
    for name, side in ax.spines.items():
        side.set_visible(name == "bottom" and bottom)
        side.set_color(RULE)
    ax.tick_params(axis="y", length=0, labelcolor=MUTED, labelsize=8)
    ax.tick_params(axis="x", length=3, color=RULE, labelcolor=MUTED, labelsize=8)
    if unit:
        ax.set_xlabel(unit, fontsize=8, color=MUTED)


def one_language(lines):
    """A row's label for alt text, which has one language: the English of a Chinese label."""
    return lines[-1] if re.search("[㐀-鿿]", lines[0]) else lines[0]


def picture(figure):
    """The wide drawing of a figure's HTML as an SVG file, on paper of its own."""
    svg = re.search(r'<div class="wide">(<svg.*?</svg>)', figure).group(1)
    size = re.search(r'viewBox="0 0 (\S+) (\S+)"', svg)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[1]}pt" height="{size[2]}pt" '
    style = f"<style>text{{font-family:{FONTS}}}*{{stroke-linejoin:round}}</style>"
    paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    return svg.replace("<svg ", head, 1).replace(">", f">{style}{paper}", 1)


def _lean(svg):
    """matplotlib's SVG for use inside a page: the page's colours and fonts, no ids but those that
    are used, Chinese under its language."""
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg[svg.index("<svg") :], flags=re.S)
    svg = _own_ids(svg)
    svg = re.sub(r' transform="rotate\(-0 [^"]*\)"', "", svg)
    svg = re.sub(r" ?font-family: [^;\"]*(?:'[^']*'[^;\"]*)*;?", "", svg)
    svg = re.sub(  # a tenth of a point is finer than any screen shows
        r' (?:d|x|y|width|height|viewBox|transform)="[^"]*"',
        lambda attribute: re.sub(r"(\d\.\d)\d+", r"\1", attribute.group()),
        svg,
    )
    svg = re.sub("|".join(NAMES), lambda colour: f"var(--{NAMES[colour[0]]},{colour[0]})", svg)
    svg = re.sub(r">\s+<", "><", " ".join(svg.replace("xlink:href", "href").split()))
    svg = re.sub(
        r"(?<=>)[^<>]*[㐀-鿿][^<>]*(?=</text>)",
        lambda text: re.sub(HAN, r'<tspan lang="zh-Hans">\g<0></tspan>', text.group()),
        svg,
    )
    while (shorter := re.sub(r"<g>\s*</g>|<defs>\s*</defs>", "", svg)) != svg:
        svg = shorter
    return re.sub(r'^<svg[^>]*?(viewBox="[^"]*")[^>]*>', r'<svg \1 aria-hidden="true">', svg)


def _own_ids(svg):
    """Only the ids in use, and stamped: figures of one page may share a marker, but no id."""
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    stamp = hashlib.sha256(svg.encode()).hexdigest()[:6]
    svg = re.sub(r' id="([^"]+)"', lambda m: m.group() if m[1] in used else "", svg)
    return re.sub(r'(?<= id=")|(?<=href="#)|(?<=url\(#)', f"s{stamp}", svg)


@cache
def _fonts():
    # Added by path: a font cache made before the font was installed would hide it. DejaVu first,
    # for its letters are the widest: what has room for them has room for the reader's font.
    font_manager.fontManager.addfont(noto_cjk.otc_path("sans"))
    matplotlib.rcParams.update(
        {
            "font.family": ["DejaVu Sans", "Noto Sans CJK SC"],
            "axes.unicode_minus": False,
            "hatch.linewidth": 0.6,
            "font.size": 8,
        }
    )
