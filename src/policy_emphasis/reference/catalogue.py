"""The Chinese catalogue of messages, data/reference/messages.zh.po."""

import io
from string import Formatter

from babel.messages.pofile import read_po

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import NAME, brief, content_of

CATALOGUE = paths.REFERENCE / "messages.zh.po"
HEADER = (1, "0", "utf-8")  # Chinese has one form for any number


def read_messages():
    """The Chinese catalogue, as babel reads it. Raises ProjectError where it cannot be read, and
    for a translation whose {placeholders} are not those of its message."""
    content = content_of(CATALOGUE)
    try:
        found = read_po(io.BytesIO(content), locale="zh", abort_invalid=True)
        header = found.num_plurals, found.plural_expr, str(found.charset).lower()
    except Exception as error:  # what babel raises on damaged files is no closed list
        fault = f"not readable as a message catalogue ({brief(error)}); restore it"
        raise ProjectError(f"{CATALOGUE.name}: {fault}") from None
    if header != HEADER or not len(found):
        takes = "Plural-Forms: nplurals=1; plural=0; and charset=UTF-8, and messages follow"
        raise ProjectError(f"{CATALOGUE.name}: its head takes {takes}; restore it")
    for message in found:
        if message.id:
            checked(message)
    return found


def checked(message):
    """A message of the catalogue, if its translation has its {placeholders}; else ProjectError."""
    *_, many = message.id if isinstance(message.id, tuple) else (message.id,)
    for form in message.string if isinstance(message.string, tuple) else (message.string,):
        if form and _fields(form) != _fields(many):
            takes = " ".join(f"{{{name}}}" for name in sorted(_fields(many))) or "none"
            fault = f"placeholders of {form[:NAME]!r} are not those of its message: {takes}"
            line = f"line {message.lineno}" if message.lineno else "a message"
            raise ProjectError(f"{CATALOGUE.name}: {line}: {' '.join(fault.split())}; mend it")
    return message


def _fields(text):
    """The {placeholders} of a message, with their formats; a brace that opens none is one."""
    try:
        return {
            f"{name}:{spec}!{way}"
            for _, name, spec, way in Formatter().parse(text)
            if name is not None
        }
    except ValueError as error:
        return {str(error)}
