"""Names under which columns, front matter and pages say what they hold: formats.yaml, and ours."""

import re
from functools import cache
from pkgutil import get_data

import yaml

KNOWN = yaml.safe_load(get_data(__package__, "formats.yaml"))


def plain(name):
    """A name without what is written this way or that: case, blanks, _ and -."""
    return re.sub(r"[\s_\-]", "", str(name)).lower()


FIELDS = {
    field: [plain(name) for name in str(names).split()] for field, names in KNOWN["fields"].items()
}


@cache
def field_of(name):
    """Our name for what another calls so, or its own."""
    return next((field for field, names in FIELDS.items() if plain(name) in names), str(name))


def by_field(stated):
    """What is stated, under our names; what has none keeps its own. stated: name → text.

    Of several names for the same the first of formats.yaml that is filled counts, the others stay
    under their own.
    """
    ranked = sorted(
        stated,
        key=lambda name: (
            FIELDS.get(field_of(name), [""]).index(plain(name)) if field_of(name) in FIELDS else -1
        ),
    )
    given = {}
    for name in ranked:
        if value := str(stated[name]).strip():
            field = field_of(name)
            given[name if field in given else field] = value
    return given
