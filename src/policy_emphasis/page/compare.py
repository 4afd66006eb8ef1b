"""What a run changed against the default run, from the tables that both have published; and the list of the runs that are built.

compare(run)   → the page reports/RUN/compare.html
changes(old, new) → the findings side by side, each with what became of it
runs()         → the page reports/index.html
"""

import json

import pandas as pd

from policy_emphasis import language, parameters, paths
from policy_emphasis.language import LANGUAGE_TAGS, say
from policy_emphasis.page import render
from policy_emphasis.page.blocks import (
    MEASURES,
    amount,
    escape,
    html_table,
    mixed,
    table,
    term,
)
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.run import open_run

VERDICTS = (
    "Names something else",
    "Moved beyond its interval",
    "Moved",
    "Agrees",
    "Only in this run",
    "Only in the default run",
)


def compare(run):
    """The page that sets `run` beside the default run. Raises ProjectError where one of the two is not built."""
    if run == "default":
        raise ProjectError(
            "RUN default is what a run is compared with; name another: make compare RUN=fine-topics"
        )
    values, standard = _built_with(run), _built_with("default")
    opened = open_run(values)
    old, new = (
        {name: _published(r, name) for name in ("findings", "themes", "terms", "topics")}
        for r in ("default", run)
    )
    found = changes(old["findings"], new["findings"])
    body = "".join(
        [
            _parameters(values, standard),
            _summary(found),
            _findings(found, standard["language"]),
            _shares(old["themes"], new["themes"], opened),
            _terms(old["terms"], new["terms"], opened),
            _topics(old["topics"], new["topics"], opened),
        ]
    )
    return render.plain(
        say("The run {run} beside the default", run=run),
        body,
        run,
        values=values,
        command=f"make compare RUN={run}",
        language=opened.language,
    )


def changes(old, new):
    """The findings of two runs side by side: finding, statement, subject, measure, estimate, low, high of both (…_old, …_new), `change` (new less old) and `verdict`.

    verdict, one of VERDICTS: a finding names something else if its subject changed; else it agrees if its estimate reads the same; else it moved, beyond its interval where the new estimate lies
    outside the old one's 95 % interval. Estimates of different subjects have no change.
    """
    both = old.merge(
        new, on="finding", how="outer", suffixes=("_old", "_new"), sort=False, indicator="where"
    )
    order = {name: i for i, name in enumerate(dict.fromkeys([*old["finding"], *new["finding"]]))}
    both = (
        both.assign(order=both["finding"].map(order))
        .sort_values("order", ignore_index=True)
        .drop(columns="order")
    )
    both["change"] = (both["estimate_new"] - both["estimate_old"]).where(
        (both["subject_old"] == both["subject_new"]) & (both["measure_old"] == both["measure_new"])
    )
    return both.assign(verdict=[_verdict(row) for row in both.itertuples()])


def runs():
    """The page of the runs that are built, with what each changes; None where none is."""
    built = sorted(
        (
            p.parent.name
            for p in paths.REPORTS.glob("*/index.html")
            if (p.parent / "parameters.json").exists()
        ),
        key=lambda name: (name != "default", name),
    )
    if not built:
        return None
    language.use("en")
    standard, rows = (
        _built_with("default") if "default" in built else parameters.of_run("default"),
        [],
    )
    for name in built:
        changed = [
            f"{k} = {render.plain_value(v)}"
            for k, v in _built_with(name).items()
            if v != standard.get(k)
        ]
        beside = (
            f'<a href="{name}/compare.html">beside the default</a>'
            if (paths.REPORTS / name / "compare.html").exists()
            else ""
            if name == "default"
            else f"<code>make compare RUN={escape(name)}</code>"
        )
        rows.append(
            [
                f'<a href="{name}/index.html">{escape(name)}</a>',
                mixed(", ".join(changed)) or "the default parameters",
                beside,
            ]
        )
    body = (
        "<p>A run is a set of parameters: every page of a run is built with the same. These are built:</p>"
        + html_table("Runs", ["Run", "What it changes", "Compared"], rows)
    )
    return render.plain(
        "The runs",
        body,
        "default",
        values={},
        command="make all",
        language=language.Language(),
        links=[],
    )


def _built_with(run):
    """The parameters that the run's index was built with."""
    path = paths.REPORTS / run / "parameters.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ProjectError(
            f"{path.relative_to(paths.ROOT)}: not there, or damaged; build it with make all RUN={run}"
        ) from None


def _published(run, name):
    path = paths.REPORTS / run / "tables" / f"{name}.csv"
    try:
        return pd.read_csv(path, encoding="utf-8-sig")
    except (OSError, ValueError):
        raise ProjectError(
            f"{path.relative_to(paths.ROOT)}: not there, or damaged; build it with make all RUN={run}"
        ) from None


def _verdict(row):
    if row.where != "both":
        return "Only in the default run" if row.where == "left_only" else "Only in this run"
    if row.subject_old != row.subject_new or row.measure_old != row.measure_new:
        return "Names something else"
    if _amount(row, "old") == _amount(row, "new"):
        return "Agrees"
    return (
        "Moved beyond its interval"
        if pd.notna(row.low_old) and not row.low_old <= row.estimate_new <= row.high_old
        else "Moved"
    )


def _amount(row, which):
    """Estimate and interval of one side, as that finding's measure shows them."""
    side = pd.Series(
        {name: getattr(row, f"{name}_{which}") for name in ("measure", "estimate", "low", "high")}
    )
    if pd.isna(side.estimate):
        return ""
    return amount(side, side.estimate) + (
        "" if pd.isna(side.low) else f" ({amount(side, side.low)} – {amount(side, side.high)})"
    )


def _parameters(values, standard):
    changed = [
        [
            f"<code>{escape(k)}</code>",
            mixed(render.plain_value(standard[k])),
            mixed(render.plain_value(v)),
            mixed(say(parameters.meanings()[k])),
        ]
        for k, v in values.items()
        if v != standard[k]
    ]
    head = f'<h2 id="parameters">{escape(say("What was changed"))}</h2>'
    return head + html_table(
        say("Parameters that differ"),
        [say(h) for h in ("Parameter", "Default", "This run", "What it is")],
        changed,
    )


def _summary(found):
    count = found["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    said = say(
        "Findings that agree with the default run: {agree} of {n}; that moved, though not beyond an interval: {moved}; that moved beyond their interval: {beyond}; that name something else: {other}; that only one run has: {only}.",
        n=len(found),
        agree=count["Agrees"],
        moved=count["Moved"],
        beyond=count["Moved beyond its interval"],
        other=count["Names something else"],
        only=count["Only in this run"] + count["Only in the default run"],
    )
    return f'<div class="bottom-line"><p>{mixed(said)}</p></div>'


def _findings(found, written_in):
    said = [f'<h2 id="findings">{escape(say("The findings, those that changed most first"))}</h2>']
    for verdict in VERDICTS:
        rows = found[found["verdict"] == verdict]
        if len(rows):
            head, listed = (
                escape(say("{verdict}: {n}", verdict=say(verdict), n=len(rows))),
                "".join(_finding(row, written_in) for row in rows.itertuples()),
            )
            said.append(
                f"<details><summary>{head}</summary>{listed}</details>"
                if verdict == "Agrees"
                else f"<h3>{head}</h3>{listed}"
            )
    return "".join(said)


def _finding(row, written_in):
    """One finding: its sentence in this run, the default's where it differs (in the language that it was written in), both estimates and the change as they are shown."""
    new, old = (s if isinstance(s, str) else "" for s in (row.statement_new, row.statement_old))
    label, scale, _ = MEASURES[
        row.measure_new if isinstance(row.measure_new, str) else row.measure_old
    ]
    parts = [
        escape(say(label)),
        *(
            f"{escape(say(side))} <b>{mixed(_amount(row, which))}</b>"
            for side, which in (("default", "old"), ("this run", "new"))
            if _amount(row, which)
        ),
    ]
    if row.verdict.startswith("Moved"):
        parts.append(
            mixed(
                say(
                    "change {change}",
                    change=f"{scale(row.estimate_new) - scale(row.estimate_old):+.3g}",
                )
            )
        )
    parts.append(
        f'<a href="{escape(row.evidence_new if isinstance(row.evidence_new, str) else f"../default/{row.evidence_old}")}">{escape(say("evidence"))}</a>'
    )
    before = (
        f'<details><summary>{escape(say("in the default run"))}</summary><p lang="{LANGUAGE_TAGS[written_in]}">{mixed(old, written_in)}</p></details>'
        if new and old and new != old
        else ""
    )
    return f'<div class="finding"><p>{mixed(new or old)}</p>{before}<p class="grounds">{" · ".join(parts)}</p></div>'


def _shares(old, new, run, n=10):
    key = ["theme", "place", "stage"]
    both = old.merge(new, on=key, suffixes=("_old", "_new"))
    both = both[(both["stage"] == "all") & (both["theme"] != UNCODED)]
    both = both.assign(
        change=100 * (both["share_new"] - both["share_old"]),
        share_old=100 * both["share_old"],
        share_new=100 * both["share_new"],
        label=both[f"label_{language.current()}_new"],
    )
    moved = both[both["change"].abs() >= 0.05]
    head = f'<h2 id="themes">{escape(say("Theme shares"))}</h2>'
    if moved.empty:
        return (
            head
            + f"<p>{escape(say('No theme share moved, to a tenth of a percentage point.'))}</p>"
        )
    moved = moved.reindex(
        moved["change"].abs().round(9).sort_values(ascending=False, kind="stable").index
    )
    said = say(
        "{n} of {of} theme shares moved, to a tenth of a point; the widest: {theme} in {place}, {change:+.1f} points.",
        n=len(moved),
        of=len(both),
        theme=moved.iloc[0].label,
        place=language.place(moved.iloc[0].place),
        change=moved.iloc[0].change,
    )
    return (
        head
        + f"<p>{mixed(said)}</p>"
        + table(
            moved.head(n),
            say("The shares that moved most, in % of each text's characters"),
            {
                "label": "Theme",
                "place": "Place",
                "share_old": "Default",
                "share_new": "This run",
                "change": "Change",
            },
            {"share_old": "{:.1f}", "share_new": "{:.1f}", "change": "{:+.1f}"},
        ).data
    )


def _terms(old, new, run):
    sets = [t[t["distinctive"]].groupby("place")["term"].agg(list) for t in (old, new)]
    rows = []
    for place in run.places:
        before, after = (s.get(place, []) for s in sets)
        rows.append(
            [
                escape(language.place(place)),
                *(
                    (", ".join(term(w, run.gloss) for w in words) or escape(say("none")))
                    for words in (
                        [w for w in after if w in before],
                        [w for w in after if w not in before],
                        [w for w in before if w not in after],
                    )
                ),
            ]
        )
    head = f'<h2 id="terms">{escape(say("Words that clearly set a place apart"))}</h2>'
    return head + html_table(
        say("Distinctive terms at q < 0.05"),
        [say(h) for h in ("Place", "In both runs", "Only in this run", "Only in the default run")],
        rows,
    )


def _topics(old, new, run):
    """Each topic of the run with the default's topic that shares most of its ten heaviest terms."""
    before = {row.topic: (row.label, set(row.terms.split())) for row in old.itertuples()}
    rows = []
    for row in new.itertuples():
        words = set(row.terms.split())
        nearest = max(before, key=lambda topic: (len(words & before[topic][1]), -int(topic[1:])))
        shared = len(words & before[nearest][1])
        label = " · ".join(term(w, run.gloss) for w in row.label.split(" · "))
        rows.append(
            [
                f"{escape(row.topic)} {label}",
                f"{100 * row.prevalence:.1f} %",
                (
                    escape(nearest)
                    + " "
                    + " · ".join(term(w, run.gloss) for w in before[nearest][0].split(" · "))
                )
                if shared
                else escape(say("none")),
                f"{shared} / {len(words)}",
            ]
        )
    head = f'<h2 id="topics">{escape(say("Topics"))}</h2>'
    return head + html_table(
        say(
            "Topics of this run, and the default's topic that shares most of each one's heaviest terms"
        ),
        [
            say(h)
            for h in (
                "Topic",
                "Share of all text",
                "Nearest topic of the default run",
                "Terms shared",
            )
        ],
        rows,
        [False, True, False, True],
    )
