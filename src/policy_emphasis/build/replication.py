"""From every published table, chart and finding to the program and the line that makes it, and from
every data set to its source and rights: the tables of docs/replication.md, read off the code."""

import ast
import json
import re
from pathlib import Path

import nbformat

from policy_emphasis import paths
from policy_emphasis.build import packaging
from policy_emphasis.build.manifest import name_of
from policy_emphasis.disk import write_whole
from policy_emphasis.page.grid import declared
from policy_emphasis.page.markup import TEMPLATES
from policy_emphasis.paths import ProjectError

PAGE = paths.ROOT / "docs" / "replication.md"
MARK = re.compile(r"(<!-- (\w+): written by `make notebooks` -->\n).*?(<!-- /\2 -->)", re.S)
# What notebooks call the things that tables are of, and where these are defined.
THINGS = {"analysis": "analysis", "run": "run", "texts": "all_texts", "beside": "beside_norms"}
ROOMS = ("inference", "measures", "quantities", "text", "words", "page")


def renew():
    """Write the tables of PAGE anew. Raises ProjectError where one of its marks is missing."""
    text = PAGE.read_text(encoding="utf-8")
    parts = {"data": data(), "tables": tables(), "charts": charts(), "findings": findings()}
    if {mark for _, mark, _ in MARK.findall(text)} != set(parts):
        raise ProjectError(f"docs/{PAGE.name}: a mark of its tables is missing; restore it")
    write_whole(PAGE, MARK.sub(lambda m: m[1] + _lines(parts[m[2]]) + m[3], text))


def data():
    """A row for each data set: file, what it is, source, rights."""
    described = json.loads(packaging.OF_DATA.read_text(encoding="utf-8"))["resources"]
    found = [("file", "what it is", "source", "rights")]
    for one in described:
        rights = one.get("rights") or one["licenses"][0]["name"]
        found.append((f"`data/{one['path']}`", one["title"], one["sources"][0]["title"], rights))
    return found


def tables():
    """A row for each published table: file, notebook and cell, program and line."""
    found = [("table", "published by", "computed at")]
    for name in paths.PAGES:
        for number, call, assigned in _published(name):
            for given in call.keywords:
                where = f"notebooks/{name}.ipynb, cell {number}"
                found.append((f"`{given.arg}.csv`", where, _place_of(given.value, assigned)))
    return found


def charts():
    """A row for each kind of chart: its name, what it shows, program and line."""
    lines = {}
    for path, function in _functions("page"):
        nodes = list(ast.walk(function))
        keys = [key for node in nodes if isinstance(node, ast.Dict) for key in node.keys]
        for node in nodes:
            if isinstance(node, ast.Constant) and node not in keys:
                lines.setdefault(node.value, _at(path, function))
    shown = {name: spec["measure"].split(";")[0] for name, spec in declared("charts").items()}
    for path in sorted(TEMPLATES.glob("*.j2")):  # those that are drawn as HTML, by their templates
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r'id="chart-([\w-]+)"', text):
            shown[name], lines[name] = text[3 : text.index("#}")].strip(), lines[path.name]
    return [
        ("chart", "what it shows", "drawn at"),
        *((f"`chart-{name}`", what, lines[name]) for name, what in shown.items()),
    ]


def findings():
    """A row for each kind of finding: its name, in which {…} stands for a place, program and
    line."""
    found = [("finding", "written at")]
    for path, function in _functions("words"):
        names = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                names |= _assigned(node)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding":
                first = node.args[0]
                first = names.get(ast.unparse(first), first)
                if name := _text(first):
                    found.append((f"`{name}`", _at(path, node)))
    return found


def _published(notebook):
    """The calls of publish in a notebook: number of the cell, the call, and what its cell assigns
    (name → expression)."""
    cells = nbformat.read(paths.NOTEBOOKS / f"{notebook}.ipynb", 4).cells
    for number, cell in enumerate(cells, 1):
        if cell.cell_type != "code" or "publish(" not in cell.source:
            continue
        tree, assigned = ast.parse(cell.source), {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                assigned |= _assigned(node)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "publish":
                yield number, node, assigned


def _assigned(node):
    """name → expression of an assignment, of several at once too."""
    (target,) = node.targets[:1]
    pair = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
    pairs = zip(target.elts, node.value.elts, strict=False) if pair else [(target, node.value)]
    return {name.id: value for name, value in pairs if isinstance(name, ast.Name)}


def _place_of(value, assigned):
    """Where what an expression names is defined: the outermost of its names that is; "" if none.
    assigned: name → expression."""
    for node in ast.walk(value):
        if isinstance(node, ast.Attribute):
            root = ast.unparse(node).partition(".")[0].partition("(")[0]
            found = _defined_in(THINGS.get(root, root), node.attr)
        elif isinstance(node, ast.Name):
            found = _place_of(assigned.pop(node.id), assigned) if node.id in assigned else ""
            found = found or _function(node.id)
        else:
            continue
        if found:
            return found
    return ""


def _function(name):
    """Where a function of this name is defined, whatever its module."""
    every = (found for room in ROOMS for found in _functions(room))
    return next((_at(path, node) for path, node in every if node.name == name), "")


def _defined_in(module, name):
    """Where a module of this name defines a function, property or field of that name."""
    for path in sorted(paths.SOURCE.rglob(f"{module}.py"), key=lambda path: len(path.parts)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            field = isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name
            if field or (isinstance(node, ast.FunctionDef) and node.name == name):
                return _at(path, node)
    return ""


def _modules(room):
    for path in sorted((paths.SOURCE / room).rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _functions(room):
    for path, tree in _modules(room):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                yield path, node


def _text(node):
    """A string as it is written, of an f-string with its names in braces; "" of anything else."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "{…}" for part in node.values
        )
    return ""


def _at(path, node):
    return f"`{name_of(Path(path))}:{node.lineno}`"


def _lines(table):
    """A table (its heading first) in Markdown."""
    heading, *others = table
    lines = [heading, ["---"] * len(heading), *others]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
