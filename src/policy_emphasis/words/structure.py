"""How the reports are built, in words: what each plan puts first, second and third among its tasks.
The whole text is counted, so nothing here has an interval."""

import re

from policy_emphasis.language import N_
from policy_emphasis.measures.structure import title
from policy_emphasis.words.finding import Finding, spoken, theme_name

PAGE = "04_emphasis"
SIDE_BY_SIDE = 3  # reports of which each has its sentence and its column; of more, all are counted
NAMED = 3  # tasks of a report, and themes of all first tasks, that a sentence names
MIXED = N_("no theme fills a third")  # said where no single theme is a task's
NUMBER = re.compile(r"^(?:\(\d+\)|\d+\.)\s*")  # of an English heading


def findings(analysis):
    """What each report puts first; of many reports, what most of them do."""
    reports = analysis.reports
    if len(reports) > SIDE_BY_SIDE:
        return [_of_many(reports, analysis)]
    return [_of_one(place, analysis, is_first=place == reports[0]) for place in reports]


def tasks_title(analysis):
    """What each plan puts first; of many reports, of how many the tasks are counted."""
    first = analysis.tasks[analysis.tasks["item"] == 1]
    if first.empty:
        return analysis.say("No numbered list of tasks was found")
    if len(analysis.reports) > SIDE_BY_SIDE:
        return analysis.say("What the first three tasks of {n} reports speak of", n=len(first))
    named = (
        analysis.say(
            "{place}: “{heading}”",
            place=analysis.language.place(task.place),
            heading=heading(task, analysis),
        )
        for task in first.itertuples()
    )
    return analysis.say(
        "What comes first: {named}; all tasks", named=analysis.language.apart(named)
    )


def heading(task, analysis):
    """A task's heading without its number: in English, or as written where it has none."""
    english = analysis.run.heading_gloss.get(task.heading)
    if english is None or analysis.language.code == "zh":
        return title(task.heading)
    return NUMBER.sub("", english)


def about(task, analysis):
    """How long a task is, and what most of its text speaks of."""
    message, values = N_("{n:,} characters; no theme fills a third"), {"n": task.characters}
    if task.theme:
        message = N_("{n:,} characters; {share:.0f}% on {theme}")
        values |= spoken({"share": task.theme_share, "theme": task.theme}, analysis)
    return analysis.say(message, **values)


def _of_one(place, analysis, *, is_first):
    """The first tasks of a report; once, too, that they need no interval."""
    tasks = analysis.tasks[analysis.tasks["place"] == place]
    message = N_("No numbered list of tasks was found in the plan of {place}'s report.")
    if len(tasks):
        message = N_(
            "The longest list in {place}'s plan numbers {n} tasks; it puts {tasks}. The whole text "
            "is counted, so there is no interval."
        )
    if len(tasks) and not is_first:
        message = N_("The longest list in {place}'s plan numbers {n} tasks; it puts {tasks}.")
    ranks = analysis.say("first"), analysis.say("second"), analysis.say("third")
    named = (
        analysis.say(
            "{rank} “{heading}” ({about})",
            rank=rank,
            heading=heading(task, analysis),
            about=about(task, analysis),
        )
        for rank, task in zip(ranks, tasks.itertuples(), strict=False)
    )
    values = {"place": analysis.language.place(place), "n": len(tasks)}
    statement = analysis.say(message, tasks=analysis.language.apart(named), **values)
    figure = ("tasks", "count", len(tasks))
    return Finding(f"tasks-{place}", PAGE, statement, *figure, evidence="#tasks")


def _of_many(reports, analysis):
    """The themes of most first tasks."""
    first = analysis.tasks[analysis.tasks["item"] == 1]
    themes = first.loc[first["theme"] != "", "theme"].value_counts()
    leading = (
        themes.sort_index(kind="stable").sort_values(ascending=False, kind="stable").head(NAMED)
    )
    counts = {theme_name(theme, analysis): n for theme, n in leading.items()}
    counts |= {analysis.say(MIXED): len(first) - themes.sum()}
    named = (analysis.say("{theme} in {n}", theme=theme, n=n) for theme, n in counts.items())
    message = N_("In none of {of} reports was a numbered list of tasks found in the plan.")
    if len(first):
        message = N_(
            "What the first task of the plan speaks of most, in the {n} reports, of {of}, whose "
            "numbered list of tasks was found: {themes}. The whole texts are counted, so there is "
            "no interval."
        )
    values = {"n": len(first), "of": len(reports), "themes": analysis.language.apart(named)}
    statement = analysis.say(message, **values)
    figure = ("tasks", "count", len(first))
    return Finding("tasks", PAGE, statement, *figure, evidence="#tasks")
