"""What the file with all tables of a run says of itself."""

import json
from functools import partial

from policy_emphasis import parameters
from policy_emphasis.language import N_

READING = (
    N_(
        "Each table in tables/ is a CSV file in UTF-8 with a byte order mark, one row an "
        "observation. Figures have six digits. An empty cell is a missing value. Where a text "
        "begins with one of = + - @, a single quotation mark stands before it, so that no "
        "spreadsheet takes it for a formula."
    ),
    N_(
        "data_dictionary.csv says of each column its type (by the names of Table Schema), its "
        "unit, the values that it takes where these are few, what a missing value means, and "
        "what it holds. It is written in English."
    ),
)


def readme(name, values, *, tables, citation, language):
    """The README of the file, in Markdown. name, values: of the run; tables: names; citation: how
    this repository is cited."""
    say, default = language.say, parameters.of_run("default")
    written = partial(json.dumps, ensure_ascii=False)
    title, given_as = say("The tables of the run {run}", run=name), say("Parameters")
    lines = [f"# {title}", ""]
    built = say("Made with `make all RUN={run}`; tables: {n}.", run=name, n=len(tables))
    lines += [built, "", *_paragraphs(map(say, READING)), f"## {given_as}", ""]
    for parameter, value in values.items():
        given = f"- `{parameter}`: {written(value)}"
        if value != default[parameter]:
            given += say(" (default: {value})", value=written(default[parameter]))
        lines.append(given)
    rights = N_(
        "Code and reference data are under the MIT licence; the rights in the texts stay with "
        "their authors."
    )
    cited_as = say("Citation and licence")
    lines += ["", f"## {cited_as}", "", citation, "", say(rights), ""]
    return "\n".join(lines)


def _paragraphs(texts):
    return [line for text in texts for line in (text, "")]
