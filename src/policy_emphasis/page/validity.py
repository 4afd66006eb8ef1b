"""The tables on how far the themes can be trusted. Each function takes the BesideNorms of an
Analysis, and the Analysis."""

from IPython.display import HTML

from policy_emphasis.inference.validity import HEADED
from policy_emphasis.language import N_
from policy_emphasis.page import grid
from policy_emphasis.page.markup import render
from policy_emphasis.words import norms as norms_in_words
from policy_emphasis.words import validity as words


def about(beside, analysis):
    """How many themes hold, in a box."""
    sentences = [words.nothing(analysis)]
    if not _nothing(beside):
        sentences = words.findings(beside, analysis)
    shown = {"kind": "caveat", "sentences": sentences}
    return HTML(render(analysis.language, "box.html.j2", **shown))


def reliability(beside, analysis):
    """How far each theme's words hang together, which one carries it, and how far the order of
    reports by it is the same a year later."""
    if _nothing(beside):
        return HTML("")
    table = _known(beside, analysis)
    retest = beside.norms.retest
    retest = retest[retest["tier"].isin(beside.documents["tier"])]
    wide = retest.pivot(index="theme", columns="tier", values="reliability")
    columns = [grid.Column(tier, _a_year_later(tier, analysis), "{:.2f}") for tier in wide.columns]
    table = table.join(wide, on="theme").assign(part=100 * table["part"])
    table["verdict"] = table["theme"].map(words.verdict)
    table = table.sort_values("split_half", ascending=False, kind="stable")
    return grid.shown(analysis.run, "norm_themes", table, more=columns)


def headings(beside, analysis):
    """How far each theme agrees with the headings that were coded by hand."""
    if _nothing(beside):
        return HTML("")
    table = _known(beside, analysis)
    table = table[table["headed"] > 0].sort_values("f1", ascending=False, kind="stable")
    enough = {True: "yes", False: N_("too few")}
    table = table.assign(judged=(table["headed"] >= HEADED).map(enough))
    return grid.shown(analysis.run, "norm_headings", table)


def checks(beside, analysis):
    """The known groups, the lists of words in use, and headings by kind and age."""
    if _nothing(beside):
        return HTML("")
    found = beside.norms.checks
    named = [words.check_name(check, analysis) for check in found["check"]]
    other = found["other_theme"].map(analysis.theme_names).fillna("")
    return grid.shown(analysis.run, "norm_checks", found.assign(named=named, other_theme=other))


def _a_year_later(tier, analysis):
    level = analysis.say(norms_in_words.LEVELS.get(tier, tier))
    return analysis.say("A year later: {level}", level=level)


def _known(beside, analysis):
    found = beside.norms.themes
    found = found[found["theme"].isin(beside.shares["theme"])]
    return found.assign(label=[words.name(theme, analysis) for theme in found["theme"]])


def _nothing(beside):
    return beside.shares.empty or beside.norms.themes["split_half"].isna().all()
