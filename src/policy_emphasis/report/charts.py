"""Charts as SVG figures: the finding in the title, the measure and n in the subtitle, an interval on every estimate.

Each function takes published tables and returns the figure as HTML with alt text and caption. Places keep one colour everywhere (Okabe
and Ito's palette, safe for colour-blind readers); a news article is drawn hollow or hatched. Colours follow the reader's light or
dark setting. Text is drawn as outlines, so Chinese shows on machines without a Chinese font.
"""

import html
import io
import re
import textwrap
from functools import cache
from urllib.parse import quote

import matplotlib
import noto_cjk
from IPython.display import HTML
from matplotlib import font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from policy_emphasis.report.blocks import han
from policy_emphasis.report.findings import leading_of

INK, MUTED, RULE, PAPER = "#1b1b1b", "#5a5a5a", "#d5d3cc", "#fdfdfc"
PALETTE = ("#0072b2", "#d55e00", "#007f5f", "#aa4499", "#7a5c00", "#44546a")
DARK = {INK: "#e9e7e2", MUTED: "#b3b0a8", RULE: "#41403c", PAPER: "#161616", "#0072b2": "#5ab4e8", "#d55e00": "#f2915c",
        "#007f5f": "#43c79d", "#aa4499": "#dd8fd0", "#7a5c00": "#d9b44a", "#44546a": "#a9b8cc"}
STAGE_NAMES = {"review": "review of the past", "plan": "plan", "governance": "own conduct", "other": "opening, closing, no section"}
WIDTH = 7.6  # inches; the page shows it at the column's width


def place_style(documents):
    """Colour, name and hollowness of each place: place → (colour, label, is_article)."""
    order = {"tianjin": 0, "zhaoqing": 1, "sichuan": 2}
    spare = iter(PALETTE[3:] * 9)
    style = {}
    for row in documents.itertuples():
        article = row.genre != "work report"
        colour = PALETTE[order[row.place]] if row.place in order else next(spare)
        style[row.place] = (colour, f"{row.place.capitalize()} {row.place_zh}{' (news article)' if article else ''}", article)
    return style


def corpus_at_a_glance(documents, paragraphs, title):
    """Characters of each document by stage, as stacked bars."""
    by_stage = paragraphs.groupby(["document", "stage"])["characters"].sum()
    fig, ax = _figure(0.6 * len(documents) + 0.3, title, "Characters in kept paragraphs, by stage of the report")
    style = place_style(documents)
    said = []
    for y, row in enumerate(documents.itertuples()):
        colour, label, article = style[row.place]
        left, parts = 0, []
        for stage, opacity in (("review", 0.28), ("plan", 0.5), ("governance", 0.38), ("other", 0.12)):
            size = by_stage.get((row.document, stage), 0)
            if size:
                if article:
                    ax.barh(y, size, left=left, height=0.58, facecolor=PAPER, edgecolor=colour, hatch="////", linewidth=0.8)
                else:
                    ax.barh(y, size, left=left, height=0.58, color=colour, alpha=opacity, linewidth=0)
                parts.append(f"{STAGE_NAMES[stage] if not article else 'no stages'} {size:,}")
                if size > 1500 and not article:
                    ax.text(left + size / 2, y, f"{STAGE_NAMES[stage]}\n{size:,}", ha="center", va="center", fontsize=7.5, color=INK)
                left += size
        ax.text(left + 250, y, f"{left:,}" + (" (news article, no stages)" if article else ""), va="center", fontsize=8, color=INK)
        said.append(f"{label}, {row.year}: {left:,} characters ({', '.join(parts)})")
    ax.set_yticks(range(len(documents)), [f"{style[r.place][1].replace(' (news article)', '')}\n{r.genre}, {r.year}" for r in documents.itertuples()])
    ax.invert_yaxis()
    ax.set_xlim(0, max(by_stage.groupby("document").sum()) * 1.12)
    _bare(ax, keep_x=False)
    return _html(fig, "; ".join(said), "How long each text is and what stands in it. The article has no sections of a report, so it has no review and no plan.")


def distinctive_terms(terms, documents, gloss, n_terms, titles, against="the other texts"):
    """For each place the terms most its own: uses in 1,000 words here, with interval, and elsewhere. titles: place → the finding in words."""
    style = place_style(documents)
    figures = []
    for place, title in titles.items():
        colour, label, article = style[place]
        shown = leading_of(terms, documents, place).head(n_terms)
        if shown.empty:
            figures.append(f'<p class="empty">{han(label)}: no word leans to it beyond chance.</p>')
            continue
        fig, ax = _figure(0.235 * len(shown) + 0.55, title, f"Uses in 1,000 counted words, 95 % paragraph-bootstrap interval; | in {against}; a diamond: certain at q < 0.05; ordered by z of the log-odds")
        for y, row in enumerate(shown.itertuples()):
            ax.plot([row.per_1000_low, row.per_1000_high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt", alpha=1 if row.distinctive else 0.45)
            ax.plot(row.per_1000, y, "D" if row.distinctive else "o", color=colour, markersize=5.5, markerfacecolor=PAPER if article else colour, markeredgewidth=1.4)
            ax.plot(row.per_1000_other, y, "|", color=INK, markersize=8, markeredgewidth=1.5)
            ax.text(1.01, y, f"{row.count}× in {row.paragraphs} ¶", transform=ax.get_yaxis_transform(), va="center", fontsize=7, color=INK if row.distinctive else MUTED)
        ax.set_yticks(range(len(shown)), [_label(t, gloss) for t in shown["term"]], fontsize=8)
        ax.invert_yaxis()
        ax.set_xlim(left=-0.02 * shown["per_1000_high"].max())
        ax.set_xlabel("uses in 1,000 counted words", fontsize=8, color=MUTED)
        _bare(ax)
        alt = f"{label}, uses in 1,000 words here and in {against}: " + "; ".join(
            f"{t.term} ({gloss.get(t.term, 'no gloss')}{', certain' if t.distinctive else ''}) {t.per_1000:.1f} ({t.per_1000_low:.1f} to {t.per_1000_high:.1f}) against {t.per_1000_other:.1f}" for t in shown.itertuples())
        caption = f"{label}: terms that lean to it, with their counts and the number of paragraphs (¶) they stand in. Only diamonds are certain once the number of terms tried is allowed for. The place's own name is left out."
        figures.append(_html(fig, alt, caption).data)
    return HTML("".join(figures))


def shares_by_place(shares, names, documents, title, subtitle, caption, scale=100, unit="% of the text's characters"):
    """Shares with intervals, a row for each theme or topic, a mark for each place. shares: the first column names the row; names: row → label,
    in the order shown. scale, unit: what a share is multiplied by, and what it then counts."""
    style = place_style(documents)
    key = shares.columns[0]
    fig, ax = _figure(0.4 * len(names) + 0.5, title, subtitle, style)
    said = []
    for y, (name, label) in enumerate(names.items()):
        ax.axhline(y, color=RULE, linewidth=0.5, zorder=0)
        rows = shares[shares[key] == name].set_index("place")
        parts = []
        for offset, (place, (colour, place_label, article)) in zip(_offsets(len(style)), style.items()):
            if place in rows.index:
                r = rows.loc[place]
                ax.plot([scale * r.low, scale * r.high], [y + offset] * 2, color=colour, linewidth=1.6, linestyle=(0, (2, 1)) if article else "-")
                ax.plot(scale * r.share, y + offset, "o", color=colour, markersize=5, markerfacecolor=PAPER if article else colour, markeredgewidth=1.3, clip_on=False)
                parts.append(f"{place_label} {scale * r.share:.1f} ({scale * r.low:.1f} to {scale * r.high:.1f})")
        said.append(f"{label.replace(chr(10), ' ')}: {', '.join(parts)}" + (f" {unit}" if y == 0 else ""))
    ax.set_yticks(range(len(names)), list(names.values()), fontsize=8)
    ax.invert_yaxis()
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(left=0)
    ax.set_xlabel(unit, fontsize=8, color=MUTED)
    _bare(ax)
    return _html(fig, ". ".join(said), caption)


def shares_by_stage(themes, names, documents, title, caption):
    """Heat map of theme shares: a row a theme, a column for each place and stage that it has, the figure in each cell."""
    style = place_style(documents)
    columns = [(p, s) for p in style for s in (("all",) if style[p][2] else ("review", "plan"))
               if ((themes["place"] == p) & (themes["stage"] == s)).any()]
    fig, ax = _figure(0.3 * len(names) + 0.55, title, "% of characters in that part of the text; darker is more")
    values = themes.set_index(["theme", "place", "stage"])["share"]
    said = []
    for y, (name, label) in enumerate(names.items()):
        cells = [values.get((name, *column), 0.0) for column in columns]
        for x, (share, (place, _)) in enumerate(zip(cells, columns)):
            ax.barh(y, 0.96, left=x - 0.48, height=0.92, color=style[place][0], alpha=min(0.55, 2.4 * share), linewidth=0)
            ax.text(x, y, f"{100 * share:.1f}", ha="center", va="center", fontsize=7.5, color=INK)
        said.append(f"{label}: " + ", ".join(f"{p} {s} {v:.1%}" for (p, s), v in zip(columns, cells)))
    ax.set_yticks(range(len(names)), list(names.values()), fontsize=8)
    heads = [f"{style[p][1].replace(' (news article)', '')}\n{'article' if s == 'all' else s}".replace(" ", "\n", 1) for p, s in columns]
    ax.set_xticks(range(len(columns)), heads, fontsize=7.5)
    ax.xaxis.tick_top()
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(names) - 0.5, -0.5)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.tick_params(length=0, labelcolor=INK)
    return _html(fig, ". ".join(said), caption)


def topics_by_number(table, n_topics, title):
    """Coherence, exclusivity and stability against the number of topics; the run's own number is marked."""
    panels = {"npmi": "coherence (NPMI)", "exclusivity": "exclusivity (FREX)", "stability": "stability (cosine)"}
    fig, first = _figure(2.3, title, "Means over topics; higher is better in each; the vertical line is this run's number of topics")
    first.remove()
    for axes, (column, name) in zip(fig.subplots(1, 3), panels.items()):
        axes.set_facecolor(PAPER)
        axes.axvline(n_topics, color=RULE, linewidth=4)
        axes.plot(table["n_topics"], table[column], "o-", color=PALETTE[0], markersize=3.5, linewidth=1)
        axes.set_title(name, fontsize=8.5, color=INK, loc="left")
        axes.set_xlabel("number of topics", fontsize=8, color=MUTED)
        _bare(axes)
        axes.tick_params(axis="y", labelsize=8, labelcolor=MUTED)
    said = "; ".join(f"{name} from {table[c].min():.2f} to {table[c].max():.2f}, {table.loc[table['n_topics'] == n_topics, c].sum():.2f} at {n_topics}" for c, name in panels.items())
    return _html(fig, f"Three line charts over {table['n_topics'].min()} to {table['n_topics'].max()} topics: {said}", "What the number of topics changes. No number is best in all three.")


def specification_curves(tables, names, title):
    """For each claim its estimates under all specifications, sorted, with intervals; those that leave out zero are dark. names: finding → label, in order."""
    every = {f: t[t["finding"] == f].sort_values("estimate", ignore_index=True) for t in tables.values() for f in t["finding"].unique()}
    rows = -(-len(names) // 3)
    fig, first = _figure(1.75 * rows + 0.2, title, "Each line is one specification, sorted by estimate; dark where its interval leaves out zero in the claim's direction")
    first.remove()
    said = []
    for axes, (finding, label) in zip(fig.subplots(rows, 3, squeeze=False).ravel(), names.items()):
        of = every[finding]
        sure = (of["low"] > 0).to_numpy()
        axes.set_facecolor(PAPER)
        for chosen, colour, opacity in ((~sure, MUTED, 0.25), (sure, PALETTE[0], 0.35)):
            axes.vlines(of.index[chosen], of["low"][chosen], of["high"][chosen], color=colour, linewidth=0.7, alpha=opacity, rasterized=False)
        axes.plot(of.index, of["estimate"], color=INK, linewidth=1.1)
        axes.axhline(0, color=INK, linewidth=0.6)
        bottom, top = min(0, of["low"].quantile(0.05)), max(0, of["high"].quantile(0.95))  # the widest few intervals may run out of the frame
        axes.set_ylim(bottom - 0.05 * (top - bottom), top + 0.05 * (top - bottom))
        axes.set_title("\n".join(textwrap.wrap(label, 34)), fontsize=7.5, color=INK, loc="left")
        _bare(axes, keep_x=False)
        axes.tick_params(axis="y", labelsize=7, labelcolor=MUTED)
        said.append(f"{label}: {sure.mean():.0%} of {len(of)} leave out zero, estimates {of['estimate'].min():.3f} to {of['estimate'].max():.3f}")
    for axes in fig.axes[len(names):]:
        axes.set_visible(False)
    return _html(fig, "; ".join(said), "Specification curves. Shares are differences of parts of the text; for words, log-odds; for topics, the overlap with the nearest theme above chance.")


def _figure(height, title, subtitle, key=None):
    """A figure of `height` inches under a header: the title carries the finding, the subtitle the measure, the key (place_style) the marks."""
    _fonts()
    titles, subtitles = textwrap.wrap(title, 78), textwrap.wrap(subtitle, 118)
    header = 0.2 * len(titles) + 0.14 * len(subtitles) + (0.24 if key else 0) + 0.16
    total = height + header
    fig = Figure(figsize=(WIDTH, total), layout="constrained", facecolor=PAPER)
    FigureCanvasSVG(fig)
    fig.get_layout_engine().set(rect=(0, 0, 1, height / total), h_pad=0.02, w_pad=0.04)
    fig.text(0.006, 1 - 0.04 / total, "\n".join(titles), va="top", fontsize=11.5, color=INK, linespacing=1.2)
    fig.text(0.006, 1 - (0.2 * len(titles) + 0.09) / total, "\n".join(subtitles), va="top", fontsize=8, color=MUTED, linespacing=1.2)
    at = 0.012
    for colour, label, article in (key or {}).values():
        y = 1 - (header - 0.12) / total
        fig.add_artist(Line2D([at], [y], marker="o", color=colour, markerfacecolor=PAPER if article else colour, markersize=5, markeredgewidth=1.3))
        at += 0.045 + 0.0112 * sum(1 + (ord(c) > 0x2E80) * 0.7 for c in fig.text(at + 0.013, y, label, va="center", fontsize=8, color=INK).get_text())
    ax = fig.add_subplot(facecolor=PAPER)
    return fig, ax


def _bare(ax, keep_x=True):
    for name, side in ax.spines.items():
        side.set_visible(name == "bottom" and keep_x)
        side.set_color(RULE)
    ax.tick_params(axis="y", length=0, labelcolor=INK)
    ax.tick_params(axis="x", length=3, color=RULE, labelcolor=MUTED, labelsize=8)
    if not keep_x:
        ax.set_xticks([])


def _offsets(n):
    return [0.24 * (i - (n - 1) / 2) for i in range(n)]


def _label(term, gloss):
    english = gloss.get(term)
    return f"{term}  {textwrap.shorten(english, 34, placeholder='…')}" if english else term


def _html(fig, alt, caption):
    """The figure as an <img> that carries its own dark colours, with alt text and caption."""
    out = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "policy-emphasis"}):
        fig.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg"):]
    light = "".join(f"--c{i}:{c};" for i, c in enumerate(DARK))
    dark = "".join(f"--c{i}:{c};" for i, c in enumerate(DARK.values()))
    for i, colour in enumerate(DARK):
        svg = svg.replace(f": {colour}", f": var(--c{i})")
    style = f"<style>:root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    at = svg.index(">") + 1
    svg = " ".join((svg[:at] + style + svg[at:]).split())
    svg = re.sub(r' d="[^"]+"', lambda path: re.sub(r"(\d\.\d\d)\d+", r"\1", path.group()), svg)  # finer than any screen shows
    encoded = quote(svg.replace('"', "'"), safe=" !$&'()*+,-./:;=?@_~[]^`{|}").replace("&", "%26").replace("'", "&#39;")
    return HTML(f'<figure><img alt="{html.escape(alt)}" src="data:image/svg+xml,{encoded}"><figcaption>{han(caption)}</figcaption></figure>')


@cache
def _fonts():
    # Added by path: a font cache made before the font was installed would hide it.
    font_manager.fontManager.addfont(noto_cjk.otc_path("sans"))
    matplotlib.rcParams.update({"font.family": ["Noto Sans CJK SC", "DejaVu Sans"], "axes.unicode_minus": False, "hatch.linewidth": 0.6})
