"""The manifest of a run: what it was made of and what that gave, and whether both still hold."""

import hashlib
import json
import shutil

import pytest

from policy_emphasis import paths
from policy_emphasis.build import manifest
from policy_emphasis.build.cli import main

FOLDER = paths.REPORTS / "default"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FOLDER / manifest.NAME).exists(), reason="reports/default is not built: run make all"
    ),
]


@pytest.fixture
def results(tmp_path):
    """A copy of the results, with what other commands leave beside them taken out."""
    ignore = shutil.ignore_patterns("compare.html", "print.*", "*_*-*.html", "*_tables")
    return shutil.copytree(FOLDER, tmp_path / "default", ignore=ignore)


def _manifest(folder):
    return json.loads((folder / manifest.NAME).read_text("utf-8"))


def _rewrite(folder, part, **changed):
    made = _manifest(folder)
    made[part] |= changed
    (folder / manifest.NAME).write_text(json.dumps(made), "utf-8")


def _refused(folder, capsys):
    """What is told of a folder that is refused, in lines, the last being the fault in one line."""
    assert main(["verify", str(folder)]) == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1 and "not what its inputs give now" in told.err
    assert "make all RUN=default" in told.err
    return [line.strip() for line in told.out.splitlines()]


def test_results_as_they_were_made_are_what_their_inputs_give(results, capsys):
    assert main(["verify", str(results)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    made = _manifest(results)
    count = f"{len(made['outputs'])} files are what {len(made['inputs'])} inputs give"
    assert line.endswith(count) and len(made["outputs"]) > 40


def test_each_file_that_a_run_leaves_is_in_its_manifest(results):
    left = {p.relative_to(results).as_posix() for p in results.rglob("*") if p.is_file()}
    made = _manifest(results)["outputs"]
    assert left - {manifest.NAME, manifest.STAMP} == set(made)
    for name, sha256 in made.items():
        assert hashlib.sha256((results / name).read_bytes()).hexdigest() == sha256


def test_everything_that_the_pages_rest_on_is_in_the_manifest():
    inputs = _manifest(FOLDER)["inputs"]
    rested_on = [*paths.NOTEBOOKS.glob("*.ipynb"), *paths.REFERENCE.glob("**/*.*")]
    rested_on += [*paths.RAW.iterdir(), *paths.GOLD.iterdir(), paths.LOCK]
    rested_on += [paths.PARAMS / "default.yaml", paths.PARAMS / "grids" / "multiverse.yaml"]
    for path in rested_on:
        name = path.relative_to(paths.ROOT).as_posix()
        assert inputs[name] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_manifest_holds_nothing_of_the_machine(results):
    text = (results / manifest.NAME).read_text("utf-8")
    assert str(paths.ROOT) not in text and text.endswith("}\n")
    assert set(_manifest(results)) == {
        *("run", "command", "version", "parameters", "inputs", "outputs")
    }


@pytest.mark.parametrize("name", ["04_emphasis.html", "tables/themes.csv", "tables.zip"])
def test_a_file_edited_by_hand_is_named(results, capsys, name):
    with open(results / name, "ab") as file:
        file.write(b" ")
    assert _refused(results, capsys) == [f"not as it was made: {name}"]


def test_what_is_gone_is_named_and_many_are_counted(results, capsys):
    for path in results.glob("0[1-5]*.html"):
        path.unlink()
    (line,) = _refused(results, capsys)
    assert line == "gone: 01_corpus.html, 02_terms.html, 03_topics.html and 2 more"


def test_an_input_that_changed_since_is_named(results, capsys):
    _rewrite(results, "inputs", **{"data/reference/lexicon.csv": "0" * 64, "data/old.csv": "1"})
    another, gone = _refused(results, capsys)
    assert another == "an input that is another now: data/reference/lexicon.csv"
    assert gone == "gone: data/old.csv"


def test_parameters_that_changed_since_are_told(results, capsys):
    _rewrite(results, "parameters", n_topics=11)
    assert _refused(results, capsys) == ["the parameters of the run default are others now"]


def test_what_lies_beside_a_run_is_told_and_not_judged(results, capsys):
    (results / "print.html").write_text("printed")
    assert main(["verify", str(results)]) == 0
    assert "beside the run, and not looked at: print.html" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", [None, "", "[]", "{}", '{"run": "nosuch"}', '{"run": "../x"}', '{"run": "default"}']
)
def test_where_there_is_no_manifest_one_line_says_so(results, capsys, content):
    (results / manifest.NAME).unlink()
    if content is not None:
        (results / manifest.NAME).write_text(content)
    assert main(["verify", str(results)]) == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1 and told.out == ""


def test_the_committed_manifest_is_that_of_these_results():
    """Else `make notebooks` renews it; where no input differs, this machine gives other bytes."""
    committed, built = json.loads(manifest.COMMITTED.read_text("utf-8")), _manifest(FOLDER)
    for part in ("inputs", "outputs"):
        assert manifest.differences(committed[part], built[part], f"other {part}") == []
    assert committed == built
