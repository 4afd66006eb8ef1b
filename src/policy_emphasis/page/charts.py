"""The charts: the finding in the title, the measure and n under it, an interval on every estimate, the figures behind it one click away.

Each function takes published tables and returns a figure for the page, drawn once for wide and once for narrow screens, or as small multiples that reflow. Places keep one
colour everywhere; a news article is drawn hollow, hatched or with a broken line.
"""

import textwrap
from itertools import cycle

import numpy as np
import pandas as pd
from IPython.display import HTML

from policy_emphasis import language
from policy_emphasis.inference.keyness import leading as leading_of
from policy_emphasis.language import say
from policy_emphasis.page.blocks import download, escape, html_table, mixed
from policy_emphasis.page.figure import (
    INK,
    MUTED,
    NARROW,
    PALETTE,
    PAPER,
    RULE,
    WIDE,
    chart,
    drawing,
)
from policy_emphasis.reference.lists import UNCODED

STAGES = ("review", "plan", "governance", "other")
LEGEND_STAGES = {
    "review": "review of the past",
    "plan": "plan",
    "governance": "own conduct",
    "other": "opening, closing, no section",
}
SAID = 6  # rows that a chart's alt text reads out; the table behind it holds all


def place_style(documents):
    """Colour, name and hollowness of each place: place → (colour, label, is_article)."""
    order = {"tianjin": 0, "zhaoqing": 1, "sichuan": 2}
    spare = cycle(
        c
        for i, c in enumerate(PALETTE)
        if i not in {order[p] for p in documents["place"] if p in order}
    )
    names, style = language.place_names(documents), {}
    for row in documents.itertuples():
        article = row.genre != "work report"
        colour = PALETTE[order[row.place]] if row.place in order else next(spare)
        style[row.place] = (
            colour,
            say("{place} (news article)", place=names[row.place]) if article else names[row.place],
            article,
        )
    return style


def corpus_at_a_glance(documents, paragraphs, title):
    """Characters of each document by stage, as stacked bars."""
    by_stage = paragraphs.groupby(["document", "stage"])["characters"].sum()
    style = place_style(documents)
    opacity = dict(zip(STAGES, (0.28, 0.55, 0.4, 0.14)))

    def draw(ax, narrow):
        for y, row in enumerate(documents.itertuples()):
            colour, label, article = style[row.place]
            left = 0
            for stage in STAGES:
                size = by_stage.get((row.document, stage), 0)
                if size and article:
                    ax.barh(
                        y,
                        size,
                        left=left,
                        height=0.5,
                        facecolor=PAPER,
                        edgecolor=colour,
                        hatch="////",
                        linewidth=0.8,
                    )
                elif size:
                    ax.barh(
                        y,
                        size,
                        left=left,
                        height=0.5,
                        color=colour,
                        alpha=opacity[stage],
                        linewidth=0,
                    )
                    if size > (4500 if narrow else 1500):
                        ax.text(
                            left + size / 2,
                            y,
                            f"{say(stage)}\n{size:,}",
                            ha="center",
                            va="center",
                            fontsize=7.5,
                            color=INK,
                        )
                left += size
            ax.text(left + 250, y, f"{left:,}", va="center", fontsize=8, color=INK)
            _row_label(
                ax,
                y,
                [label, f"{say(row.genre)}, {row.year}" if not article else str(row.year)],
                narrow,
                above=0.33,
            )
        _rows(ax, len(documents), narrow, bottom=False)
        ax.set_xlim(0, max(by_stage.groupby("document").sum()) * (1.2 if narrow else 1.1))
        ax.set_xticks([])

    table = (
        by_stage.unstack(fill_value=0)
        .reindex(columns=list(STAGES), fill_value=0)
        .reindex(documents["document"])
        .reset_index()
        .assign(all=lambda t: t[list(STAGES)].sum(axis=1), place=documents["place"])
    )
    alt = "; ".join(
        f"{style[r.place][1]}: "
        + (
            f"{r.all:,}"
            if style[r.place][2]
            else f"{r.all:,} ({', '.join(f'{say(s)} {getattr(r, s):,}' for s in STAGES)})"
        )
        for r in table.itertuples()
    )
    return chart(
        "lengths",
        title,
        say("Characters in kept paragraphs, by stage of the report"),
        f"{title}. {alt}",
        _forms(draw, 0.62 * len(documents) + 0.1, 0.8 * len(documents) + 0.1),
        say(
            "How long each text is and what stands in it: a report looks back (review), says what is to come (plan) and how the government will conduct itself (own conduct). A news article, hatched, has no such sections."
        ),
        (
            table,
            {
                "place": say("Place"),
                **{s: say(LEGEND_STAGES[s]) for s in STAGES},
                "all": say("all"),
            },
            dict.fromkeys([*STAGES, "all"], "{:,}"),
        ),
        "lengths",
    )


def distinctive_terms(terms, documents, gloss, n_terms, titles):
    """For each place the terms most its own: uses in 1,000 words here, with interval, and elsewhere. titles: place → the finding in words."""
    figures = []
    for place, title in titles.items():
        colour, label, article = place_style(documents)[place]
        shown = leading_of(terms, documents, place).head(n_terms)
        if shown.empty:
            figures.append(f'<p class="empty">{mixed(title)}</p>')
            continue

        def draw(ax, narrow):
            for y, row in enumerate(shown.itertuples()):
                ax.plot(
                    [row.per_1000_low, row.per_1000_high],
                    [y, y],
                    color=colour,
                    linewidth=1.6,
                    solid_capstyle="butt",
                    linestyle=(0, (2, 1)) if article else "-",
                )
                ax.plot(
                    row.per_1000,
                    y,
                    "D" if row.distinctive else "o",
                    color=colour,
                    markersize=5.5,
                    markerfacecolor=PAPER if article else colour,
                    markeredgewidth=1.4,
                )
                ax.plot(row.per_1000_other, y, "|", color=INK, markersize=8, markeredgewidth=1.5)
                if not narrow:
                    ax.text(
                        1.01,
                        y,
                        f"{row.count}× / {row.paragraphs} ¶",
                        transform=ax.get_yaxis_transform(),
                        va="center",
                        fontsize=7.5,
                        color=MUTED,
                    )
                english = (
                    textwrap.shorten(gloss.get(row.term, ""), 34, placeholder="…")
                    if language.current() == "en"
                    else ""
                )
                _row_label(ax, y, [f"{row.term}  {english}".strip()], narrow, above=0.3)
            _rows(ax, len(shown), narrow)
            ax.set_xlim(left=-0.02 * shown["per_1000_high"].max())
            ax.set_xlabel(say("uses in 1,000 counted words"), fontsize=8, color=MUTED)

        alt = f"{title}. " + "; ".join(
            f"{gloss.get(t.term, '') if language.current() == 'en' else t.term} {t.per_1000:.1f} ({t.per_1000_low:.1f}–{t.per_1000_high:.1f}) / {t.per_1000_other:.1f}"
            for t in shown.head(SAID).itertuples()
        )
        figures.append(
            chart(
                f"terms-{place}",
                title,
                say(
                    "Uses in 1,000 counted words, 95 % paragraph-bootstrap interval; the upright stroke: in the other texts; a diamond: clear at q < 0.05; × uses / ¶ paragraphs; ordered by z of the log-odds"
                ),
                alt,
                _forms(draw, 0.235 * len(shown) + 0.4, 0.36 * len(shown) + 0.4),
                say(
                    "Only diamonds are clear once the number of terms tried is allowed for. The place's own name is left out."
                ),
                (
                    shown,
                    {
                        "term": say("Term"),
                        "per_1000": say("Per 1,000"),
                        "per_1000_low": say("from"),
                        "per_1000_high": say("to"),
                        "per_1000_other": say("Elsewhere"),
                        "count": say("Uses"),
                        "paragraphs": say("Paragraphs"),
                        "log_odds": say("Log-odds"),
                        "z": "z",
                        "q": "q",
                        "dp_norm": say("Dispersion (DPnorm)"),
                    },
                    {
                        **dict.fromkeys(
                            ["per_1000", "per_1000_low", "per_1000_high", "per_1000_other"],
                            "{:.1f}",
                        ),
                        "count": "{}",
                        "paragraphs": "{}",
                        "log_odds": "{:+.2f}",
                        "z": "{:.1f}",
                        "q": "{:.3f}",
                        "dp_norm": "{:.2f}",
                    },
                    gloss,
                ),
            ).data
        )
    return HTML("".join(figures))


def shares_by_place(
    name, shares, names, documents, title, measure, note, scale=100, unit=None, file=None
):
    """Shares with intervals, a row for each theme or topic, a mark for each place.

    shares: the first column names the row; names: row → lines of its label, in the order shown. scale, unit: what a share is multiplied by, and what it then counts.
    """
    style, key, unit = (
        place_style(documents),
        shares.columns[0],
        unit or say("% of the text's characters"),
    )
    measure, note = say(measure), say(note)
    by = shares.set_index([key, "place"])

    def draw(ax, narrow):
        far = scale * shares["high"].max()
        for y, (row, lines) in enumerate(names.items()):
            ax.axhline(y + (0.4 if narrow else 0.5), color=RULE, linewidth=0.4, zorder=0)
            for offset, (place, (colour, label, article)) in zip(
                _offsets(len(style)), style.items()
            ):
                if (row, place) in by.index:
                    r = by.loc[(row, place)]
                    ax.plot(
                        [scale * r.low, scale * r.high],
                        [y + offset] * 2,
                        color=colour,
                        linewidth=1.6,
                        linestyle=(0, (2, 1)) if article else "-",
                        solid_capstyle="butt",
                    )
                    ax.plot(
                        scale * r.share,
                        y + offset,
                        "o",
                        color=colour,
                        markersize=5,
                        markerfacecolor=PAPER if article else colour,
                        markeredgewidth=1.3,
                        clip_on=False,
                    )
                    if y == 0:
                        ax.text(
                            scale * r.high + 0.012 * far,
                            y + offset,
                            label,
                            va="center",
                            fontsize=7.5,
                            color=INK,
                        )
            _row_label(ax, y, lines, narrow, above=0.36)
        _rows(ax, len(names), narrow)
        ax.set_xlim(0, far * (1.45 if narrow else 1.2))
        ax.set_xlabel(unit, fontsize=8, color=MUTED)

    table = pd.DataFrame(
        [
            {
                "row": _spoken(lines),
                "place": place,
                **{c: scale * by.loc[(row, place)][c] for c in ("share", "low", "high")},
            }
            for row, lines in names.items()
            for place in style
            if (row, place) in by.index
        ]
    )
    said = "; ".join(
        f"{_spoken(lines)}: "
        + ", ".join(
            f"{style[p][1]} {scale * by.loc[(row, p)].share:.1f} ({scale * by.loc[(row, p)].low:.1f}–{scale * by.loc[(row, p)].high:.1f})"
            for p in style
            if (row, p) in by.index
        )
        for row, lines in list(names.items())[:SAID]
    )
    deep = 0.13 * len(style) + 0.05
    return chart(
        name,
        title,
        measure,
        f"{title}. {unit}: {said}",
        _forms(draw, max(deep, 0.3) * len(names) + 0.4, (max(deep, 0.2) + 0.22) * len(names) + 0.4),
        note,
        (
            table,
            {
                "row": say("Row"),
                "place": say("Place"),
                "share": unit[0].upper() + unit[1:],
                "low": say("from"),
                "high": say("to"),
            },
            dict.fromkeys(["share", "low", "high"], "{:.1f}"),
        ),
        file or name,
    )


def differences(table, names, pair, title, note):
    """Differences in share between two places, the widest first, as points with intervals around zero; solid where the difference stands.

    table: as from shares.standing_first, in percentage points; names: theme → lines of its label; pair: (place_a, place_b).
    """
    a, b = pair
    of = table[(table["place_a"] == a) & (table["place_b"] == b)]
    of = of.reindex(
        of["difference"].abs().round(9).sort_values(ascending=False, kind="stable").index
    )
    note, unit = (
        say(note),
        say("{a} less {b}, percentage points", a=language.place(a), b=language.place(b)),
    )

    def draw(ax, narrow):
        ax.axvline(0, color=INK, linewidth=0.8)
        for y, row in enumerate(of.itertuples()):
            sure = row.stands == "yes"
            ax.plot(
                [row.low, row.high],
                [y, y],
                color=PALETTE[5],
                linewidth=1.6,
                alpha=1 if sure else 0.7,
                solid_capstyle="butt",
            )
            ax.plot(
                row.difference,
                y,
                "o",
                color=PALETTE[5],
                markersize=5,
                markerfacecolor=PALETTE[5] if sure else PAPER,
                markeredgewidth=1.3,
            )
            _row_label(ax, y, names[row.theme], narrow, above=0.3)
        _rows(ax, len(of), narrow)
        ax.set_xlabel(unit, fontsize=8, color=MUTED)

    said = "; ".join(
        f"{_spoken(names[r.theme])} {r.difference:+.1f} ({r.low:+.1f} – {r.high:+.1f})"
        for r in of.head(SAID).itertuples()
    )
    return chart(
        "differences",
        title,
        say(
            "Difference in share, 95 % interval; hollow: not clear once the number of themes is allowed for; the widest difference first"
        ),
        f"{title}. {unit}: {said}",
        _forms(draw, 0.3 * len(of) + 0.4, 0.36 * len(of) + 0.4),
        note,
        (
            of,
            {
                "label": say("Theme"),
                "difference": unit,
                "low": say("from"),
                "high": say("to"),
                "q": "q",
                "stands": say("Stands"),
            },
            {"difference": "{:+.1f}", "low": "{:+.1f}", "high": "{:+.1f}", "q": "{:.3f}"},
        ),
        "differences",
    )


def shares_by_stage(themes, names, documents, title, note):
    """Heat table of theme shares: a row a theme, a column for each place and stage that it has, the figure in each cell."""
    style, note = place_style(documents), say(note)
    columns = [
        (p, s)
        for p in style
        for s in (("all",) if style[p][2] else ("review", "plan"))
        if ((themes["place"] == p) & (themes["stage"] == s)).any()
    ]
    values = themes.set_index(["theme", "place", "stage"])["share"]
    heads = [style[p][1] if s == "all" else f"{style[p][1]}, {say(s)}" for p, s in columns]
    table = pd.DataFrame(
        [
            [lines[0], *(100 * values.get((theme, *column), 0.0) for column in columns)]
            for theme, lines in names.items()
        ],
        columns=[say("Theme"), *heads],
    )
    cells = [
        [
            mixed(lines[0])
            + "".join(f' <span class="second">{mixed(line)}</span>' for line in lines[1:]),
            *(
                f'<span class="heat place-{PALETTE.index(style[p][0])}{" hollow" if style[p][2] else ""}" style="--heat:{min(45, 220 * values.get((theme, p, s), 0.0)):.0f}%">{100 * values.get((theme, p, s), 0.0):.1f}</span>'
                for p, s in columns
            ),
        ]
        for theme, lines in names.items()
    ]
    measure = say(
        "% of the characters in that part of the text; a stronger colour is more; a place keeps its colour"
    )
    return HTML(
        f'<figure class="chart" id="chart-stages"><figcaption><b>{mixed(title)}</b><span>{mixed(measure)}</span></figcaption>{html_table(note, table.columns, cells, [False, *[True] * len(columns)])}<p class="save">{download(table, "stages")}</p></figure>'
    )


def topics_by_number(table, n_topics, title):
    """Coherence, exclusivity and stability against the number of topics; the run's own number is marked."""
    panels = {
        "npmi": say("coherence (NPMI)"),
        "exclusivity": say("exclusivity (FREX)"),
        "stability": say("stability (cosine)"),
    }

    def panel(column):
        def draw(ax):
            ax.axvline(n_topics, color=RULE, linewidth=4)
            ax.plot(
                table["n_topics"],
                table[column],
                "o-",
                color=PALETTE[0],
                markersize=3.5,
                linewidth=1,
            )
            ax.set_xlabel(say("number of topics"), fontsize=8, color=MUTED)
            _bare(ax)
            ax.tick_params(axis="y", labelsize=8, labelcolor=MUTED)

        return drawing(2.5, 1.9, draw)

    said = "; ".join(
        f"{label} {table[c].min():.2f}–{table[c].max():.2f}, {table.loc[table['n_topics'] == n_topics, c].sum():.2f} / {n_topics}"
        for c, label in panels.items()
    )
    return chart(
        "number-of-topics",
        title,
        say(
            "Means over topics; higher is better in each; the upright line is this run's number of topics"
        ),
        f"{title}. {said}",
        [(label, panel(c)) for c, label in panels.items()],
        say("What the number of topics changes. No number is best in all three."),
        (table, {"n_topics": say("Topics"), **panels}, dict.fromkeys(panels, "{:.3f}")),
        "topics_by_number",
    )


def specification_curves(tables, names, title):
    """For each claim its estimates under all specifications, sorted, with intervals; those that leave out zero are dark. names: finding → label, in order."""
    every = {
        f: t[t["finding"] == f].sort_values("estimate", ignore_index=True)
        for t in tables.values()
        for f in t["finding"].unique()
    }
    rows = []

    def panel(of):
        def draw(ax):
            shown = of.iloc[:: max(1, len(of) // 160)].reset_index(
                drop=True
            )  # 160 steps are as fine as a panel of this width can show
            x, steps = (
                np.add.outer(shown.index, [-0.5, 0.5]).ravel(),
                shown.loc[shown.index.repeat(2)],
            )
            sure = (steps["low"] > 0).to_numpy()
            for chosen, colour, opacity in ((~sure, MUTED, 0.25), (sure, PALETTE[0], 0.45)):
                ax.fill_between(
                    x,
                    steps["low"],
                    steps["high"],
                    where=chosen,
                    color=colour,
                    linewidth=0,
                    alpha=opacity,
                )
            ax.plot(shown.index, shown["estimate"], color=INK, linewidth=1.1)
            ax.axhline(0, color=INK, linewidth=0.6)
            bottom, top = (
                min(0, of["low"].quantile(0.05)),
                max(0, of["high"].quantile(0.95)),
            )  # the widest few intervals may run out of the frame
            ax.set_ylim(bottom - 0.05 * (top - bottom), top + 0.05 * (top - bottom))
            _bare(ax)
            ax.set_xticks([])
            ax.tick_params(axis="y", labelsize=7.5, labelcolor=MUTED)

        return drawing(2.5, 1.5, draw)

    for finding, label in names.items():
        of = every[finding]
        rows.append(
            {
                "claim": label,
                "n": len(of),
                "sure": (of["low"] > 0).mean(),
                "least": of["estimate"].min(),
                "median": of["estimate"].median(),
                "most": of["estimate"].max(),
            }
        )
    table = pd.DataFrame(rows)
    alt = "; ".join(f"{r.claim}: {r.sure:.0%} / {r.n}" for r in table.head(SAID).itertuples())
    return chart(
        "specifications",
        title,
        say(
            "Each step across is one specification, sorted by estimate (line) with its interval (band); blue where the interval leaves out zero in the claim's direction"
        ),
        f"{title}. {alt}",
        [(label, panel(every[finding])) for finding, label in names.items()],
        say(
            "Specification curves. Shares are differences of parts of the text; for words, log-odds; for topics, the overlap with the nearest theme above chance. The widest few intervals run out of the frame; where a part is a single section, nothing is known and the interval is the whole range."
        ),
        (
            table,
            {
                "claim": say("Claim"),
                "n": say("Specifications"),
                "sure": say("Leave out zero"),
                "least": say("Least"),
                "median": say("Median"),
                "most": say("Most"),
            },
            {
                "n": "{:,}",
                "sure": "{:.0%}",
                "least": "{:.3f}",
                "median": "{:.3f}",
                "most": "{:.3f}",
            },
        ),
        "specifications",
    )


def at_a_glance(themes, labels, documents, title, n=6):
    """Small multiples: for each place its largest themes with intervals, each linked to its sentences."""
    style, panels = place_style(documents), []
    whole = themes[(themes["stage"] == "all") & (themes["theme"] != UNCODED)].sort_values(
        ["share", "theme"], ascending=[False, True]
    )
    far = whole.groupby("place").head(n)["high"].max()
    for row in documents.itertuples():
        colour, label, article = style[row.place]
        items = []
        for t in whole[whole["place"] == row.place].head(n).itertuples():
            x, low, high = (100 * v / far for v in (t.share, t.low, t.high))
            bar = f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="{"hollow" if article else "solid"}" width="{x:.1f}" y="1" height="8"/><path d="M{low:.1f} 5H{high:.1f}"/></svg>'
            items.append(
                f'<li><a href="04_emphasis.html#evidence-{t.theme}">{mixed(labels[t.theme])}</a> <span class="value">{100 * t.share:.1f} % <small>({100 * t.low:.1f}–{100 * t.high:.1f})</small></span>{bar}</li>'
            )
        panels.append(
            f'<section class="place-{PALETTE.index(colour)}"><h3>{mixed(label)}</h3><p class="kind">{escape(say(row.genre))}, {row.year}, {escape(say(row.level))}</p><ol>{"".join(items)}</ol></section>'
        )
    note = say(
        "Share of each text's characters, with its 95 % interval as a line; the {n} largest themes of each. The scale is the same in all panels; a hollow bar stands for a news article.",
        n=n,
    )
    return HTML(
        f'<figure class="glance" id="chart-glance"><figcaption><b>{mixed(title)}</b><span>{mixed(note)}</span></figcaption><div class="multiples">{"".join(panels)}</div></figure>'
    )


def _forms(draw, height, height_narrow):
    return {
        "wide": drawing(WIDE, height, lambda ax: draw(ax, False)),
        "narrow": drawing(NARROW, height_narrow, lambda ax: draw(ax, True)),
    }


def _row_label(ax, y, lines, narrow, above):
    """A row's label: left of the axis, one line under the other; on narrow drawings above its marks, on one line."""
    if narrow:
        ax.text(
            0,
            y - above,
            textwrap.shorten("  ".join(lines[:1]), 52, placeholder="…"),
            transform=ax.get_yaxis_transform(),
            va="bottom",
            fontsize=8,
            color=INK,
        )
        return
    for i, line in enumerate(lines):
        ax.annotate(
            line,
            (0, y),
            (-6, (4.6 - 9.2 * i) if len(lines) > 1 else 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=8.2 if i == 0 else 7.6,
            color=MUTED if i else INK,
        )


def _rows(ax, n, narrow, bottom=True):
    ax.set_yticks([])
    ax.set_ylim(n - 0.45, -0.95 if narrow else -0.55)
    _bare(ax, bottom)


def _bare(ax, bottom=True):
    for name, side in ax.spines.items():
        side.set_visible(name == "bottom" and bottom)
        side.set_color(RULE)
    ax.tick_params(axis="y", length=0, labelcolor=INK)
    ax.tick_params(axis="x", length=3, color=RULE, labelcolor=MUTED, labelsize=8)


def _spoken(lines):
    """A row's label for alt text, which has one language."""
    return lines[-1] if len(lines) > 1 and any("㐀" <= c <= "鿿" for c in lines[0]) else lines[0]


def _offsets(n):
    return [0.27 * (i - (n - 1) / 2) for i in range(n)]
