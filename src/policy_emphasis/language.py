"""The language of what is shown: English, in which the messages are written, or Chinese, from data/reference/messages.zh.po.

    use(language, places)  → sets it: "en" or "zh"; places: place → its Chinese name
    say(message, **values) → a message in that language, its placeholders filled
    listed(items), labels(table, key), place(name), place_names(documents) → names in that language

One language holds for a whole process, as with gettext: a notebook has one, and so has a page.
"""

from functools import cache

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError

CATALOGUE = paths.REFERENCE / "messages.zh.po"
LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}
_chosen, _places = "en", {}


def use(language, places=None):
    """Show everything from now on in `language`. places: place → its Chinese name."""
    global _chosen, _places
    _chosen, _places = language, places or {}


def current():
    """The language in use: en or zh."""
    return _chosen


def say(message, **values):
    """`message` in the language in use. values fill its {placeholders}, with format specifications as in str.format; a message without a translation stays English."""
    text = message if _chosen == "en" else catalogue().get(message, message)
    return text.format(**values) if values else text


def listed(items):
    """a, b and c, or a、b和c."""
    items = list(items)
    separator, last = (", ", " and ") if _chosen == "en" else ("、", "和")
    return separator.join(items[:-1]) + last + items[-1] if len(items) > 1 else "".join(items)


def labels(table, key):
    """key → label, from a table with label_en and label_zh: the codebook, the indicators."""
    return dict(zip(table[key], table[f"label_{_chosen}"]))


def place(name):
    """A place's name: Tianjin, or 天津."""
    return _places.get(name, name) if _chosen == "zh" else str(name).capitalize()


def place_names(documents):
    """place → its name, for the places of `documents`."""
    return {
        d.place: d.place.capitalize() if _chosen == "en" else d.place_zh
        for d in documents.itertuples()
    }


@cache
def catalogue():
    """English message → Chinese."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with open(CATALOGUE, "rb") as file:
            return {
                m.id: m.string
                for m in read_po(file, locale="zh", abort_invalid=True)
                if m.id and m.string and not m.fuzzy
            }
    except (OSError, UnicodeDecodeError, PoFileError) as error:
        raise ProjectError(
            f"{CATALOGUE.name}: not in data/reference/, or not readable as a message catalogue ({' '.join(str(error).split())[:100]}); restore it"
        ) from None
