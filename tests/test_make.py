"""The Makefile is a graph: what changed rebuilds what rests on it, and no more."""

import ast
import os
import re
import shutil
import time

import pytest
from conftest import copied

from policy_emphasis import paths

ALL = set(paths.PAGES)
CASES = [
    ("notebooks/02_terms.ipynb", {"02_terms"}),
    ("src/policy_emphasis/measures/topics.py", {"03_topics", "06_robustness", "index"}),
    ("src/policy_emphasis/measures/terms.py", {"02_terms", "03_topics", "06_robustness", "index"}),
    ("src/policy_emphasis/inference/keyness.py", {"02_terms", "06_robustness", "index"}),
    ("src/policy_emphasis/measures/coherence.py", {"03_topics"}),
    ("params/grids/multiverse.yaml", {"06_robustness", "index"}),
    ("data/reference/heading_themes.csv", {"04_emphasis"}),
    ("src/policy_emphasis/report/overview.py", {"06_robustness", "index"}),
    (
        "src/policy_emphasis/report/evidence.py",
        {"02_terms", "03_topics", "04_emphasis", "05_targets"},
    ),
    (
        "data/reference/codebook.yaml",
        {"01_corpus", "03_topics", "04_emphasis", "06_robustness", "index"},
    ),
    ("data/reference/indicators.csv", {"01_corpus", "05_targets", "06_robustness", "index"}),
    (
        "src/policy_emphasis/measures/quantities.py",
        {"01_corpus", "05_targets", "06_robustness", "index"},
    ),
    ("tests/gold/quantities.csv", {"05_targets"}),
    ("src/policy_emphasis/report/source.py", {"01_corpus"}),
    ("src/policy_emphasis/page/templates/search.js", ALL),
    ("data/reference/messages.zh.po", ALL),
    ("data/reference/lexicon.csv", ALL),
    ("data/raw/documents.csv", ALL),
    ("src/policy_emphasis/text/outline.py", ALL),
    ("src/policy_emphasis/page/templates/page.css", ALL),
    ("requirements.lock", ALL),
    ("README.md", set()),
    ("params/fine-topics.yaml", set()),
]


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    copy = copied(tmp_path_factory.mktemp("make"))
    assert (
        copy("make", "-o", ".venv/.installed", ".cache/parameters/default/.looked").returncode == 0
    )
    return copy


@pytest.fixture
def built(once):
    """The copy as after `make all`: every page newer than what it rests on. What a test changes is put back."""
    now = time.time()
    kept = {
        name: (once.root / name).read_bytes()
        for name in (
            "params/default.yaml",
            "data/reference/lexicon.csv",
            "reports/default/tables/themes.csv",
            "reports/default/03_topics.html",
        )
    }
    parameters = {
        path: path.read_bytes() for path in (once.root / ".cache/parameters/default").iterdir()
    }
    shutil.rmtree(once.root / ".cache/stale", ignore_errors=True)
    for age, files in (
        (100, once.root.rglob("*")),
        (60, parameters),
        (50, (once.root / "reports").rglob("*.*")),
    ):
        for path in files:
            if path.is_file() and ".venv" not in path.parts:
                os.utime(path, (now - age, now - age))
    yield once
    for path, content in {
        **{once.root / name: content for name, content in kept.items()},
        **parameters,
    }.items():
        path.write_bytes(content)


def _stale(built):
    """The pages that make marks as out of date; what would build them is replaced by `true`."""
    done = built("make", "-o", ".venv/.installed", "all", "PYTHON=true")
    assert done.returncode == 0, done.stderr
    return {path.name for path in (built.root / ".cache/stale/default").glob("*")}


def test_nothing_to_do_is_said(built):
    assert _stale(built) == set()
    done = built("make", "-o", ".venv/.installed", "all")
    assert done.returncode == 0 and "is up to date" in done.stdout


@pytest.mark.parametrize("changed, pages", CASES)
def test_what_a_change_rebuilds(built, changed, pages):
    os.utime(built.root / changed)
    assert _stale(built) == pages


@pytest.mark.parametrize(
    "change, pages",
    [
        ("n_topics: 10", {"03_topics", "06_robustness", "index"}),
        ("n_terms: 15", {"02_terms", "06_robustness", "index"}),
        ("lexicon: true", ALL - {"04_emphasis", "05_targets", "07_concordance"}),
    ],
)
def test_a_changed_parameter_rebuilds_the_pages_that_use_it(built, change, pages):
    path = built.root / "params/default.yaml"
    name, value = change.split(": ")
    path.write_text(
        path.read_text().replace(
            change, f"{name}: {'false' if value == 'true' else int(value) + 1}"
        )
    )
    assert (
        built("make", "-o", ".venv/.installed", ".cache/parameters/default/.looked").returncode == 0
    )
    assert _stale(built) == pages


def test_a_missing_page_is_built_again(built):
    (built.root / "reports/default/03_topics.html").unlink()
    assert _stale(built) == {"03_topics"}


def test_a_missing_table_is_published_again(built):
    (built.root / "reports/default/tables/themes.csv").unlink()
    assert _stale(built) == {"04_emphasis"}


def test_a_missing_input_is_no_success(built):
    (built.root / "data/reference/lexicon.csv").unlink()
    done = built("make", "-o", ".venv/.installed", "all", "PYTHON=true")
    assert done.returncode != 0 and "data/reference/lexicon.csv: not there" in done.stderr


def test_the_tables_named_are_those_published():
    text = (paths.ROOT / "Makefile").read_text()
    named = {
        t
        for _, tables in re.findall(r"call published,(\w+),([\w ]+)\)", text)
        for t in tables.split()
    }
    assert named == {path.stem for path in (paths.REPORTS / "default" / "tables").glob("*.csv")}


def _imports(path):
    """The package's files that a file imports, with what those import."""
    seen, todo = set(), [path]
    while todo:
        source = todo.pop()
        text = source.read_text(encoding="utf-8")
        trees = (
            [ast.parse(text)]
            if source.suffix == ".py"
            else [
                ast.parse("".join(c["source"]))
                for c in __import__("json").loads(text)["cells"]
                if c["cell_type"] == "code"
            ]
        )
        for node in (n for tree in trees for n in ast.walk(tree)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "policy_emphasis"
            ):
                base = paths.ROOT / "src" / node.module.replace(".", "/")
                for found in [
                    base.with_suffix(".py"),
                    base / "__init__.py",
                    *(base / f"{a.name}.py" for a in node.names),
                ]:
                    if found.is_file() and found not in seen:
                        seen.add(found)
                        todo.append(found)
    return {str(p.relative_to(paths.ROOT)) for p in seen}


@pytest.mark.parametrize("page", paths.PAGES)
def test_each_page_names_every_module_it_imports(built, page):
    database = built("make", "-pn", "-o", ".venv/.installed", "all").stdout
    rule = (
        re.search(rf"^reports/default/{page}\.html: (.*)$", database, flags=re.M)
        .group(1)
        .split("|")[0]
        .split()
    )
    assert _imports(paths.NOTEBOOKS / f"{page}.ipynb") - set(rule) == set()


def test_help_lists_every_target():
    text = (paths.ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", text, flags=re.M).group(1).split()
    assert all(re.search(rf"^{target}:.*##", text, flags=re.M) for target in targets)
