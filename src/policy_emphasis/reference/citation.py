"""How this repository is cited, by CITATION.cff."""

from types import SimpleNamespace
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from policy_emphasis import paths
from policy_emphasis.reference.files import validated, yaml_mapping


class _Author(BaseModel):
    name: str = ""
    family: str = Field("", alias="family-names")
    given: str = Field("", alias="given-names")

    @property
    def named(self):
        return self.name or f"{self.family} {self.given}".strip()


def _dated(date):
    if not date[:4].isdecimal():
        raise ValueError("a date opens with its year")
    return date


class _Citation(BaseModel):
    title: str
    version: str | int | float
    date: Annotated[str, AfterValidator(_dated)] = Field(alias="date-released")
    url: str = ""
    authors: list[_Author] = Field(min_length=1)


def cited_as():
    """What CITATION.cff says: authors (as there), names (theirs, in a line), date, year, title,
    version, url (where the repository lies, with a slash at its end, or ""). Raises
    ProjectError."""
    path = paths.ROOT / "CITATION.cff"
    held = yaml_mapping(path)
    cff = validated(_Citation, held, path.name)
    names = ", ".join(author.named for author in cff.authors)
    url = f"{cff.url.rstrip('/')}/" if cff.url else ""
    about = {"names": names, "date": cff.date, "year": cff.date[:4], "url": url}
    about |= {"authors": held["authors"], "title": cff.title, "version": cff.version}
    return SimpleNamespace(**about)


def citation():
    """How this repository is cited: authors, year, title, version."""
    about = cited_as()
    return f"{about.names} ({about.year}). {about.title}. Version {about.version}."
