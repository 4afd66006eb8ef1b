"""The frame of a chart, and its drawings as SVG that a page can hold.

Text stays text, in the reader's fonts: a chart whose Chinese is drawn as outlines weighs some four
times as much, and nobody can search it. Colours are the page's own, so they follow light, dark
and print.
"""

import hashlib
import io
import re
from dataclasses import replace
from functools import partial
from itertools import product

import matplotlib
import noto_cjk
import pandas as pd
from IPython.display import HTML
from markupsafe import Markup
from matplotlib import font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from policy_emphasis.language import N_
from policy_emphasis.page import drawings, grid
from policy_emphasis.page.drawings import INK, LONG, MUTED, PAPER, RULE
from policy_emphasis.page.markup import HAN, render
from policy_emphasis.page.places import PALETTE, place_styles

NAMES = {INK: "ink", MUTED: "muted", RULE: "rule", PAPER: "paper"}  # as in templates/page.css
NAMES |= {colour: f"place-{i}" for i, colour in enumerate(PALETTE)}
FONTS = "'Noto Sans','Segoe UI',Arial,'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
WIDE, NARROW = 7.0, 3.3  # inches; a page shows the one that fits
# DejaVu first, for its letters are the widest: what has room for them has room for the reader's
# font. Noto is added by path: a font cache made before the font was installed would hide it.
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "policy-emphasis",
    "font.family": ["DejaVu Sans", "Noto Sans CJK SC"],
    "font.size": 8,
    "hatch.linewidth": 0.6,
}
matplotlib.rcdefaults()  # a matplotlibrc of the user's is for other charts
font_manager.fontManager.addfont(noto_cjk.otc_path("sans"))
FEW_PANELS = 3  # so many stand on one screen, even one under the other
POINTS = 72  # to an inch
READ_OUT = 6  # rows that a chart's alt text reads out; the table behind it holds all
FIGURES = 70  # rows that it shows at most: a page has to stay light, and the file holds all


def chart(run, name, title, *, table=None, unit="", id="", **drawn):
    """A chart that templates/charts.yaml declares; one without a table is its title alone.

    title: the finding; table: the figures behind it, with the columns declared; unit: in the
    language of the run; id: on the page and of the file, where the name stands for several; drawn:
    alt, what is shown, for the alt text; forms: wide and narrow → SVG, or panels: label → SVG;
    keys: of the legend, pairs of look and message, before those declared.
    """
    if table is None:
        return HTML(render(run.language, "figure.html.j2", title=title))
    declared, id = grid.declared("charts")[name], id or name
    heading = unit[:1].upper() + unit[1:]
    columns = [replace(c, heading=c.heading or heading) for c in declared["columns"]]
    saved = table[[column.key for column in columns]]
    message = N_("The figures behind the chart: {title}")
    if len(saved) > FIGURES:
        message = N_("The first {most} of {n} rows of figures, all in the file: {title}")
    caption = run.language.say(message, title=title, most=FIGURES, n=len(saved))
    keys = [*drawn.pop("keys", []), *declared.get("keys", {}).items()]
    values = {
        "keys": keys,
        "stays": is_long(drawn),
        "chart": declared,
        "table": grid.table(run, saved.head(FIGURES), caption, columns=columns).data,
        "download": grid.download(saved, declared.get("file", id), run.language),
    }
    return HTML(render(run.language, "figure.html.j2", id=id, title=title, **values, **drawn))


def is_long(drawn):
    """Whether what is drawn (forms or panels, as chart() takes them) is taller than a screen."""
    if "panels" in drawn:
        return len(drawn["panels"]) > FEW_PANELS
    heights = (re.search(r'viewBox="0 0 \S+ ([\d.]+)"', svg)[1] for svg in drawn["forms"].values())
    return max(map(float, heights)) > LONG * POINTS


def drawing(width, height, draw):
    """The SVG of a figure of width × height inches on which draw(axes) has drawn; the same bytes
    for the same drawing."""
    with matplotlib.rc_context(SETTINGS):
        fig = Figure(figsize=(width, height), layout="constrained", facecolor="none")
        FigureCanvasSVG(fig)
        fig.get_layout_engine().set(h_pad=0.03, w_pad=0.03)
        draw(fig.add_subplot(facecolor="none"))
        out = io.StringIO()
        unsaid = dict.fromkeys(["Date", "Creator", "Format", "Type"])
        fig.savefig(out, format="svg", metadata=unsaid)
    return Markup(_lean(out.getvalue()))


def forms(draw, n, *, wide, narrow, rest=0.4):
    """form → SVG, for wide and narrow screens. draw(axes, narrow); wide, narrow: inches a row."""
    return {
        "wide": drawing(WIDE, wide * n + rest, partial(draw, narrow=False)),
        "narrow": drawing(NARROW, narrow * n + rest, partial(draw, narrow=True)),
    }


def by_place(analysis, name, title, *, shares, labels, scale=1, places=None):
    """A chart of shares, a row for each label and in it a mark for each place, or its title alone.

    shares: the first column names the row; then place, share, low, high, which times `scale` are in
    the unit declared; labels: row → lines of its label, in the order shown; places: those shown
    (all).
    """
    styles = place_styles(analysis.documents, analysis.language)
    styles = {place: styles[place] for place in places or styles}
    in_order = pd.DataFrame(product(labels, styles), columns=["key", "place"])
    table = in_order.merge(shares.rename(columns={shares.columns[0]: "key"}), on=["key", "place"])
    if table.empty:
        return chart(analysis.run, name, title)
    unit = analysis.say(grid.declared("charts")[name]["unit"])
    table[["share", "low", "high"]] *= scale
    table["row"] = [_one_language(labels[key]) for key in table["key"]]
    draw = partial(drawings.shares, table=table, labels=labels, styles=styles, unit=unit)
    deep = 0.13 * len(styles) + 0.05  # inches that the marks of a row take
    wide, narrow = max(deep, 0.3), max(deep, 0.2) + 0.22
    drawn = forms(draw, len(labels), wide=wide, narrow=narrow)
    alt = f"{unit}: {_read_out(table, labels, styles)}"
    drawn = {"table": table, "unit": unit, "alt": alt, "forms": drawn}
    if is_long(drawn):
        drawn["keys"] = place_keys(styles)
    return chart(analysis.run, name, title, **drawn)


def place_keys(styles):
    """The keys of a legend for places, whose styles these are."""
    looks = {True: "hollow dashed", False: "dot"}
    return [(f"{looks[s.article]} place-{s.number}", s.label) for s in styles.values()]


def _read_out(table, labels, styles):
    spoken = []
    for key, lines in list(labels.items())[:READ_OUT]:
        shares = (
            f"{styles[row.place].label} {row.share:.1f} ({row.low:.1f}–{row.high:.1f})"
            for row in table[table["key"] == key].itertuples()
        )
        spoken.append(f"{_one_language(lines)}: {', '.join(shares)}")
    return "; ".join(spoken)


def _one_language(lines):
    """A row's label for alt text, which has one language: the English of a Chinese label."""
    return lines[-1] if re.search("[㐀-鿿]", lines[0]) else lines[0]


def picture(figure):
    """The wide drawing of a figure's HTML as an SVG file, on paper of its own."""
    svg = re.search(r'<div class="wide">(<svg.*?</svg>)', figure).group(1)
    size = re.search(r'viewBox="0 0 (\S+) (\S+)"', svg)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[1]}pt" height="{size[2]}pt" '
    halo = f"paint-order:stroke;stroke:{PAPER};stroke-width:2px"
    style = f"<style>text{{font-family:{FONTS};{halo}}}*{{stroke-linejoin:round}}</style>"
    paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    return svg.replace("<svg ", head, 1).replace(">", f">{style}{paper}", 1)


def _lean(svg):
    """matplotlib's SVG for use inside a page: the page's colours and fonts, no ids but those that
    are used, Chinese under its language."""
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg[svg.index("<svg") :], flags=re.S)
    svg = re.sub(r' transform="rotate\(-0 [^"]*\)"', "", svg)
    svg = re.sub(r" ?font-family: [^;\"]*(?:'[^']*'[^;\"]*)*;?", "", svg)
    svg = re.sub(  # a tenth of a point is finer than any screen shows
        r' (?:d|x|y|width|height|viewBox|transform)="[^"]*"',
        lambda attribute: re.sub(r"(\d\.\d)\d+", r"\1", attribute.group()),
        svg,
    )
    svg = _own_ids(svg)
    svg = re.sub("|".join(NAMES), lambda colour: f"var(--{NAMES[colour[0]]},{colour[0]})", svg)
    svg = re.sub(r">\s+<", "><", " ".join(svg.replace("xlink:href", "href").split()))
    svg = re.sub(
        r"(?<=>)[^<>]*[㐀-鿿][^<>]*(?=</text>)",
        lambda text: re.sub(HAN, r'<tspan lang="zh-Hans">\g<0></tspan>', text.group()),
        svg,
    )
    while (shorter := re.sub(r"<g>\s*</g>|<defs>\s*</defs>", "", svg)) != svg:
        svg = shorter
    return re.sub(
        r'^<svg[^>]*?(viewBox="[^"]*")[^>]*>', r'<svg \1 aria-hidden="true">', _terse(svg)
    )


def _terse(svg):
    """The same drawing in fewer letters: no spaces that say nothing, upright and level strokes by
    their one coordinate, no groups without a trait."""
    svg = re.sub(
        r'(?<= d=")[^"]*', lambda path: re.sub(r" ?([A-Za-z]) ?", r"\1", path[0]).strip(), svg
    )
    svg = re.sub(r"M([\d.-]+) ([\d.-]+)L\1 ([\d.-]+)(?![ \d.])", r"M\1 \2V\3", svg)
    svg = re.sub(r"M([\d.-]+) ([\d.-]+)L([\d.-]+) \2(?![ \d.])", r"M\1 \2H\3", svg)
    svg = re.sub(r'(?<= style=")[^"]*', lambda style: re.sub("([:;]) ", r"\1", style[0]), svg)
    return svg if "<g " in svg else re.sub("</?g>", "", svg)


def _own_ids(svg):
    """Only the ids in use, numbered, and stamped by what is shown: figures of one page may share a
    marker, but no id. (matplotlib's own rest on the last digits of what is drawn, which differ from
    one kind of processor to another.)"""
    used = dict.fromkeys(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    numbers = {name: str(number) for number, name in enumerate(used)}
    svg = re.sub(r' id="([^"]+)"', lambda m: m.group() if m[1] in used else "", svg)
    places = r'((?<= id=")|(?<=href="#)|(?<=url\(#))([^")]+)'
    svg = re.sub(places, lambda m: numbers[m[2]], svg)
    stamp = hashlib.sha256(svg.encode()).hexdigest()[:6]
    return re.sub(places, rf"s{stamp}-\2", svg)
