"""The notebooks as committed, and run in the ways that people run them; nbval, which `make test`
calls too, compares their outputs."""

import os
import re
import subprocess
import sys

import nbformat
import pytest
from click.testing import CliRunner
from papermill.cli import papermill

from policy_emphasis import paths


@pytest.mark.parametrize("name", paths.PAGES)
def test_a_notebook_is_small_clean_and_mostly_prose(name):
    path = paths.NOTEBOOKS / f"{name}.ipynb"
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    assert path.stat().st_size < 1_000_000
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        lines = [line for line in cell.source.splitlines() if line]
        if "parameters" in cell.metadata.get("tags", []):
            continue
        assert len(lines) <= 5 and all(len(line) <= 100 for line in lines), cell.source
        assert cell.outputs or lines[-1].startswith(("from ", "publish")), "run make notebooks"
        assert not re.search(r"def |lambda|\nfor |while ", cell.source), cell.source
        assert all(output.output_type != "error" for output in cell.outputs)
    assert str(paths.ROOT) not in path.read_text(encoding="utf-8")


def _run(*words, cwd, **variables):
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **variables},
    )


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("name", ["01_corpus", "04_emphasis"])
def test_papermill_from_any_directory(tmp_path, name):
    notebook = str(paths.NOTEBOOKS / f"{name}.ipynb")
    words = ["papermill", notebook, "out.ipynb", "--no-progress-bar"]
    done = _run(*words, "-y", "places: [tianjin, zhaoqing]", cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    out = nbformat.read(tmp_path / "out.ipynb", 4)
    assert "Sichuan" not in "".join(
        o.get("data", {}).get("text/html", "") for c in out.cells for o in c.get("outputs", [])
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "given, said",
    [
        (["-p", "n_topcs", "12"], "unknown parameter 'n_topcs'"),
        (
            ["-p", "places", '["tianjin", "zhaoqing"]'],
            "a list comes by papermill -y or -f, not by -p",
        ),
    ],
)
def test_papermill_refuses_in_one_line(tmp_path, given, said):
    """In this process, which has the libraries: papermill's own command, as the tests above start
    it."""
    out = tmp_path / "out.ipynb"
    words = [str(paths.NOTEBOOKS / "01_corpus.ipynb"), str(out), "--no-progress-bar", *given]
    assert CliRunner().invoke(papermill, words).exit_code != 0
    cells = nbformat.read(out, 4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    errors = [output for output in outputs if output.output_type == "error"]
    assert len(errors) == 1 and said in errors[0].evalue
    assert len(errors[0].traceback) == 1 and "\n" not in errors[0].traceback[0]


@pytest.mark.slow
@pytest.mark.long
def test_jupyter_execute(tmp_path):
    notebook = str(paths.NOTEBOOKS / "01_corpus.ipynb")
    words = ["jupyter", "execute", notebook, f"--output={tmp_path / 'out.ipynb'}"]
    done = _run(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
