"""The catalogue of messages, kept in step with what the pages say: with every message that stands
in code, templates, notebooks and data.

babel.cfg says which of the extraction methods below reads which files. Such a method takes an open
file, the keywords that mark a message, the tags of comments to keep and the options of babel.cfg,
and yields (line, None, message, comments).
"""

import io
import re
from fnmatch import fnmatch

import nbformat
import pandas as pd
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po
from jinja2 import Environment, nodes

from policy_emphasis import parameters, paths
from policy_emphasis.disk import write_whole
from policy_emphasis.reference.catalogue import CATALOGUE, read_messages


def renew():
    """Bring messages.zh.po in step."""
    write_whole(CATALOGUE, renewed())


def renewed():
    """The text of messages.zh.po in step, in the order found: what is new waits for a translation,
    what is said no more is gone. The head of the file stays as it is."""
    with open(paths.ROOT / "babel.cfg", encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog(locale="zh")
    extracted = extract_from_dir(paths.ROOT, methods, options, keywords={})
    messages = [message for _, _, message, _, _ in extracted]
    for message in filter(None, [*messages, *parameters.meanings().values()]):
        found.add(message)
    head, _, _ = CATALOGUE.read_text(encoding="utf-8").partition("\n\n")
    catalogue = read_messages()
    catalogue.update(found, no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, ignore_obsolete=True)
    return f"{head}\n\n{body.getvalue().decode().strip()}\n"


def notebook(file, keywords, tags, options):
    """The prose of a notebook, block by block as its page is cut."""
    for cell in nbformat.read(file, 4).cells:
        if cell.cell_type == "markdown":
            for block in re.split(r"\n\s*\n", cell.source):
                yield _found(re.sub(r"^#+ ", "", " ".join(block.split())))


def template(file, keywords, tags, options):
    """What a template says: "…" | say."""
    for filtered in Environment().parse(file.read().decode()).find_all(nodes.Filter):
        if filtered.name in keywords:
            for constant in (filtered.node, *filtered.node.find_all(nodes.Const)):
                if isinstance(constant, nodes.Const):
                    yield _found(constant.value)


def cells(file, keywords, tags, options):
    """The values of some columns of a CSV table."""
    table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    for column in options["columns"].split():
        yield from map(_found, table[column].unique())


def strings(file, keywords, tags, options):
    """The strings of a YAML file whose keys, from the outside in, fit one of the patterns in the
    option `keys`; from the option `until`, a regular expression, on they are no message."""
    wanted, until = options["keys"].split(), options.get("until", "$")
    for keys, string in _strings(yaml.safe_load(file)):
        if any(fnmatch(keys, pattern) for pattern in wanted):
            yield _found(re.split(until, string)[0])


def _strings(held, keys=""):
    if isinstance(held, str):
        yield keys, held
    elif isinstance(held, dict | list):
        for key, inner in held.items() if isinstance(held, dict) else enumerate(held):
            yield from _strings(inner, f"{keys}.{key}")


def _found(message):
    return 1, None, message if message and isinstance(message, str) else None, []
