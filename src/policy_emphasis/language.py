"""The language of what is shown: English, in which the messages are written, or Chinese, from
data/reference/messages.zh.po (gettext; plural forms and fuzzy marks as that format has them).

Language(code, places) is a value: a run has one, and what is shown of the run is said in it.
"""

import gettext
import io
import re
from dataclasses import dataclass, field, replace
from functools import cache

from babel.lists import format_list
from babel.messages.mofile import write_mo

from policy_emphasis.reference.catalogue import read_messages

MINUS = re.compile(r"(?<![A-Za-z0-9_.)\]-])-(?=\d)")
LOCALES = {"en": "en_GB", "zh": "zh_Hans"}  # British English: "a, b and c"


def N_(message):
    """Marks a message where it is defined; it is said elsewhere (gettext's usual name)."""
    return message


def with_minus(text):
    """A text whose negative figures have a minus sign instead of a hyphen."""
    return MINUS.sub("−", text)


@dataclass(frozen=True)
class Language:
    """One language of the pages. code: en or zh; places: place → its Chinese name."""

    code: str = "en"
    places: dict = field(default_factory=dict, compare=False)

    @property
    def tag(self):
        """Its BCP 47 tag, as HTML's `lang` takes it."""
        return {"en": "en", "zh": "zh-Hans"}[self.code]

    @property
    def own_name(self):
        """What its speakers call it."""
        return {"en": "English", "zh": "中文"}[self.code]

    @property
    def other(self):
        """The language that the pages are not in."""
        return replace(self, code="en" if self.code == "zh" else "zh")

    def say(self, message, **values):
        """`message` in this language. values fill its {placeholders}, with format specifications as
        in str.format; a message without a translation stays English."""
        text = _messages(self.code).gettext(message) if message else ""
        return with_minus(text.format(**values)) if values else text

    def say_n(self, one, many, n, *, none="", **values):
        """The message for `n` things, in the form that the language has for them; {n} is filled.
        none: what is said of 0, where that is a sentence of its own."""
        if none and n == 0:
            return self.say(none, **values)
        return with_minus(_messages(self.code).ngettext(one, many, n).format(n=n, **values))

    def listed(self, items):
        """a, b and c, or a、b和c."""
        return format_list(list(items), locale=LOCALES[self.code])

    def sentences(self, items):
        """Sentences one after the other."""
        return ("" if self.code == "zh" else " ").join(items)

    def apart(self, items):
        """Items that hold commas themselves, a semicolon between them."""
        return self.say("; ").join(items)

    def labels(self, table, key):
        """key → label, from a table with label_en and label_zh: the codebook, the indicators."""
        return dict(zip(table[key], table[f"label_{self.code}"], strict=True))

    def place(self, name):
        """A place's name: Tianjin, or 天津; with its year, where a run has several of it."""
        if self.code == "zh":
            return self.places.get(name, name)
        return " ".join(part.capitalize() for part in str(name).split("-"))


@cache
def _messages(code):
    """The catalogue of a language, compiled; English is what the messages are written in."""
    if code == "en":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_messages())
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
