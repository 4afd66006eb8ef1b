"""The Chinese catalogue of messages, data/reference/messages.zh.po."""

import io

from babel.messages.pofile import PoFileError, read_po

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import brief

CATALOGUE = paths.REFERENCE / "messages.zh.po"


def read_messages():
    """The catalogue as babel reads it. Raises ProjectError where it cannot be read."""
    try:
        return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="zh", abort_invalid=True)
    except (OSError, UnicodeDecodeError, PoFileError) as error:
        raise ProjectError(
            f"{CATALOGUE.name}: not in data/reference/, or not readable as a message catalogue "
            f"({brief(error)}); restore it"
        ) from None
