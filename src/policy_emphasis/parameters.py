"""The parameters of a run: one flat set of names, checked in one place for every way of running.

A run is a file in params/: `default.yaml` holds every parameter, another run only what differs. A notebook declares
those that it uses in its first cell (tag `parameters`); what stands there, or is put there by papermill, is checked here.
"""

import json
import re
from types import ModuleType
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents
from policy_emphasis.reference.files import yaml_mapping

IPYTHON = {
    "In",
    "Out",
    "get_ipython",
    "exit",
    "quit",
    "open",
}  # what IPython itself puts among a notebook's names
YAML_BYTES, YAML_DEPTH = (
    20_000,
    6,
)  # a parameter file is a page of text; anything larger is a mistake or an attack


def _no_repeats(places):
    if len(set(places)) != len(places):
        raise ValueError("names one place twice")
    return places


class Parameters(BaseModel):
    """Every parameter with its type and range; the meaning of each stands beside its value in params/default.yaml."""

    model_config = ConfigDict(extra="forbid", strict=True)

    places: Annotated[
        list[str],
        Field(min_length=2, description="a list of at least two places of documents.csv"),
        AfterValidator(_no_repeats),
    ]
    lexicon: Annotated[bool, Field(description="true or false")]
    stop_words: Annotated[
        Literal["none", "function", "genre"], Field(description="none, function or genre")
    ]
    min_paragraphs: Annotated[int, Field(ge=1, le=100, description="a whole number from 1 to 100")]
    n_terms: Annotated[int, Field(ge=3, le=40, description="a whole number from 3 to 40")]
    sublinear_tf: Annotated[bool, Field(description="true or false")]
    prior_words: Annotated[
        float,
        Field(gt=0, le=1e6, allow_inf_nan=False, description="a number above 0, at most 1000000"),
    ]
    model: Annotated[Literal["nmf", "lda"], Field(description="nmf or lda")]
    n_topics: Annotated[int, Field(ge=2, le=60, description="a whole number from 2 to 60")]
    refits: Annotated[int, Field(ge=1, le=200, description="a whole number from 1 to 200")]
    coding: Annotated[Literal["shared", "main"], Field(description="shared or main")]
    draws: Annotated[int, Field(ge=100, le=50_000, description="a whole number from 100 to 50000")]
    term: Annotated[
        str, Field(min_length=1, max_length=40, description="a word of 1 to 40 characters")
    ]
    language: Annotated[Literal["en", "zh"], Field(description="en or zh")]
    seed: Annotated[
        int, Field(ge=0, le=2**32 - 1, description="a whole number from 0 to 4294967295")
    ]


def check(values, where):
    """`values` (name → value, any subset of the parameters) if each is known, of its type and possible.

    Raises ProjectError with one line that names the parameter, what it got and what it takes.
    """
    fields = Parameters.model_fields
    for name in values:
        if name not in fields:
            raise ProjectError(
                f"{where}: unknown parameter {str(name)[:60]!r}; known are {', '.join(fields)}"
            )
    for name, value in values.items():
        try:
            Parameters.__pydantic_validator__.validate_assignment(
                Parameters.model_construct(), name, value
            )
        except ValidationError as error:
            got = repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "…"
            hint = ""
            if name == "places" and isinstance(value, str):
                hint = (
                    "; write places=[tianjin,zhaoqing]"
                    if where == "SET"
                    else "; a list comes by papermill -y or -f, not by -p"
                )
            detail = error.errors()[0]
            said = f" ({detail['ctx']['error']})" if detail["type"] == "value_error" else ""
            raise ProjectError(
                f"{where}: {name} got {got}{said}, takes {fields[name].description}{hint}"
            ) from None
    if "places" in values:
        known = documents.known_places()
        for place in values["places"]:
            if place not in known:
                raise ProjectError(
                    f"{where}: places got {place!r}, which documents.csv does not hold; it takes {', '.join(known)}"
                )
    return dict(values)


def of_run(run):
    """All parameters of the run: default.yaml, overlaid with what params/RUN.yaml holds. Raises ProjectError."""
    values = yaml_mapping(paths.PARAMS / "default.yaml")
    missing = [name for name in Parameters.model_fields if name not in values]
    if missing:
        raise ProjectError(
            f"params/default.yaml: {missing[0]} is missing; the default run holds every parameter"
        )
    check(values, "params/default.yaml")
    if paths.slug(run, "run") != "default":
        values |= check(yaml_mapping(paths.PARAMS / f"{run}.yaml"), f"params/{run}.yaml")
    return values


def meanings():
    """parameter → what it is, from the comments in params/default.yaml."""
    lines = (paths.PARAMS / "default.yaml").read_text(encoding="utf-8").splitlines()
    return dict.fromkeys(Parameters.model_fields, "") | {
        m[1]: m[2] for m in (re.match(r"(\w+):.*?\s# (.*)$", line) for line in lines) if m
    }


def from_words(words):
    """Parameters from a line such as `n_topics=12 places=[tianjin, zhaoqing] model=lda`, checked."""
    values = {}
    for word in re.findall(r"[^\s=]*=\[[^\]]*\]|\S+", words):
        name, equals, value = word.partition("=")
        if not equals:
            raise ProjectError(
                f'SET: {word[:60]!r} is not name=value; write SET="n_topics=12 model=lda"'
            )
        if name in values:
            raise ProjectError(f"SET: {name[:60]} is given twice")
        values[name] = (
            [part.strip() for part in value[1:-1].split(",")]
            if value.startswith("[") and value.endswith("]")
            else _plain_value(value)
        )
    return check(values, "SET")


def _plain_value(text):
    """A word as a truth value, a number, or else itself. (YAML would read 012 as ten and 1e6 as a word.)"""
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def declared(notebook):
    """The parameters that a notebook (by name) declares in its cell tagged `parameters`: name → value as it stands there."""
    path = paths.NOTEBOOKS / f"{notebook}.ipynb"
    if notebook not in paths.PAGES or not path.is_file():
        raise ProjectError(
            f"notebook {str(notebook)[:60]!r}: not in notebooks/; there are {', '.join(paths.PAGES)}"
        )
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = next(
        "".join(c["source"]) for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])
    )
    names = {}
    exec(
        compile(source, path.name, "exec"), {"__builtins__": {}}, names
    )  # our own committed cell: literals only
    return names


def of_notebook(run, notebook, words=""):
    """The values that a notebook is given in a run, and those of them that `words` (a SET line) changes. Raises ProjectError."""
    values, changed = of_run(run), from_words(words)
    known = declared(notebook)
    for name in changed:
        if name not in known:
            raise ProjectError(f"SET: {notebook} does not use {name}; it uses {', '.join(known)}")
    return {name: (values | changed)[name] for name in known}, changed


def in_namespace(namespace, notebook=None):
    """The parameters among a notebook's names, checked; called with `globals()` by run.open_run.

    All that is defined before the first import from this package is a parameter, however it was put there. So is any plain value defined
    later: a name added to the parameters cell of a notebook that has run already. What the notebooks compute is never a plain value.
    """
    values, imported = {}, False
    for name, value in namespace.items():
        origin = (
            value.__name__
            if isinstance(value, ModuleType)
            else getattr(value, "__module__", None) or ""
        )
        if origin.startswith("policy_emphasis"):
            imported = True
        elif (
            not name.startswith("_")
            and name not in IPYTHON
            and (not imported or isinstance(value, (bool, int, float, str, list)))
        ):
            values[name] = value
    return check(values, "parameters")
