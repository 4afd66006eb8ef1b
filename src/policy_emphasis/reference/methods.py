"""The methods that the pages name, in methods.yaml: what each means, its formula, its source."""

import re
from functools import cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import files

FILE = paths.REFERENCE / "methods.yaml"
REPEATED = r"[*+]|\{\d*,"  # more often than once
COMPARED = "compare"  # the page that sets a run beside the default


def _searchable(form):
    """A form if it is a regular expression without a capturing group, and without characters that
    pages write otherwise."""
    try:
        groups = re.compile(form).groups
    except re.error as error:
        raise ValueError(f"form {form!r} is no regular expression ({error})") from None
    if groups or re.match(form, "") or re.search("['\"&]", form):
        raise ValueError(f"form {form!r} has a group or a quotation mark, or finds nothing at all")
    if len(re.findall(REPEATED, form)) > 1 or re.search(rf"\)(?:{REPEATED})", form):
        raise ValueError(f"form {form!r} repeats more than one character: it may search for ever")
    return form


Forms = Annotated[list[Annotated[str, AfterValidator(_searchable)]], AfterValidator(sorted)]
Text = Annotated[str, AfterValidator(str.strip)]


class Source(BaseModel):
    """A publication. doi: "" where it has none."""

    model_config = ConfigDict(extra="forbid")
    by: str
    year: int
    title: str
    doi: str = ""

    @property
    def cited(self):
        """Author and year."""
        return f"{self.by} {self.year}"


class Method(BaseModel):
    """One entry; the head of the file says what its fields hold."""

    model_config = ConfigDict(extra="forbid")
    name: str
    about: Literal["sure", "words", "topics", "themes", "others"]
    word: Text
    en: Forms
    zh: Forms
    pages: list[Literal[(*paths.PAGES, COMPARED)]]
    meaning: Text
    formula: Text
    symbols: Text
    sources: list[Source]


@cache
def read_methods(path=FILE):
    """The Methods of the file. Raises ProjectError for an entry that it does not take, and for a
    name that stands twice."""
    methods = files.validated(list[Method], files.yaml_of(path), path.name)
    names = [paths.slug(method.name, f"{path.name}: name") for method in methods]
    for name in names:
        if names.count(name) > 1:
            raise ProjectError(f"{path.name}: name {name!r} stands twice; a method has one entry")
    return tuple(methods)
