"""What several tests share: the default run's prepared data, and a copy of the project that may be
broken."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from builds import CELLS, MADE, NAME, built, reduced, results

from policy_emphasis import paths
from policy_emphasis.run import open_run

SIZE = {"width": 1280, "height": 900}
RESULTS = ("reports", "data/processed")
LEFT_OUT = (".git", ".venv", ".cache", ".partial-*", ".pytest_cache", "test_*", "corpora")
# Imports what the commands of the project in this folder import; then answers each line of words
# from a fork of itself, in a process group of its own, with the number of both, and in the end with
# the exit status. What kernels are forked from serves all commands that are said to need it, and
# starts with the first. A fork may be told to stop until it is told to go on, and what to do first.
FORKS = """
import json, os, signal, sys
from multiprocessing import forkserver
from policy_emphasis.build.cli import main
from policy_emphasis.build import compare, crate, importing, messages, norming, pages, refresh, warm
answers = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
print(pages.paths.ROOT, file=answers, flush=True)
for line in sys.stdin:
    words, kernels, stopped, first = json.loads(line)
    if kernels:
        warm.start()
    child = os.fork()
    if not child:
        os.setsid()
        os.chdir("project")
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"../{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        if kernels:
            forkserver._forkserver.ensure_running = warm.ensure_running = lambda: None
        exec(first)
        if stopped:
            os.kill(os.getpid(), signal.SIGSTOP)
        code = main(words)
        sys.stdout.flush()
        os._exit(code)  # to take all that was imported down would take longer than the command
    print(child, file=answers, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)
"""


def pytest_collection_modifyitems(items):
    """What works on a copy of the project starts processes there: it is slow."""
    for item in items:
        if {"copy", "imported"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


def pytest_terminal_summary(terminalreporter):
    """What tests counted, a line each, also of those that ran in another process."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = [(report.nodeid, dict(report.user_properties).get("counted")) for report in reports]
    if lines := [f"{name}: {counted}" for name, counted in lines if counted]:
        terminalreporter.section("what was counted")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture
def counted(record_property):
    """What a test calls with how much it tried: it stands below the tests' results."""

    def tell(line):
        print(line)
        record_property("counted", line)

    return tell


@pytest.fixture(scope="session")
def run():
    return open_run({})


@pytest.fixture(scope="module")
def _window(browser):
    return browser.new_page(viewport=SIZE)


@pytest.fixture
def tab(_window):
    """A page of a browser, empty, of the size of a small desk. It is one for all tests of a file:
    opening it takes longer than most of them."""
    yield _window
    _window.goto("about:blank")
    _window.set_viewport_size(SIZE)
    _window.emulate_media(media="null", color_scheme="null")


@dataclass
class Heard:
    """What a page asked for, what it was given, and what it said on the console or as an error."""

    asked: list
    answered: list
    said: list


@pytest.fixture
def heard(tab):
    """What is Heard of the tab while this test runs."""
    found = Heard([], [], [])
    listeners = {
        "request": lambda request: found.asked.append(request.url),
        "requestfinished": lambda request: found.answered.append(request.url),
        "console": lambda message: found.said.append(message.text),
        "pageerror": lambda error: found.said.append(str(error)),
    }
    for event, listener in listeners.items():
        tab.on(event, listener)
    yield found
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)


@dataclass
class Copy:
    """A copy of the project, with the pages that were built; calling it runs a command there."""

    root: Path
    python: ClassVar = sys.executable

    @property
    def environment(self):
        """The environment's variables: those of a make that runs the tests left out."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
        return clean | {"PYTHONPATH": str(self.root / "src")}

    def __call__(self, *words, timeout=300, **variables):
        environment = self.environment | variables
        # Into files, not pipes: a pipe would also wait for the process that imports libraries.
        with open(self.root.parent / "out", "w") as out, open(self.root.parent / "err", "w") as err:
            process = subprocess.Popen(
                words,
                cwd=self.root,
                env=environment,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
            try:
                code = process.wait(timeout)
            finally:
                end_group(process.pid)
        return self.done(words, code)

    def make(self, *words, **variables):
        return self("make", "-o", ".venv/.installed", *words, **variables)

    def command(self, *words, **variables):
        return self(self.python, "-m", "policy_emphasis", *words, **variables)

    def done(self, words, code):
        out, err = (Path(self.root.parent / name).read_text() for name in ("out", "err"))
        return subprocess.CompletedProcess(words, code, out, err)


@dataclass
class WarmCopy(Copy):
    """As Copy, for commands alone, which a process that has the libraries answers."""

    process: subprocess.Popen

    @property
    def mark(self):
        """By which the processes that it starts, and itself, are known."""
        return {"PE_TEST_MARK": str(self.root.parent)}

    def start(self, *words, kernels=False, stopped=False, first=""):
        """Start a command; returns the number of its process, and of the group of that. kernels:
        whether it comes to execute notebooks; stopped: whether it waits for SIGCONT; first: Python
        that it does before."""
        line = json.dumps([words, kernels, stopped, first])
        self.process.stdin.write(f"{line}\n".encode())
        return self._answer()

    def ended(self, *words, timeout=300):
        """What came of the command that was started last."""
        return self.done(words, self._answer(timeout))

    def command(self, *words, kernels=False, timeout=300):
        group = self.start(*words, kernels=kernels)
        done = self.ended(*words, timeout=timeout)
        end_group(group)
        return done

    def _answer(self, timeout=60):
        assert select.select([self.process.stdout], [], [], timeout)[0], "no answer in time"
        return int(self.process.stdout.readline())


@pytest.fixture
def copy(tmp_path):
    return Copy(copied(tmp_path))


@pytest.fixture(scope="session")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("warm")
    root = copied(folder)
    words = [sys.executable, "-c", FORKS]
    # Without a buffer: of a line that was read ahead, select would know nothing.
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "bufsize": 0}
    environment = Copy(root).environment | {"PE_TEST_MARK": str(folder)}
    with subprocess.Popen(words, cwd=folder, env=environment, **pipes) as process:
        assert process.stdout.readline().decode() == f"{root}\n"  # all is imported, from there
        yield folder, process
        process.stdin.close()


@pytest.fixture
def warm(imported):
    """As `copy`, made anew at one place."""
    folder, process = imported
    return WarmCopy(copied(folder), process)


@pytest.fixture(scope="session")
def _made(imported, tmp_path_factory):
    """The folders with what the page builds.NAME gives, built from nothing."""
    folder, process = imported
    warm = WarmCopy(copied(folder), process)
    reduced(warm.root, NAME, *CELLS)
    for name in RESULTS:
        shutil.rmtree(warm.root / name, ignore_errors=True)
    assert {f"reports/default/{name}" for name in MADE} < built(warm).keys()
    made = tmp_path_factory.mktemp("made")
    for name in RESULTS:
        shutil.copytree(warm.root / name, made / name)
    return made


@pytest.fixture
def whole(warm, _made):
    """`warm` with a few cells in the page builds.NAME, and built so; what is there then, as
    builds.results."""
    reduced(warm.root, NAME, *CELLS)
    for name in RESULTS:
        shutil.rmtree(warm.root / name, ignore_errors=True)
        shutil.copytree(_made / name, warm.root / name)
    return results(warm.root)


@pytest.fixture(scope="module")
def browser():
    """The Chromium of this machine."""
    program = shutil.which("chromium")
    if not program:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=["--no-sandbox", *quiet])
        yield opened
        opened.close()


def copied(folder):
    """A new copy of the project in `folder`, with the environment and the caches of this one."""
    root = folder / "project"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(paths.ROOT, root, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    _environment(root)
    for name in ("jieba", "matplotlib"):  # what these two would make again in every copy
        if (paths.CACHE / name).is_dir():
            shutil.copytree(paths.CACHE / name, root / ".cache" / name)
    return root


def _environment(root):
    """The copy's .venv: this one's, but for what a make in the copy could install into it with."""
    shared = paths.ROOT / ".venv"
    (root / ".venv" / "bin").mkdir(parents=True)
    for path in [*shared.glob("[!.b]*"), *shared.glob("bin/[!u]*")]:  # all but uv
        (root / ".venv" / path.relative_to(shared)).symlink_to(path)
    (root / ".venv" / ".installed").write_text(f"{root}\n")


def end_group(group):
    """End what a command left running: a refused one, the process that imports libraries, for
    seconds that others need."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
