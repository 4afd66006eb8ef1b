"""The catalogue of messages, kept in step with what the pages say.

found() → every message that stands in code, templates, notebooks and data, as babel.cfg maps them
renew() → the Chinese catalogue is written anew with these messages, in the order found
"""

import io

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from policy_emphasis import paths
from policy_emphasis.build.files import write_whole
from policy_emphasis.reference.messages import CATALOGUE

MAPPING = paths.ROOT / "babel.cfg"


def found():
    """Every message of the pages, as a catalogue without translations."""
    catalogue = Catalog(locale="zh")
    with open(MAPPING, encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    for _, _, message, _, _ in extract_from_dir(paths.ROOT, methods, options, keywords={}):
        if message:
            catalogue.add(message)
    return catalogue


def renew():
    """Bring messages.zh.po in step."""
    write_whole(CATALOGUE, renewed())


def renewed():
    """The text of messages.zh.po in step: what is new waits for a translation, what is said no more
    is gone. The head of the file stays as it is."""
    head, _, _ = CATALOGUE.read_text(encoding="utf-8").partition("\n\n")
    with open(CATALOGUE, "rb") as file:
        catalogue = read_po(file, locale="zh")
    catalogue.update(found(), no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, ignore_obsolete=True)
    return f"{head}\n\n{body.getvalue().decode().strip()}\n"
