"""How a file that people edit is read. What is wrong with it is said in one line: what, where, and
what to do.

csv_rows(path, columns)  → the rows of a CSV table, as dicts of text
csv_table(path, columns) → the same as a DataFrame of text
yaml_mapping(path)       → the mapping in a small YAML file
notebook_cell(path, tag) → the source of a notebook's cell
citation(), inputs()     → what a page says of this repository, and of the files it rests on
"""

import csv
import hashlib
import json

import pandas as pd
import yaml

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError

YAML_BYTES = 20_000  # a parameter file is a page of text; anything larger is a mistake or an attack
YAML_DEPTH = 6
HASH = 12  # characters shown of a file's hash


def csv_rows(path, columns, may_be_empty=()):
    """The rows of a list that a run needs. Raises ProjectError for a list that is missing, empty,
    not UTF-8, or lacks a column or a cell that may not be empty."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError:
        raise ProjectError(f"{path.name}: not in {_folder(path)}; restore it") from None
    except UnicodeDecodeError as error:
        raise not_utf8(path, error) from None
    if not rows:
        raise ProjectError(
            f"{path.name}: holds no row; restore it, or switch it off by a parameter "
            "(lexicon: false, stop_words: none)"
        )
    for number, row in enumerate(rows, 2):
        for column in columns:
            if column not in may_be_empty and not (row.get(column) or "").strip():
                raise ProjectError(
                    f"{path.name}: line {number} has no {column}; "
                    f"it takes the columns {', '.join(columns)}"
                )
    return rows


def csv_table(path, columns=()):
    """A table as text, empty cells as "". Raises ProjectError for a table that is missing or
    damaged, or lacks one of `columns`."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError):
        raise ProjectError(f"{path.name}: not in {_folder(path)}, or damaged; restore it") from None
    missing = [name for name in columns if name not in table]
    if missing:
        raise missing_column(path, missing[0], columns)
    return table


def yaml_mapping(path, limit=YAML_BYTES):
    """The mapping in a YAML file. Raises ProjectError for anything else, an alias or a nesting bomb
    included."""
    where = path.relative_to(paths.ROOT)
    if not path.is_file():
        runs = ", ".join(sorted(p.stem for p in paths.PARAMS.glob("*.yaml")))
        raise ProjectError(f"{where}: no such file; the runs are {runs}")
    content = path.read_bytes()
    if len(content) > limit:
        raise ProjectError(f"{where}: {len(content)} bytes, takes at most {limit}")
    try:
        text = content.decode("utf-8-sig")
        _refuse_bombs(text, where)
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ProjectError(f"{where}: not readable as YAML ({_brief(error)}); mend it") from None
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise ProjectError(f"{where}: holds {type(loaded).__name__}, takes name: value lines")
    return loaded


def notebook_cell(path, tag):
    """The source of the first cell of a notebook that carries this tag, or nothing."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = (cell["source"] for cell in cells if tag in cell["metadata"].get("tags", []))
    return "".join(next(sources, ""))


def citation():
    """How this repository is cited, from CITATION.cff: authors, year, title, version."""
    cff = yaml_mapping(paths.ROOT / "CITATION.cff")
    names = [(a.get("name"), a.get("family-names"), a.get("given-names")) for a in cff["authors"]]
    authors = ", ".join(
        name or f"{family or ''} {given or ''}".strip() for name, family, given in names
    )
    year = str(cff["date-released"])[:4]
    return f"{authors} ({year}). {cff['title']}. Version {cff['version']}."


def inputs():
    """The files that any page rests on: name → the first characters of its SHA-256."""
    raw = sorted(path for path in paths.RAW.iterdir() if path.is_file())
    rested_on = [*raw, *sorted(paths.REFERENCE.glob("*.*")), paths.LOCK]
    return {
        str(path.relative_to(paths.ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()[:HASH]
        for path in rested_on
    }


def not_utf8(path, error):
    """The fault of a file in another encoding."""
    return ProjectError(f"{path.name}: not valid UTF-8 at byte {error.start}; save it as UTF-8")


def missing_column(path, name, columns):
    """The fault of a table that lacks a column."""
    return ProjectError(f"{path.name}: column {name} is missing; it takes {', '.join(columns)}")


def _refuse_bombs(text, where):
    depth = 0
    for event in yaml.parse(text):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > YAML_DEPTH:
            raise ProjectError(
                f"{where}: aliases and deep nesting are not taken; write plain name: value lines"
            )


def _folder(path):
    folder = path.parent
    inside = folder.is_relative_to(paths.ROOT)
    return f"{folder.relative_to(paths.ROOT) if inside else folder.name}/"


def _brief(error):
    return " ".join(str(error).split())[:120]
