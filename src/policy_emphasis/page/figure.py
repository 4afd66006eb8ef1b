"""The frame of a chart: drawings in wide and narrow form, finding, measure, alt text, the figures behind them.

    drawing(width, height, draw)  → one SVG, as HTML
    chart(...)                    → a figure for a page
    picture(figure)               → its wide drawing as a file of its own

Text stays text, in the reader's fonts: a chart whose Chinese is drawn as outlines weighs some four times as much, and nobody can search it. Colours are the page's own, so they follow light,
dark and print.
"""

import hashlib
import io
import re
from functools import cache

import matplotlib
import noto_cjk
from IPython.display import HTML
from matplotlib import font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from policy_emphasis.language import say
from policy_emphasis.page import blocks
from policy_emphasis.page.blocks import escape, mixed, spoken
from policy_emphasis.page.markup import HAN

INK, MUTED, RULE, PAPER = "#1b1b1b", "#5a5a5a", "#d5d3cc", "#fdfdfc"
PALETTE = (
    "#0072b2",
    "#d55e00",
    "#007f5f",
    "#aa4499",
    "#7a5c00",
    "#44546a",
)  # after Okabe and Ito, safe for colour-blind readers
NAMES = {
    INK: "ink",
    MUTED: "muted",
    RULE: "rule",
    PAPER: "paper",
    **{c: f"place-{i}" for i, c in enumerate(PALETTE)},
}  # as in template/page.css
WIDE, NARROW = 7.0, 3.3  # inches; a page shows the one that fits


def drawing(width, height, draw):
    """The SVG of a figure of width × height inches on which draw(axes) has drawn; the same bytes for the same drawing."""
    _fonts()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "policy-emphasis"}):
        fig = Figure(figsize=(width, height), layout="constrained", facecolor="none")
        FigureCanvasSVG(fig)
        fig.get_layout_engine().set(h_pad=0.03, w_pad=0.03)
        draw(fig.add_subplot(facecolor="none"))
        out = io.StringIO()
        fig.savefig(
            out,
            format="svg",
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    return _lean(out.getvalue())


def chart(name, title, measure, alt, drawings, note="", table=None, file=None):
    """A figure: title (the finding), measure (unit, n), drawings, note, and the figures behind it.

    name: its id; alt: what it shows, figures first; drawings: {"wide": svg, "narrow": svg}, or a list of (label, svg) for small multiples; table: as blocks.table takes it, as a
    tuple (frame, headings, formats); file: the name of the CSV that can be saved.
    """
    if isinstance(drawings, dict):
        plot = "".join(f'<div class="{form}">{svg}</div>' for form, svg in drawings.items())
        plot = f'<div class="plot" role="img" aria-label="{escape(spoken(alt))}">{plot}</div>'
    else:
        panels = "".join(
            f'<div class="panel"><p class="panel-title">{mixed(label)}</p>{svg}</div>'
            for label, svg in drawings
        )
        plot = f'<div class="panels" role="img" aria-label="{escape(spoken(alt))}">{panels}</div>'
    behind = ""
    if table:
        frame, headings, formats, *gloss = table
        shown = blocks.table(
            frame,
            say("The figures behind the chart: {title}", title=title),
            headings,
            formats,
            *gloss,
        ).data
        behind = f'<details class="data"><summary>{escape(say("The figures behind this chart"))}</summary>{shown}<p>{blocks.download(frame[list(headings)], file or name)}</p></details>'
    note = f'<p class="note">{mixed(note)}</p>' if note else ""
    return HTML(
        f'<figure class="chart" id="chart-{name}"><figcaption><b>{mixed(title)}</b><span>{mixed(measure)}</span></figcaption>{plot}{note}{behind}</figure>'
    )


def picture(figure):
    """The wide drawing of a figure's HTML as an SVG file, on paper of its own."""
    svg = re.search(r'<div class="wide">(<svg.*?</svg>)', figure).group(1)
    style = "<style>text{font-family:'Noto Sans','Segoe UI',Arial,'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif}*{stroke-linejoin:round}</style>"
    size = re.search(r'viewBox="0 0 (\S+) (\S+)"', svg)
    return svg.replace(
        "<svg ",
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[1]}pt" height="{size[2]}pt" ',
        1,
    ).replace(">", f'>{style}<rect width="100%" height="100%" fill="{PAPER}"/>', 1)


def _lean(svg):
    """matplotlib's SVG for use inside a page: the page's colours and fonts, no ids but those that are used, Chinese under its language."""
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg[svg.index("<svg") :], flags=re.S)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    stamp = hashlib.sha256(svg.encode()).hexdigest()[
        :6
    ]  # two figures of one page may share a marker, but not its id
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{m[1]}"' if m[1] in used else "", svg)
    svg = re.sub(r'(?<= id=")|(?<=href="#)|(?<=url\(#)', f"s{stamp}", svg)
    svg = re.sub(r' transform="rotate\(-0 [^"]*\)"', "", svg)
    svg = re.sub(r" ?font-family: [^;\"]*(?:'[^']*'[^;\"]*)*;?", "", svg)
    svg = re.sub(
        r' (?:d|x|y|width|height|viewBox|transform)="[^"]*"',
        lambda m: re.sub(r"(\d\.\d)\d+", r"\1", m.group()),
        svg,
    )  # a tenth of a point is finer than any screen shows
    svg = re.sub(
        r"(#[0-9a-f]{6})", lambda m: f"var(--{NAMES[m[1]]},{m[1]})" if m[1] in NAMES else m[1], svg
    )
    svg = re.sub(r">\s+<", "><", " ".join(svg.replace("xlink:href", "href").split()))
    svg = re.sub(
        r"(?<=>)([^<>]*[㐀-鿿][^<>]*)(?=</text>)",
        lambda m: re.sub(HAN, lambda han: f'<tspan lang="zh-Hans">{han.group()}</tspan>', m[1]),
        svg,
    )
    while (shorter := re.sub(r"<g>\s*</g>|<defs>\s*</defs>", "", svg)) != svg:
        svg = shorter
    return re.sub(r'^<svg[^>]*?(viewBox="[^"]*")[^>]*>', r'<svg \1 aria-hidden="true">', svg)


@cache
def _fonts():
    # Added by path: a font cache made before the font was installed would hide it. DejaVu first, for its letters are the widest: what has room for them has room for the reader's font.
    font_manager.fontManager.addfont(noto_cjk.otc_path("sans"))
    matplotlib.rcParams.update(
        {
            "font.family": ["DejaVu Sans", "Noto Sans CJK SC"],
            "axes.unicode_minus": False,
            "hatch.linewidth": 0.6,
            "font.size": 8,
        }
    )
