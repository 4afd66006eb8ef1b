"""How a file that people edit is read; what is wrong with it is said in one line. And what a page
says of this repository and of the files it rests on."""

import csv
import hashlib
import io
import json
from types import SimpleNamespace

import pandas as pd
import yaml
from babel.messages.pofile import PoFileError, read_po

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError

CATALOGUE = paths.REFERENCE / "messages.zh.po"
YAML_BYTES = 20_000  # a parameter file is a page of text; anything larger is a mistake or an attack
YAML_DEPTH = 6
HASH = 12  # characters shown of a file's hash


def content_of(path, advice="restore it"):
    """The bytes of a file. Raises ProjectError, with this advice, for one that is missing."""
    try:
        return path.read_bytes()
    except OSError:
        folder = path.parent.relative_to(paths.ROOT)
        raise ProjectError(f"{path.name}: not in {folder}/; {advice}") from None


def decoded(content, name, encoding="utf-8-sig"):
    """The text of the file of this name. Raises ProjectError for another encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        fault = f"{name}: not valid UTF-8 at byte {error.start}; save it as UTF-8"
        raise ProjectError(fault) from None


def csv_table(path, columns=(), *, filled=(), advice="restore it"):
    """A CSV table as text, empty cells as "".

    Raises ProjectError for one that is damaged or not UTF-8, that lacks one of `columns` or has an
    empty cell in those that are to be `filled`, and, with this advice, for one that is missing or
    has no row.
    """
    text = decoded(content_of(path, advice), path.name)
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    try:
        lines = list(reader)
    except csv.Error as error:
        raise ProjectError(f"{path.name}: no CSV table ({brief(error)}); mend it") from None
    for number, row in enumerate(lines, 2):
        if reader.restkey in row:
            raise ProjectError(f"{path.name}: line {number} has a cell too many; quote commas")
    table = pd.DataFrame(lines, columns=reader.fieldnames, dtype=str)
    for name in columns:
        if name not in table:
            takes = f"it takes the columns {', '.join(columns)}"
            raise ProjectError(f"{path.name}: column {name} is missing; {takes}")
    if filled and table.empty:
        raise ProjectError(f"{path.name}: holds no row; {advice}")
    for name in filled:
        for row in table.index[table[name].str.strip() == ""]:
            raise ProjectError(f"{path.name}: line {row + 2} has no {name}; fill it in")
    return table


def yaml_mapping(path):
    """The mapping in a YAML file. Raises ProjectError for anything else, an alias or a nesting bomb
    included."""
    where = path.relative_to(paths.ROOT)
    if not path.is_file():
        runs = ", ".join(sorted(p.stem for p in paths.PARAMS.glob("*.yaml")))
        advice = f"the runs are {runs}" if path.parent == paths.PARAMS else "restore it"
        raise ProjectError(f"{where}: no such file; {advice}")
    size = path.stat().st_size
    if size > YAML_BYTES:
        raise ProjectError(f"{where}: {size} bytes, takes at most {YAML_BYTES}")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except ValueError as error:
        raise ProjectError(f"{where}: not readable as YAML ({brief(error)}); mend it") from None
    loaded = yaml_value(text, where)
    if not isinstance(loaded, dict | None):
        raise ProjectError(f"{where}: holds {type(loaded).__name__}, takes name: value lines")
    return loaded or {}


def yaml_value(text, where):
    """What a text of YAML holds. Raises ProjectError, as yaml_mapping does; where: its source."""
    try:
        _refuse_bombs(text, where)
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ProjectError(f"{where}: not readable as YAML ({brief(error)}); mend it") from None


def parameters_cell(notebook):
    """The source of the cell of a notebook (by name) that is tagged `parameters`, or nothing.
    Raises ProjectError for no notebook of ours."""
    path = paths.NOTEBOOKS / f"{notebook}.ipynb"
    if notebook not in paths.PAGES or not path.is_file():
        there = ", ".join(paths.PAGES)
        raise ProjectError(f"notebook {notebook[:60]!r}: not in notebooks/; there are {there}")
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            return "".join(cell["source"])
    return ""


def read_messages():
    """The Chinese catalogue, as babel reads it. Raises ProjectError where it cannot be read."""
    try:
        return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="zh", abort_invalid=True)
    except (OSError, UnicodeDecodeError, PoFileError) as error:
        raise ProjectError(
            f"{CATALOGUE.name}: not in data/reference/, or not readable as a message catalogue "
            f"({brief(error)}); restore it"
        ) from None


def cited_as():
    """What CITATION.cff says: authors (as there), names (theirs, in a line), year, title, version,
    url (where the repository lies, with a slash at its end, or "")."""
    cff = yaml_mapping(paths.ROOT / "CITATION.cff")
    names = ", ".join(
        author.get("name") or f"{author['family-names']} {author.get('given-names', '')}".strip()
        for author in cff["authors"]
    )
    url = str(cff.get("url", "")).rstrip("/")
    about = {"names": names, "year": str(cff["date-released"])[:4], "url": f"{url}/" if url else ""}
    return SimpleNamespace(**{name: cff[name] for name in ("authors", "title", "version")}, **about)


def citation():
    """How this repository is cited: authors, year, title, version."""
    about = cited_as()
    return f"{about.names} ({about.year}). {about.title}. Version {about.version}."


def inputs(folder):
    """The files that a page rests on, of a corpus those beside its texts, which its documents.csv
    sums up: name → the first characters of its SHA-256."""
    raw = sorted(path for path in folder.iterdir() if path.is_file())
    return {
        str(path.relative_to(paths.ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()[:HASH]
        for path in [*raw, *sorted(paths.REFERENCE.glob("*.*")), paths.LOCK]
    }


def brief(error):
    """An error's message in one line."""
    return " ".join(str(error).split())[:200]


def _refuse_bombs(text, where):
    depth = 0
    for event in yaml.parse(text):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > YAML_DEPTH:
            raise ProjectError(
                f"{where}: aliases and deep nesting are not taken; write plain name: value lines"
            )
