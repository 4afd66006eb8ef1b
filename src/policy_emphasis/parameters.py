"""The parameters of a run: one flat set of names, checked in one place for every way of running.

A run is a file in params/: `default.yaml` holds every parameter, another run only what differs.
A notebook declares those that it uses in its first cell (tag `parameters`); what stands there, or
is put there by papermill, is checked here.
"""

import ast
import re
from contextlib import suppress
from types import ModuleType
from typing import Literal, get_args

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents, held_against
from policy_emphasis.reference.files import yaml_mapping, yaml_value
from policy_emphasis.reference.notebooks import parameters_cell

FOCUS = 3  # documents that are compared in detail, so that pages stay readable and below 400 kB
CHOICE = ("corpus", "places", "years", "documents", "keep", "focus")  # which documents, that is
WHERE = ("cluster", "time_limit", "memory_limit")  # change no result: a run's file names them
SHOWN = 40  # names that a message lists
HISTORY = ("In", "Out")  # what IPython keeps among a notebook's names, its functions aside
PORT = "[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"


class Parameters(BaseModel):
    """Every parameter with its type, its range and, below it, what it is: a comment beside the
    value in params/default.yaml and in the notebooks, put there by `make notebooks`.

    title: what it takes, in words, where type and range do not say it.
    """

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    corpus: str = Field(min_length=1, title="raw, or the name of an imported corpus")
    """whose documents.csv it is: raw (data/raw), or a corpus of data/corpora"""
    places: list[str] = Field(title="a list of places of documents.csv")
    """which places of documents.csv are taken; [] for all"""
    years: list[held_against.Year] = Field(title="a list of years")
    """which years; [] for all"""
    documents: list[str] = Field(title="a list of documents of documents.csv")
    """which of their documents; [] for all"""
    keep: list[str] = Field(title="a list of documents of documents.csv")
    """documents that stay in though the audit finds them severely at fault"""
    focus: list[str] = Field(max_length=FOCUS, title=f"a list of up to {FOCUS} places or documents")
    """what is compared in detail; [] for the three latest documents"""
    lexicon: bool
    """keep the terms of data/reference/lexicon.csv whole when segmenting"""
    segmenter: Literal["jieba", "rjieba"]
    """what cuts texts into words: rjieba, or jieba itself, with the same words and more slowly"""
    stop_words: Literal["none", "function", "genre"]
    """words left out of the counts: none, function, or genre
    (function words and the genre's set verbs)"""
    min_paragraphs: int = Field(ge=1, le=100)
    """a term counts only if it stands in at least this many paragraphs"""
    n_terms: int = Field(ge=3, le=40)
    """how many of the words that lean to a place a chart or list shows"""
    sublinear_tf: bool
    """TF-IDF on 1 + ln(count) instead of the count"""
    prior_words: float = Field(gt=0, le=1e6, title="a number above 0, at most 1000000")
    """weight of the pooled vocabulary, in words, as the prior of the log-odds ratio"""
    model: Literal["nmf", "lda"]
    """topic model: nmf (on TF-IDF) or lda (on counts)"""
    n_topics: int = Field(ge=2, le=60)
    """number of topics"""
    refits: int = Field(ge=1, le=200)
    """refits on resampled paragraphs behind a topic's stability"""
    coding: Literal["shared", "main"]
    """a sentence's weight: shared among its themes by their hits,
    or all on its main theme (main)"""
    reference: held_against.Reference = Field(title=held_against.TAKES)
    """which reports of the norms each is held against (level: city, years: [2021, 2023], or one of
    the two); {} for those of its level and year"""
    draws: int = Field(ge=100, le=50_000)
    """draws of the paragraph bootstrap behind every interval"""
    seed: int = Field(ge=0, le=2**32 - 1)
    """seed of every random draw"""
    term: str = Field(pattern=r"^[^\x00-\x1f\x7f]{1,40}$", title="a word of 1 to 40 characters")
    """the word whose lines the concordance shows first"""
    language: Literal["en", "zh"]
    """language of labels, statements and charts: en or zh"""
    cluster: str = Field(pattern=rf"^((tcp|tls)://\S+:({PORT}))?$", title='tcp://host:8786, or ""')
    """a Dask scheduler whose workers compute, tcp://host:8786; "" for this machine alone"""
    time_limit: int = Field(ge=1, le=86_400)
    """seconds that a cell of a notebook may take in a build"""
    memory_limit: int = Field(ge=0, le=10_000_000)
    """MB that a notebook may take in a build; 0 for all there is"""


def meanings():
    """parameter → what it is, in one line."""
    fields = Parameters.model_fields.items()
    return {name: " ".join(field.description.split()) for name, field in fields}


def check(values, where):
    """`values` (name → value, any subset of the parameters) if each is known and possible. Raises
    ProjectError with one line that names their source (`where`), the parameter, what it got and
    what it takes."""
    for name in values:
        if name not in Parameters.model_fields:
            known = ", ".join(Parameters.model_fields)
            raise ProjectError(f"{where}: unknown parameter {str(name)[:60]!r}; known are {known}")
    try:
        Parameters.model_validate(values)
    except ValidationError as error:
        for fault in error.errors():
            if fault["type"] != "missing":
                name = fault["loc"][0]
                raise ProjectError(_refusal(name, values[name], where)) from None
    for name in CHOICE[1:]:
        listed = values.get(name, [])
        for value in listed:
            if listed.count(value) > 1:
                raise ProjectError(f"{where}: {name} names {str(value)[:60]} twice; name each once")
    return dict(values)


def overlaid(values, changed):
    """values with what is changed; of another corpus than theirs, all documents."""
    if changed.get("corpus", values["corpus"]) != values["corpus"]:
        values = values | {name: [] for name in CHOICE[1:]}
    return values | changed


def check_choice(values, where):
    """`values` if the corpus that they name holds the documents that they choose, and the norms
    the reports. Raises ProjectError, as check does."""
    table = documents.declared(values["corpus"])
    named = {"places": table["place"], "documents": table["document"], "keep": table["document"]}
    named["years"] = table["year"][table["year"] != ""].astype(int).sort_values(kind="stable")
    named["focus"] = pd.concat([table["place"], table["document"]])
    for name, known in named.items():
        known = list(dict.fromkeys(known))
        for value in values[name]:
            if value not in known:
                takes = ", ".join(map(str, known[:SHOWN])) + ", …" * (len(known) > SHOWN)
                fault = f"{name} got {_got(value)}, which documents.csv does not hold"
                raise ProjectError(f"{where}: {fault}; it takes {takes}")
    if fault := held_against.fault(values["reference"]):
        raise ProjectError(f"{where}: {fault}")
    picked = {name: values[name] for name in ("places", "years", "documents")}
    if documents.chosen(table, **picked).empty:
        raise ProjectError(f"{where}: no document has these places, years and names; name fewer")
    return values


def _refusal(name, value, where):
    """A fault as pydantic found it, in our words."""
    line = f"{where}: {name} got {_got(value)}, takes {_takes(name)}"
    if name != "places" or not isinstance(value, str):
        return line
    if where == "SET":
        places = documents.declared(documents.OWN)["place"]
        return f"{line}; write places=[{','.join(places[-2:])}]"
    return f"{line}; a list comes by papermill -y or -f, not by -p"


def _got(value):
    try:
        got = repr(value)
    except ValueError:  # of a number of over 4,300 digits
        return "a number of thousands of digits"
    return got if len(got) <= 60 else f"{got[:57]}…"


def _takes(name):
    """What a parameter takes, in words: `a whole number from 2 to 60`."""
    field = Parameters.model_fields[name]
    if field.title:
        return field.title
    if field.annotation is bool:
        return "true or false"
    if field.annotation is int:
        low, high = field.metadata
        return f"a whole number from {low.ge} to {high.le}"
    *words, last = get_args(field.annotation)
    return f"{', '.join(words)} or {last}"


def of_run(run):
    """The run's parameters: default.yaml, overlaid with params/RUN.yaml; a run of another corpus
    takes all of its documents unless it says which. Raises ProjectError."""
    values = yaml_mapping(paths.PARAMS / "default.yaml")
    for name in Parameters.model_fields:
        if name not in values:
            fault = f"{name} is missing; the default run holds every parameter"
            raise ProjectError(f"params/default.yaml: {fault}")
    check(values, "params/default.yaml")
    if paths.slug(run, "run") != "default":
        own = yaml_mapping(paths.PARAMS / f"{run}.yaml")
        values = overlaid(values, check(own, f"params/{run}.yaml"))
    return check_choice(values, f"params/{run}.yaml")


def shown_of(values):
    """Those of a run's parameters that make its results what they are, and that its pages show."""
    return {name: value for name, value in values.items() if name not in WHERE}


def from_words(words):
    """Parameters from a line such as `n_topics=12 places=[tianjin, zhaoqing]`, checked."""
    values = {}
    for word in re.findall(r"[^\s=]*=(?:\[[^]]*]|\{[^}]*})|\S+", words):
        name, equals, value = word.partition("=")
        if not equals:
            fault = f"{word[:60]!r} is not name=value"
            raise ProjectError(f'SET: {fault}; write SET="n_topics=12 model=lda"')
        if name in values:
            raise ProjectError(f"SET: {name[:60]} is given twice")
        values[name] = _plain_value(value)
    return check(values, "SET")


def _plain_value(text):
    """A list, a mapping, a truth value, a number, or else the text. (To YAML 012 is ten and 1e6 a
    word.)"""
    if text.startswith("{"):
        return yaml_value(text, "SET")
    if text.startswith("[") and text.endswith("]"):
        return [_plain_value(part.strip()) for part in text[1:-1].split(",") if part.strip()]
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        with suppress(ValueError):
            return kind(text)
    return text


def declared(notebook):
    """The parameters that a notebook (by name) declares: name → value as it stands there."""
    try:
        lines = ast.parse(parameters_cell(notebook)).body
        named = [(line.targets, ast.literal_eval(line.value)) for line in lines]
        values = {target.id: value for (target,), value in named}
        if len(values) < len(lines):
            raise ValueError("a name stands twice")
    except (SyntaxError, ValueError, AttributeError, TypeError, RecursionError, MemoryError):
        raise ProjectError(f"{notebook}.ipynb: its parameters cell takes name = value") from None
    return check(values, f"{notebook}.ipynb")


def of_notebook(run, notebook, changed=None):
    """What a notebook is given in a run, with what a SET line changes. Raises ProjectError."""
    changed = changed or {}
    values = overlaid(of_run(run), changed)
    if changed.keys() & {*CHOICE, "reference"}:
        check_choice(values, "SET")
    return {name: values[name] for name in _known_to(notebook, changed, "SET")}


def _known_to(notebook, values, where):
    """The names that a notebook declares; ProjectError if `values` holds another."""
    known = declared(notebook)
    for name in values:
        if name not in known:
            uses = ", ".join(known)
            raise ProjectError(f"{where}: {notebook} does not use {name}; it uses {uses}")
    return known


def in_namespace(namespace, notebook=None):
    """The parameters among a notebook's names, checked; called with `globals()` by run.open_run.

    All that is defined before the first import from this package is a parameter, however it was put
    there; not so modules, functions and classes, which a start-up file of IPython may import. So is
    any plain value defined later: a name added to the parameters cell of a notebook that has run
    already. What the notebooks compute is never a plain value. notebook: the name of the notebook,
    so that a parameter which it does not declare is refused.
    """
    values = {}
    imported = False
    kinds = (bool, int, float, str, list)
    for name, value in namespace.items():
        origin = getattr(value, "__module__", None) or getattr(value, "__name__", "")
        imported = imported or origin.startswith("policy_emphasis")
        if name.startswith("_") or name in HISTORY or isinstance(value, ModuleType):
            continue
        mapping = isinstance(value, dict) and name in Parameters.model_fields
        if isinstance(value, kinds) or mapping or not (imported or callable(value)):
            values[name] = value
    if isinstance(values.get("reference"), str):  # papermill -p gives text
        values["reference"] = yaml_value(values["reference"], "parameters: reference")
    check(values, "parameters")
    if notebook:
        _known_to(notebook, values, "parameters")
    return values
