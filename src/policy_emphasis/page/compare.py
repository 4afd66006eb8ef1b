"""What a run changed against the default run, from the tables that both have published; and the
list of the runs that are built.

page(run, standard)        → the page that sets a run beside the default
changes(old, new)          → the findings side by side, each with what became of it
runs_page(built, compared) → the page that lists the runs
"""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from policy_emphasis import parameters
from policy_emphasis.language import N_, Language
from policy_emphasis.page import markup, render
from policy_emphasis.page.grid import columns, table
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.run import open_run
from policy_emphasis.words.finding import MEASURES

VERDICTS = (
    N_("Names something else"),
    N_("Moved beyond its interval"),
    N_("Moved"),
    N_("Agrees"),
    N_("Only in this run"),
    N_("Only in the default run"),
)
SEEN = 0.05  # percentage points: a smaller change does not show in a share said to a tenth
WIDEST = 10  # changes of shares that are shown
SHARES = columns(
    "label: Theme | place: Place | share_old: Default {:.1f} | share_new: This run {:.1f}"
    " | change: Change {:+.1f}"
)


@dataclass(frozen=True)
class BuiltRun:
    """A run as it was built: its parameters, and the published tables that are compared."""

    name: str
    parameters: dict
    findings: pd.DataFrame
    themes: pd.DataFrame
    terms: pd.DataFrame
    topics: pd.DataFrame


def page(run, standard):
    """The page that sets a BuiltRun beside that of the default."""
    opened = open_run(run.parameters)
    language = opened.language
    before_in = Language(standard.parameters["language"])
    found = changes(standard.findings, run.findings)
    body = markup.render(
        language,
        "compare.html.j2",
        parameters=_changed(run.parameters, standard.parameters),
        summary=_summary(found, language.say),
        verdicts=_by_verdict(found),
        before_in=before_in.tag,
        before=partial(markup.mixed, language=before_in),
        shares=_shares(standard.themes, run.themes, opened),
        words=_words(standard.terms, run.terms, opened),
        topics=_topics(standard.topics, run.topics),
        gloss=opened.gloss,
    )
    title = language.say("The run {run} beside the default", run=run.name)
    about = {"values": run.parameters, "command": f"make compare RUN={run.name}"}
    return render.plain(title, body, run.name, language=language, **about)


def changes(old, new):
    """The findings of two runs side by side.

    Columns: finding; statement, subject, measure, estimate, low, high and evidence of both (…_old,
    …_new); change, new less old, of estimates of one subject; verdict, one of VERDICTS. A finding
    names something else if its subject changed; else it agrees if its estimate reads the same; else
    it moved, beyond its interval where the new estimate lies outside the old one's 95 % interval.
    """
    both = old.merge(new, on="finding", how="outer", suffixes=("_old", "_new"), indicator="where")
    found = dict.fromkeys([*old["finding"], *new["finding"]])
    order = {finding: i for i, finding in enumerate(found)}
    both = both.sort_values("finding", key=lambda names: names.map(order), ignore_index=True)
    both["verdict"] = [_verdict(row) for row in both.itertuples()]
    change = both["estimate_new"] - both["estimate_old"]
    return both.assign(change=change.where(both["verdict"] != "Names something else"))


def runs_page(built, compared):
    """The page that lists the runs, or None where none is built.

    built: run → the parameters that it was built with; compared: those with a page beside the
    default.
    """
    if not built:
        return None
    standard = built.get("default") or parameters.of_run("default")
    changed = {
        run: ", ".join(f"{row['name']} = {row['value']}" for row in _changed(values, standard))
        for run, values in built.items()
    }
    language = Language()
    body = markup.render(language, "runs.html.j2", changed=changed, compared=compared)
    about = {"values": {}, "command": "make all", "links": []}
    return render.plain("The runs", body, "default", language=language, **about)


def _changed(values, standard):
    """The parameters that differ from the default's, with both values and what they are."""
    meanings, plain = parameters.meanings(), render.plain_value
    return [
        {
            "name": name,
            "default": plain(standard.get(name)),
            "value": plain(value),
            "meaning": meanings[name],
        }
        for name, value in values.items()
        if value != standard.get(name)
    ]


def _verdict(row):
    if row.where != "both":
        return "Only in the default run" if row.where == "left_only" else "Only in this run"
    if row.subject_old != row.subject_new or row.measure_old != row.measure_new:
        return "Names something else"
    if _amount(row, "old") == _amount(row, "new"):
        return "Agrees"
    if pd.notna(row.low_old) and not row.low_old <= row.estimate_new <= row.high_old:
        return "Moved beyond its interval"
    return "Moved"


def _amount(row, side):
    """Estimate and interval of one side (old, new), as that finding's measure shows them."""
    estimate, low, high = (getattr(row, f"{name}_{side}") for name in ("estimate", "low", "high"))
    if pd.isna(estimate):
        return ""
    shown = MEASURES[getattr(row, f"measure_{side}")].shown
    return shown(estimate) if pd.isna(low) else f"{shown(estimate)} ({shown(low)} – {shown(high)})"


def _summary(found, say):
    count = found["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    return say(
        "Findings that agree with the default run: {agree} of {n}; that moved, though not beyond "
        "an interval: {moved}; that moved beyond their interval: {beyond}; that name something "
        "else: {other}; that only one run has: {only}.",
        n=len(found),
        agree=count["Agrees"],
        moved=count["Moved"],
        beyond=count["Moved beyond its interval"],
        other=count["Names something else"],
        only=count["Only in this run"] + count["Only in the default run"],
    )


def _by_verdict(found):
    """verdict → its findings, for reading: statement, before (the default's, where it differs),
    measure, evidence; old, new and change, as the measure shows them."""
    differs = found["statement_new"].notna() & (found["statement_new"] != found["statement_old"])
    shown = found.assign(
        statement=found["statement_new"].fillna(found["statement_old"]),
        before=found["statement_old"].where(differs).fillna(""),
        measure=found["measure_new"].fillna(found["measure_old"]).map(MEASURES),
        evidence=found["evidence_new"].fillna("../default/" + found["evidence_old"]),
        old=[_amount(row, "old") for row in found.itertuples()],
        new=[_amount(row, "new") for row in found.itertuples()],
    )
    shown["change"] = [_change(row) for row in shown.itertuples()]
    grouped = {verdict: shown[shown["verdict"] == verdict] for verdict in VERDICTS}
    return {verdict: list(rows.itertuples()) for verdict, rows in grouped.items() if len(rows)}


def _change(row):
    if not row.verdict.startswith("Moved"):
        return ""
    return f"{row.measure.scale(row.estimate_new) - row.measure.scale(row.estimate_old):+.3g}"


def _shares(old, new, run):
    """How many theme shares moved, in a sentence, and a table of the widest changes."""
    language = run.language
    both = old.merge(new, on=["theme", "place", "stage"], suffixes=("_old", "_new"))
    both = both[(both["stage"] == "all") & (both["theme"] != UNCODED)]
    both = both.assign(
        change=100 * (both["share_new"] - both["share_old"]),
        share_old=100 * both["share_old"],
        share_new=100 * both["share_new"],
        label=both[f"label_{language.code}_new"],
    )
    moved = both[both["change"].abs() >= SEEN]
    if moved.empty:
        said = language.say("No theme share moved, to a tenth of a percentage point.")
        return {"said": said, "table": ""}
    width = moved["change"].abs().round(9)
    moved = moved.loc[width.sort_values(ascending=False, kind="stable").index]
    widest = moved.iloc[0]
    said = language.say(
        "{n} of {of} theme shares moved, to a tenth of a point; the widest: {theme} in {place}, "
        "{change:+.1f} points.",
        n=len(moved),
        of=len(both),
        theme=widest["label"],
        place=language.place(widest["place"]),
        change=widest["change"],
    )
    caption = N_("The shares that moved most, in % of each text's characters")
    return {"said": said, "table": table(run, moved.head(WIDEST), caption, columns=SHARES).data}


def _words(old, new, run):
    """Each place's distinctive words: in both runs, in this one alone, in the default alone."""
    was, now = (t[t["distinctive"]].groupby("place")["term"].agg(list) for t in (old, new))
    found = []
    for place in run.places:
        before, after = was.get(place, []), now.get(place, [])
        both = [word for word in after if word in before]
        added = [word for word in after if word not in before]
        gone = [word for word in before if word not in after]
        found.append({"place": run.language.place(place), "words": [both, added, gone]})
    return found


def _topics(old, new):
    """Each topic of the run with the default's topic that shares most of its heaviest terms."""
    before = {row.topic: set(row.terms.split()) for row in old.itertuples()}
    labels = old.set_index("topic")["label"]
    found = []
    for row in new.itertuples():
        words = set(row.terms.split())
        shared = {topic: len(words & terms) for topic, terms in before.items()}
        nearest = max(shared, key=lambda topic: (shared[topic], -int(topic[1:])))
        other = {"nearest": nearest, "label": labels[nearest], "shared": shared[nearest]}
        found.append({"topic": row, "terms": len(words), **other})
    return found
