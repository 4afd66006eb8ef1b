"""The notebooks as committed, and run in the ways that people run them. nbval, which make test calls too, compares their outputs."""

import os
import subprocess
import sys

import nbformat
import pytest
from click.testing import CliRunner
from papermill.cli import papermill

from policy_emphasis import paths
from policy_emphasis.text import corpus  # noqa: F401   the package is importable from anywhere


@pytest.mark.parametrize("name", paths.PAGES)
def test_a_notebook_is_small_clean_and_mostly_prose(name):
    path = paths.NOTEBOOKS / f"{name}.ipynb"
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    assert path.stat().st_size < 1_000_000
    assert notebook.metadata.kernelspec.name == "python3"
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert all(
        c.outputs
        for c in code
        if "publish" not in c.source and "parameters" not in c.metadata.get("tags", [])
    ), "run make notebooks"
    for cell in code:
        assert not any(word in cell.source for word in ("def ", "lambda", "\nfor ", "while ")), (
            cell.source
        )
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


@pytest.mark.parametrize("name", ["01_corpus", "04_emphasis"])
def test_papermill_from_any_directory(tmp_path, name):
    done = _run(
        "papermill",
        str(paths.NOTEBOOKS / f"{name}.ipynb"),
        "out.ipynb",
        "--no-progress-bar",
        "-y",
        "places: [tianjin, zhaoqing]",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    out = nbformat.read(tmp_path / "out.ipynb", 4)
    assert "Sichuan" not in "".join(
        o.get("data", {}).get("text/html", "") for c in out.cells for o in c.get("outputs", [])
    )


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
    """In this process, which has the libraries: papermill's own command, as the tests above start it."""
    done = CliRunner().invoke(
        papermill,
        [
            str(paths.NOTEBOOKS / "01_corpus.ipynb"),
            str(tmp_path / "out.ipynb"),
            "--no-progress-bar",
            *given,
        ],
    )
    assert done.exit_code != 0
    out = nbformat.read(tmp_path / "out.ipynb", 4)
    errors = [o for c in out.cells for o in c.get("outputs", []) if o.output_type == "error"]
    assert len(errors) == 1 and said in errors[0].evalue
    assert len(errors[0].traceback) == 1 and "\n" not in errors[0].traceback[0]


def test_jupyter_execute(tmp_path):
    done = _run(
        "jupyter",
        "execute",
        str(paths.NOTEBOOKS / "01_corpus.ipynb"),
        f"--output={tmp_path / 'out.ipynb'}",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr[-2000:]
