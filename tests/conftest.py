"""What several tests share: the default run's prepared data, and a copy of the project that may be broken."""

import os
import shutil
import subprocess
import sys

import pytest

from policy_emphasis import project
from policy_emphasis.run import open_run


CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # these tests may run under make themselves


@pytest.fixture(scope="session")
def run():
    return open_run({})


@pytest.fixture
def copy(tmp_path):
    """A copy of the project with the default run's pages, whose commands run on the copy."""
    return copied(tmp_path)


def copied(folder):
    root = folder / "project"
    left_out = shutil.ignore_patterns(".git", ".venv", ".cache", "__pycache__", ".partial-*", ".pytest_cache", "test_*.py")
    shutil.copytree(project.ROOT, root, ignore=left_out, symlinks=True)
    (root / ".venv").symlink_to(project.ROOT / ".venv")

    def call(*words, **variables):
        # Into files, not pipes: a pipe would also wait for the process that imports libraries in the background.
        with open(folder / "out", "w+") as out, open(folder / "err", "w+") as err:
            done = subprocess.run(words, cwd=root, env={**CLEAN, "PYTHONPATH": str(root / "src"), **variables}, stdout=out, stderr=err, timeout=120)
            out.seek(0), err.seek(0)
            return subprocess.CompletedProcess(words, done.returncode, out.read(), err.read())

    call.root, call.python = root, sys.executable
    return call
