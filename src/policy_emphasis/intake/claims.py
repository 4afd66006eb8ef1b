"""What is told of a document, and by what: its path, its text, what its file states."""

import re
from dataclasses import dataclass
from functools import cached_property

from policy_emphasis.intake.gazetteer import WORDS
from policy_emphasis.intake.opening import (
    HEAD,
    TAIL,
    Opening,
    compact,
    planned_year,
    read_opening,
    years_of_headings,
)

PATH = {name: re.compile(pattern) for name, pattern in WORDS["path"].items()}
PAGE = "page"  # where a web page states something


@dataclass(frozen=True)
class Found:
    """A value, and in plain words where it was found; both "" where it is not told."""

    value: str = ""
    where: str = ""


NOTHING = Found()


@dataclass(frozen=True)
class Told:
    """What is told of one document: its path as [(words, where)] from the innermost part out, its
    text, what its file states, and its opening."""

    parts: list
    text: str
    given: dict
    stated: str  # where the file states it: "column {}", PAGE or "front matter"
    places: dict

    @cached_property
    def opening(self) -> Opening:
        return read_opening(self.text)

    @cached_property
    def ends(self):
        """The first and the last of the text, compact."""
        return compact(f"{self.text[:HEAD]}\n{self.text[-TAIL:]}")

    @cached_property
    def heading_years(self):
        """The years that the headings name, as from years_of_headings."""
        return years_of_headings(self.text)

    @cached_property
    def planned(self):
        """The year that the headings plan, and the words that say so."""
        return planned_year(self.text, self.heading_years)

    @cached_property
    def title(self):
        """The title that the file states, compact."""
        return compact(self.given.get("title", ""))

    def where(self, key):
        """Where the file states what it calls `key`."""
        return self.stated.format(key)
