"""How a file that people edit is read; what is wrong with it is said in one line. And what
files a page rests on."""

import csv
import hashlib
import io
import stat
from collections import Counter

import pandas as pd
import yaml
from pydantic import TypeAdapter, ValidationError

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError

LARGEST = 64 * 2**20  # bytes of a file: the largest that people edit has a few of these 64 MB
YAML_BYTES = 20_000  # a parameter file is a page of text; anything larger is a mistake or an attack
LIST_BYTES = 1_000_000  # … and the codebook is thirty
YAML_DEPTH = 6
DIGITS = 30  # of a whole number
RESOLVED = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("bool", "float", "int", "null"))
NAME = 60  # characters shown of a name that somebody gave
HASH = 12  # characters shown of a file's hash

csv.field_size_limit(LARGEST)  # 131,072 characters otherwise, and a cell may hold a report


def content_of(path, advice="restore it", within=None):
    """The bytes of a file of this project, or of the folder `within`. Raises ProjectError, with
    this advice, for one that is missing, no plain file, too large, or a link that leads out."""
    home = within or paths.ROOT
    try:
        real = path.resolve()
        if (within or real != path) and not real.is_relative_to(home.resolve()):
            advice = "give a file in it"
            raise ProjectError(f"{path.name[:NAME]}: leads out of {_shown(home)}/; {advice}")
        status = real.stat()
        if not stat.S_ISREG(status.st_mode):
            fault = "is a folder, or a pipe, and no file"
        elif status.st_size > LARGEST:
            fault = f"{status.st_size:,} bytes, takes at most {LARGEST:,}"
        else:
            return real.read_bytes()
    except PermissionError:
        fault = "cannot be opened for want of rights"
    except (OSError, RuntimeError, ValueError):  # a loop of links, before Python 3.13; a NUL
        fault = f"not in {_shown(path.parent)}/"
    raise ProjectError(f"{path.name[:NAME]}: {fault}; {advice}")


def decoded(content, name, encoding="utf-8-sig"):
    """The text of the file of this name. Raises ProjectError for another encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        fault = f"{name}: not valid UTF-8 at byte {error.start}; save it as UTF-8"
        raise ProjectError(fault) from None


def validated(kind, value, where):
    """`value` as pydantic has it of this kind. Raises ProjectError for one that does not fit."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        first, *others = error.errors()
        if first["type"] == "missing":
            missing = [fault for fault in (first, *others) if fault["type"] == "missing"]
            fault = f"{', '.join(map(_entry, missing[:10]))} missing; add it"
        else:
            fault = f"{_entry(first)}: {brief(first['msg'])}; mend the entry"
        raise ProjectError(f"{where}: {fault}") from None


def _entry(fault):
    """Where pydantic found a fault: the number or name of an entry, and of what is in it."""
    return ".".join(str(name)[:NAME] for name in fault["loc"]) or "the file"


def csv_table(path, columns=(), *, filled=(), once=(), advice="restore it"):
    """A CSV table as text, empty cells as "".

    columns: those that it has to have; where they are given with the kind of their values (as
    pydantic has it), these are turned into it. Raises ProjectError for one that is damaged or not
    UTF-8, that lacks one of `columns` or holds another kind of value, has an empty cell in those
    that are to be `filled` or a value twice in those where each stands `once`, and, with this
    advice, for one that is missing or has no row.
    """
    where, text = path.name, decoded(content_of(path, advice), path.name)
    if "\0" in text:
        raise ProjectError(f"{where}: holds NUL characters, as no text does; save it as UTF-8")
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    try:
        lines = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise ProjectError(f"{where}: no CSV table ({brief(error)}); mend it") from None
    names = [name for name in reader.fieldnames or () if name]
    for name in [name for name, number in Counter(names).items() if number > 1]:
        raise ProjectError(f"{where}: column {name[:NAME]} stands twice; delete one")
    for number, row in lines:
        if reader.restkey in row:
            raise ProjectError(f"{where}: line {number} has a cell too many; quote commas")
    table = pd.DataFrame([row for _, row in lines], columns=names, dtype=str)
    for name in columns:
        if name not in table:
            takes = f"it takes the columns {', '.join(columns)}"
            raise ProjectError(f"{where}: column {name} is missing; {takes}")
    if filled and table.empty:
        raise ProjectError(f"{where}: holds no row; {advice}")
    numbers = [number for number, _ in lines]
    _check_filled(table, filled, once, where=where, numbers=numbers)
    kinds = columns.items() if isinstance(columns, dict) else ()
    typed = {
        name: _of_kind(table[name].tolist(), kind, f"{where}: {name}", numbers=numbers)
        for name, kind in kinds
        if kind is not str
    }
    return table.assign(**typed)


def _check_filled(table, filled, once, *, where, numbers):
    for name in filled:
        for row in table.index[table[name].str.strip() == ""]:
            raise ProjectError(f"{where}: line {numbers[row]} has no {name}; fill it in")
    for name in once:
        for row in table.index[table[name].duplicated()]:
            fault = f"{name} {table[name][row][:NAME]!r} stands twice; keep one"
            raise ProjectError(f"{where}: line {numbers[row]}: {fault}")


def _of_kind(values, kind, where, *, numbers):
    """The values of a column, as pydantic has them of this kind."""
    try:
        return TypeAdapter(list[kind]).validate_python(values)
    except ValidationError as error:
        fault = error.errors()[0]
        row, message = fault["loc"][0], brief(fault["msg"]).replace("Input should be", "takes")
        fault = f"{where} {values[row][:NAME]!r}: {message}"
        raise ProjectError(f"{fault}; mend line {numbers[row]}") from None


def yaml_mapping(path, most=YAML_BYTES):
    """The mapping in a YAML file. Raises ProjectError for anything else, an alias or a nesting bomb
    included."""
    advice = "restore it"
    if path.parent == paths.PARAMS:
        runs = ", ".join(sorted(p.stem for p in paths.PARAMS.glob("*.yaml")))
        advice = f"the runs are {runs}"
    loaded = yaml_of(path, most, advice)
    if not isinstance(loaded, dict | None):
        what = type(loaded).__name__
        raise ProjectError(f"{_shown(path)}: holds {what}, takes name: value lines")
    return loaded or {}


def yaml_of(path, most=LIST_BYTES, advice="restore it"):
    """What a YAML file of at most so many bytes holds. Raises ProjectError, as yaml_mapping."""
    where, content = _shown(path), content_of(path, advice)
    if len(content) > most:
        raise ProjectError(f"{where}: {len(content)} bytes, takes at most {most}")
    try:
        text = content.decode("utf-8-sig")
    except ValueError as error:
        raise ProjectError(f"{where}: not readable as YAML ({brief(error)}); mend it") from None
    return yaml_value(text, where)


def yaml_value(text, where):
    """What a text of YAML holds. Raises ProjectError, as yaml_mapping does; where: its source."""
    try:
        _refuse_bombs(text, where)
        return yaml.load(text, _Plain)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ProjectError(f"{where}: not readable as YAML ({brief(error)}); mend it") from None


class _Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Lists and mappings of text, numbers, truth values and nothing; a date stays text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (a name and a type of PyYAML's)
        first: [(tag, form) for tag, form in listed if tag in RESOLVED]
        for first, listed in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        for key in [key for key, number in Counter(keys).items() if number > 1]:
            raise yaml.constructor.ConstructorError(None, None, f"{key[:NAME]} stands twice")
        return super().construct_mapping(node, deep)

    def construct_scalar(self, node):
        plain = all(sign >= " " or sign in "\t\n" for sign in node.value)
        if not plain or (node.tag == RESOLVED[2] and len(node.value) > DIGITS):
            fault = "a control character" if not plain else f"a number of over {DIGITS} digits"
            raise yaml.constructor.ConstructorError(None, None, fault, node.start_mark)
        return super().construct_scalar(node)


def _refuse_bombs(text, where):
    depth = 0
    for event in yaml.parse(text, _Plain):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        tagged = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent) or tagged or depth > YAML_DEPTH:
            raise ProjectError(
                f"{where}: aliases, tags and deep nesting are not taken; write plain name: value "
                "lines"
            )


def inputs(folder):
    """The files that a page rests on, of a corpus those beside its texts, which its documents.csv
    sums up: name → the first characters of its SHA-256."""
    raw = sorted(path for path in folder.iterdir() if path.is_file())
    return {
        str(path.relative_to(paths.ROOT)): hashlib.sha256(content_of(path)).hexdigest()[:HASH]
        for path in [*raw, *reference(), paths.LOCK]
    }


def reference():
    """The files of data/reference, without its folders, in the order of their names."""
    return sorted(path for path in paths.REFERENCE.glob("*.*") if not path.is_dir())


def brief(error):
    """An error's message in one line."""
    return " ".join(str(error).split())[:200]


def _shown(path):
    """A path as it is named: from the project's folder on, where it lies in that."""
    return str(path.relative_to(paths.ROOT) if path.is_relative_to(paths.ROOT) else path.name)
