"""Where messages stand that Babel does not find by itself: extraction methods of our own; babel.cfg
says which of them reads which files.

Such a method takes an open file, the keywords that mark a message, the tags of comments to keep and
the options of babel.cfg, and yields (line, None, message, comments).
"""

import ast
import io
import re

import nbformat
import pandas as pd
import yaml
from babel.messages.extract import extract_python
from jinja2 import Environment, nodes

from policy_emphasis import parameters

COLUMN = re.compile(r"\w+: ([^|{]+?)(?: \{[^}]*\})?(?: \||$)")  # place: Place | n: Numbers {:,}


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
            for said in (filtered.node, *filtered.node.find_all(nodes.Const)):
                if isinstance(said, nodes.Const):
                    yield _found(said.value)


def page(file, keywords, tags, options):
    """Python that gives messages as arguments (the option `arguments`: note="…") and in lines that
    declare the columns of a table ("place: Place | n: Numbers {:,}")."""
    source = file.read()
    yield from extract_python(io.BytesIO(source), keywords, tags, options)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in options["arguments"].split():
            yield _found(getattr(node.value, "value", None))
        if isinstance(node, ast.Constant) and COLUMN.match(str(node.value)):
            yield from map(_found, COLUMN.findall(node.value))


def cells(file, keywords, tags, options):
    """The values of some columns of a CSV table."""
    table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    for column in options["columns"].split():
        yield from map(_found, table[column].unique())


def notes(file, keywords, tags, options):
    """What falls in each theme of the codebook."""
    return (_found(theme["note"]) for theme in yaml.safe_load(file))


def choices(file, keywords, tags, options):
    """The choices of the grid, and those options of them that are words."""
    for family in yaml.safe_load(file).values():
        for choice, choosable in family.items():
            yield _found(choice)
            yield from (_found(option) for option in choosable if isinstance(option, str))


def meanings(file, keywords, tags, options):
    """What each parameter is."""
    return map(_found, parameters.meanings().values())


def _found(message):
    return 1, None, message if isinstance(message, str) else None, []
