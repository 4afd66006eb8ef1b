"""What several tests share: the default run's prepared data, and a copy of the project that may be broken."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from policy_emphasis import paths
from policy_emphasis.run import open_run

CLEAN = {
    name: value for name, value in os.environ.items() if not name.startswith("MAKE")
}  # these tests may run under make themselves


@pytest.fixture(scope="session")
def run():
    return open_run({})


@pytest.fixture
def copy(tmp_path):
    """A copy of the project with the default run's pages, whose commands run on the copy."""
    return copied(tmp_path)


@pytest.fixture(scope="session")
def imported(tmp_path_factory):
    """A folder, and a process that has imported what the commands of the copy in it import: a fork of it answers a command without those seconds."""
    folder = tmp_path_factory.mktemp("warm")
    root = copied(folder).root
    with subprocess.Popen(
        [sys.executable, "-c", FORKS],
        cwd=folder,
        env={**CLEAN, "PYTHONPATH": str(root / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == f"{root}\n"  # all is imported, and from the copy
        yield folder, process
        process.stdin.close()


@pytest.fixture
def warm(imported):
    """As `copy`, made anew at one place; calling it takes the words after `python -m policy_emphasis`."""
    folder, process = imported
    root = copied(folder).root

    def call(*words):
        process.stdin.write(json.dumps(words) + "\n")
        process.stdin.flush()
        code, group = json.loads(process.stdout.readline())
        end_group(group)
        return subprocess.CompletedProcess(
            words, code, (folder / "out").read_text(), (folder / "err").read_text()
        )

    call.root = root
    return call


FORKS = """
import json, os, sys
from policy_emphasis import run
from policy_emphasis.build import pages
from policy_emphasis.build.cli import main
print(run.paths.ROOT, flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.setsid()
        os.chdir("project")
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"../{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.exit(main(json.loads(line)))
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), child]), flush=True)
"""


def end_group(group):
    """End what a command left running: a refused one, the process that imports libraries in the background, for seconds that others need."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def copied(folder):
    root = folder / "project"
    left_out = shutil.ignore_patterns(
        ".git", ".venv", ".cache", ".partial-*", ".pytest_cache", "test_*"
    )
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(paths.ROOT, root, ignore=left_out, symlinks=True)
    (root / ".venv").symlink_to(paths.ROOT / ".venv")
    for name in ("jieba", "matplotlib"):  # what these two would make again in every copy
        if (paths.CACHE / name).is_dir():
            shutil.copytree(paths.CACHE / name, root / ".cache" / name)

    def call(*words, timeout=120, **variables):
        # Into files, not pipes: a pipe would also wait for the process that imports libraries in the background.
        with open(folder / "out", "w+") as out, open(folder / "err", "w+") as err:
            process = subprocess.Popen(
                words,
                cwd=root,
                env={**CLEAN, "PYTHONPATH": str(root / "src"), **variables},
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
            try:
                code = process.wait(timeout)
            finally:
                end_group(process.pid)
            out.seek(0), err.seek(0)
            return subprocess.CompletedProcess(words, code, out.read(), err.read())

    call.root, call.python = root, sys.executable
    return call
