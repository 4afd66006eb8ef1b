"""The house rules that a machine can hold: sizes, who touches the disk, what is declared."""

import ast
import csv
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from policy_emphasis import paths

PACKAGE = paths.ROOT / "src" / "policy_emphasis"
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
SOURCES = [*MODULES, *sorted((paths.ROOT / "tests").glob("*.py"))]
SOURCES += sorted((paths.ROOT / "benchmarks").glob("*.py"))
LINES_OF_ALL = 24_271
LINES_OF_MODULE, LINES_OF_FUNCTION, COLUMNS = 300, 40, 100
POSITIONAL = 3  # arguments that a call may leave unnamed
BABELS_OWN = ["file", "keywords", "tags", "options"]  # what Babel calls a method of extraction with
SAYING_NOTHING = {"of", "at", "said", "rows"}
OPENING = {"open", "read_text", "read_bytes", "read_csv", "read_parquet", "load_npz", "unlink"}
OPENING |= {"write_text", "write_bytes", "to_parquet", "save_npz", "mkdir", "mkdtemp", "rmtree"}
MAY_OPEN = ("reference/", "disk.py", "cache.py", "build/", "intake/sources.py", "intake/corpus.py")
OPTIONAL = {"gensim"}  # compared with in a benchmark, where somebody installed it
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _name(path):
    return str(path.relative_to(PACKAGE if path in TREES else paths.ROOT))


def _lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def _nodes(tree, *kinds):
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_the_package_is_small():
    assert sum(len(_lines(path)) for path in MODULES) <= LINES_OF_ALL


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_and_its_functions_fit_on_their_pages(path):
    assert len(_lines(path)) <= LINES_OF_MODULE
    functions = _nodes(TREES[path], *FUNCTIONS)
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions}
    assert {name: n for name, n in long.items() if n > LINES_OF_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_what_comes_after_the_third_argument_is_named_in_the_call(path):
    many = {}
    for function in _nodes(TREES[path], *FUNCTIONS):
        taken = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        if len(set(taken) - {"self", "cls"}) > POSITIONAL and taken != BABELS_OWN:
            many[function.name] = taken
    assert many == {}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_name_says_what_it_holds(path):
    given = [node.id for node in _nodes(TREES[path], ast.Name) if isinstance(node.ctx, ast.Store)]
    given += [argument.arg for argument in _nodes(TREES[path], ast.arg)]
    given += [function.name for function in _nodes(TREES[path], *FUNCTIONS)]
    assert SAYING_NOTHING & set(given) == set()


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_line_fits_in_its_columns(path):
    assert [n for n, line in enumerate(_lines(path), 1) if len(line) > COLUMNS] == []


@pytest.mark.parametrize(
    "path", [path for path in MODULES if not _name(path).startswith(MAY_OPEN)], ids=_name
)
def test_only_reference_cache_and_build_open_files(path):
    opened = []
    for call in _nodes(TREES[path], ast.Call):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in OPENING or (name == "to_csv" and call.args):
            opened.append(f"line {call.lineno}: {name}")
    assert opened == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_code_names_no_place(path):
    with open(paths.RAW / "documents.csv", encoding="utf-8-sig", newline="") as file:
        places = [row[column] for row in csv.DictReader(file) for column in ("place", "place_zh")]
    tree = TREES[path]
    holders = _nodes(tree, ast.Module, ast.ClassDef, *FUNCTIONS)
    docstrings = {ast.get_docstring(holder, clean=False) for holder in holders}
    words = [node.value for node in _nodes(tree, ast.Constant) if isinstance(node.value, str)]
    words += [node.id for node in _nodes(tree, ast.Name)]
    code = "\n".join(word for word in words if word not in docstrings)
    assert re.findall("|".join(places), code, flags=re.I) == []


def _imported(*folders):
    """The libraries that the modules of these folders import, whole or in part."""
    names = set()
    for path in [path for folder in folders for path in (paths.ROOT / folder).rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names |= {alias.name for node in _nodes(tree, ast.Import) for alias in node.names}
        names |= {node.module for node in _nodes(tree, ast.ImportFrom)}
    beside = (*paths.ROOT.glob("tests/*.py"), *paths.ROOT.glob("benchmarks/*.py"))
    own = {"policy_emphasis", *(path.stem for path in beside)}
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names - own - OPTIONAL


def _declared(lines):
    return {re.match(r"[\w-]+", line)[0] for line in lines if isinstance(line, str)}


def test_every_library_that_is_imported_is_declared():
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runs = _declared(project["project"]["dependencies"])
    runs |= _declared(project["dependency-groups"]["cluster"])
    tests = _declared(project["dependency-groups"]["test"])
    carried_by = packages_distributions()
    for folders, declared in ((["src"], runs), (["tests", "benchmarks"], runs | tests)):
        for name in _imported(*folders):
            distributions = {
                found.lower().replace("_", "-") for found in carried_by.get(name, [name])
            }
            assert distributions & declared, f"{name}: not declared in pyproject.toml"


SORTING = {"sort_values", "sort_index", "argsort"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_what_is_sorted_keeps_the_order_of_what_is_equal(path):
    """Otherwise that order depends on the processor: numpy sorts by other instructions there. What
    is sorted by several columns keeps it anyway; an index has no way to say so."""
    free = []
    for call in _nodes(TREES[path], ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in SORTING:
            named = {keyword.arg for keyword in call.keywords}
            several = call.args and len(getattr(call.args[0], "elts", ())) > 1
            of_index = getattr(call.func.value, "attr", "") == "index"
            if not (named & {"kind", None} or several or of_index):
                free.append(ast.unparse(call))
    assert free == []
