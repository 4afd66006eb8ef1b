"""What a run changed against the default run, from the tables that both have published; and the
list of the runs that are built."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from policy_emphasis import parameters
from policy_emphasis.analysis import UNSEEN
from policy_emphasis.language import N_, Language
from policy_emphasis.page import frame, markup, render
from policy_emphasis.page.grid import shown
from policy_emphasis.page.tables import widest_first
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.reference.methods import COMPARED
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


@dataclass(frozen=True)
class BuiltRun:
    """A run as it was built: its parameters, and the published tables that are compared."""

    name: str
    parameters: dict
    findings: pd.DataFrame
    themes: pd.DataFrame
    terms: pd.DataFrame
    topics: pd.DataFrame


@dataclass(frozen=True)
class ListedRun:
    """A run of the list of runs: its parameters, as it was built or else as they stand in params/,
    and the names of its pages."""

    name: str
    parameters: dict
    pages: tuple = ()

    @property
    def built(self):
        return "index" in self.pages


def page(run, standard):
    """The page that sets a BuiltRun beside that of the default."""
    opened = open_run(run.parameters)
    language, before_in = opened.language, Language(standard.parameters["language"])
    findings = changes(standard.findings, run.findings)
    shares = _shares(standard.themes, run.themes, language)
    moved = shares[shares["change"].abs() >= SEEN]
    body = markup.render(
        language,
        "compare.html.j2",
        values=run.parameters,
        standard=standard.parameters,
        meanings=parameters.meanings(),
        count=findings["verdict"].value_counts().reindex(VERDICTS, fill_value=0),
        untouched=_untouched(findings, run.parameters, standard.parameters),
        verdicts=_by_verdict(findings),
        before_in=before_in,
        n_shares=len(shares),
        moved=list(moved.itertuples()),
        shares=shown(opened, "shares_moved", moved.head(WIDEST)).data,
        places=opened.places,
        words=(_distinctive(standard.terms), _distinctive(run.terms)),
        topics=_topics(standard.topics, run.topics),
        gloss=opened.gloss,
    )
    title = language.say("The run {run} beside the default", run=run.name)
    about = {"values": run.parameters, "command": f"make compare RUN={run.name}"}
    about |= {"links": render.links(opened), "here": COMPARED}
    about |= {"address": "index", "other": frame.other_language(run.name, run.parameters)}
    return render.plain(title, body, run.name, language=language, **about)


def changes(old, new):
    """The findings of two runs side by side.

    Columns: finding; statement, subject, measure, estimate, low, high, evidence and amount
    (estimate and interval as they are shown) of both (…_old, …_new); change, new less old, of
    estimates of one subject; verdict, one of VERDICTS. A finding names something else if its
    subject changed; else it agrees if its estimate reads the same; else it moved, beyond its
    interval where the new estimate lies outside the old one's 95% interval.
    """
    order = pd.concat([old["finding"], new["finding"]]).unique()
    old, new = (run.assign(amount=[_amount(row) for row in run.itertuples()]) for run in (old, new))
    both = old.merge(new, on="finding", how="outer", suffixes=("_old", "_new"), indicator="where")
    both = both.set_index("finding").loc[order].reset_index()
    both["verdict"] = [_verdict(row) for row in both.itertuples()]
    change = both["estimate_new"] - both["estimate_old"]
    return both.assign(change=change.where(both["verdict"] != "Names something else"))


def runs_page(runs):
    """The page that lists the runs, or None where none is built. runs: ListedRuns, in order."""
    built = {run.name: run.parameters for run in runs if run.built}
    if not built:
        return None
    language, standard = Language(), built.get("default") or parameters.of_run("default")
    body = markup.render(language, "runs.html.j2", runs=runs, standard=standard)
    about = {"values": {}, "command": "make all", "links": {}, "scripts": ["runs.js"]}
    about["card"] = f"{next(iter(built))}/share.svg"
    return render.plain("The runs", body, "default", language=language, **about)


def _untouched(found, values, standard):
    """How many of the findings that agree come from pages that use no changed parameter, and so
    could not have moved."""
    changed = {name for name, value in values.items() if value != standard.get(name)}
    pages = found.loc[found["verdict"] == "Agrees", "notebook_new"]
    seen = changed - {*UNSEEN}
    untouched = [page for page in set(pages) if seen.isdisjoint(parameters.declared(page))]
    return int(pages.isin(untouched).sum())


def _amount(finding):
    """Estimate and interval, as the finding's measure shows them."""
    if pd.isna(finding.estimate):
        return ""
    measure = MEASURES[finding.measure]
    estimate = measure.shown(finding.estimate)
    if pd.isna(finding.low):
        return estimate
    return f"{estimate} ({measure.shown(finding.low)} – {measure.shown(finding.high)})"


def _verdict(row):
    if row.where != "both":
        return "Only in the default run" if row.where == "left_only" else "Only in this run"
    if row.subject_old != row.subject_new or row.measure_old != row.measure_new:
        return "Names something else"
    if row.amount_old == row.amount_new:
        return "Agrees"
    if pd.notna(row.low_old) and not row.low_old <= row.estimate_new <= row.high_old:
        return "Moved beyond its interval"
    return "Moved"


def _by_verdict(found):
    """verdict → its findings, for reading: with statement, before (the default's, where it
    differs), measure and evidence of the run, or of the default where it alone has the finding."""
    differs = found["statement_new"].notna() & (found["statement_new"] != found["statement_old"])
    found = found.assign(
        statement=found["statement_new"].fillna(found["statement_old"]),
        before=found["statement_old"].where(differs),
        measure=found["measure_new"].fillna(found["measure_old"]).map(MEASURES),
        evidence=found["evidence_new"].fillna("../default/" + found["evidence_old"]),
    )
    found = found.fillna(dict.fromkeys(["before", "amount_old", "amount_new"], ""))
    grouped = {verdict: found[found["verdict"] == verdict] for verdict in VERDICTS}
    return {verdict: list(own.itertuples()) for verdict, own in grouped.items() if len(own)}


def _shares(old, new, language):
    """Theme shares of whole texts in both runs, in %, the widest change first."""
    both = old.merge(new, on=["theme", "place", "stage"], suffixes=("_old", "_new"))
    both = both[(both["stage"] == "all") & (both["theme"] != UNCODED)]
    both = both.assign(
        label=both[f"label_{language.code}_new"],
        change=100 * (both["share_new"] - both["share_old"]),
        share_old=100 * both["share_old"],
        share_new=100 * both["share_new"],
    )
    return widest_first(both, "change")


def _distinctive(terms):
    """place → its distinctive words."""
    return terms[terms["distinctive"]].groupby("place")["term"].agg(list).to_dict()


def _topics(old, new):
    """Each topic of the run with the default's topic that shares most of its heaviest terms."""
    heaviest, found = [set(terms.split()) for terms in old["terms"]], []
    for topic in new.itertuples():
        terms = set(topic.terms.split())
        shared = [len(terms & others) for others in heaviest]
        nearest = old.iloc[np.argmax(shared)]  # of several the first
        row = {"topic": topic, "nearest": nearest, "shared": max(shared), "terms": len(terms)}
        found.append(row)
    return found
