"""What the codebook is held against, in validity.yaml: groups of reports that a theme should tell
apart, and lists of words that others measure attention with."""

from pydantic import BaseModel, ConfigDict

from policy_emphasis import paths
from policy_emphasis.reference import files

FILE = paths.REFERENCE / "validity.yaml"


class KnownGroup(BaseModel):
    """Reports of a tier that should have more of a theme, or of some words, than the others: those
    of these levels of government, of these places, or of these years (from, to)."""

    model_config = ConfigDict(extra="forbid")
    id: str
    label_en: str
    label_zh: str
    theme: str
    words: list[str] = []
    tier: str
    levels: list[str] = []
    places: list[str] = []
    years: tuple[int, int] | None = None


class AttentionList(BaseModel):
    """Words whose frequency others take for attention to what a theme is about."""

    model_config = ConfigDict(extra="forbid")
    id: str
    label_en: str
    label_zh: str
    theme: str
    source: str
    words: list[str]


class Validity(BaseModel):
    """improved_on: how the source of a report begins that the codebook was improved on; since: the
    first year of those."""

    model_config = ConfigDict(extra="forbid")
    improved_on: str
    since: int
    known_groups: list[KnownGroup]
    attention_lists: list[AttentionList]


def read_validity(path=FILE):
    """The Validity of the file. Raises ProjectError for an entry that it does not take."""
    return files.validated(Validity, files.yaml_mapping(path), path.name)
