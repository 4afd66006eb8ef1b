"""What may go wrong while pages are built: kernels that die, hang or take too much, settings of a
user's, damaged files, other builds. Each is said in one line, and nothing goes on afterwards."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from builds import alive, nothing_is_left, once, pages, reduced
from conftest import Copy, copied

from policy_emphasis.build import kernels
from policy_emphasis.build.pages import _told_once

pytestmark = [pytest.mark.slow, pytest.mark.long]
GOOD, OTHER, CHART = "10_codebook", "07_concordance", "03_topics"
CHILD = "import subprocess as s; s.Popen(['sleep', '99'], start_new_session={})"
STOPPED = "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"
LIMIT = 10  # seconds that a cell may take here
FAULTS = {  # page → its cell, and what is said of it
    "01_corpus": ("import os; os.kill(os.getpid(), 9)", "Kernel died (SIGKILL); is there memory"),
    "02_terms": ("import os; os._exit(3)", "Kernel died (exit status 3); take out what ends it"),
    "03_topics": ("import ctypes; ctypes.string_at(0)", "Kernel died (SIGSEGV); mend what it call"),
    "04_emphasis": (STOPPED, f"not done in time_limit, {LIMIT} s; if it needs longer, raise that"),
    "05_targets": ("while True: pass", f"not done in time_limit, {LIMIT} s; if it needs longer"),
    "06_robustness": ("x = bytearray(3 * 10**9)", "MemoryError: ; memory_limit is 2500 MB (0: non"),
    OTHER: ("print('x' * 30_000_000)", "the notebook's outputs are larger than 20 MB; print less"),
    "09_norms": (
        "for _ in range(999): print('x' * 99_999)",
        "the notebook's outputs are larger than",
    ),
}


def _project(folder):
    """A copy of the project, and the mark by which its processes are known."""
    copy = Copy(copied(folder))
    for name in (GOOD, OTHER):
        reduced(copy.root, name, "print('built')")
    return copy, {"PE_TEST_MARK": str(folder)}


@pytest.fixture
def project(tmp_path):
    return _project(tmp_path)


def _started(project, *words, **variables):
    copy, mark = project
    return subprocess.Popen(
        [copy.python, "-m", "policy_emphasis", *words],
        cwd=copy.root,
        env=copy.environment | mark | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """A build of pages with one fault each, and a good one among them: what it said, the pages
    before and after, and whether anything was alive two seconds later."""
    copy, mark = project = _project(tmp_path_factory.mktemp("faults"))
    for name, (cell, _) in FAULTS.items():
        reduced(copy.root, name, cell)
    reduced(copy.root, GOOD, CHILD.format(False), CHILD.format(True), "print('built')")
    default = copy.root / "params/default.yaml"
    text = default.read_text().replace("time_limit: 600", f"time_limit: {LIMIT}")
    default.write_text(text.replace("memory_limit: 8000", "memory_limit: 2500"))
    folder = copy.root / "reports/default"
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*FAULTS, GOOD):
        (folder / f"{name}.html").write_text("as it stood")
    build = _started(project, "pages", "default", *FAULTS, GOOD)
    said = build.communicate(timeout=120)[1]
    return build.returncode, said, nothing_is_left(mark), pages(copy.root)


def test_a_build_with_faults_fails_in_one_line_and_leaves_nothing_alive(faulty):
    code, said, nothing_left, _ = faulty
    assert code == 1 and nothing_left
    assert said.startswith("policy_emphasis: ") and said.count("\n") == 1, said


def test_the_other_page_is_built_and_those_that_stood_before_stand(faulty):
    *_, after = faulty
    assert "built" in after.pop(f"{GOOD}.html").decode()
    assert {after[f"{name}.html"] for name in FAULTS} == {b"as it stood"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_its_page_its_cell_what_happened_and_what_to_do(faulty, name):
    told = [part for part in re.split(r"; (?=\d\d_)", faulty[1]) if f"{name}: " in part]
    assert len(told) == 1 and f"{name}.ipynb, cell 3: {FAULTS[name][1]}" in told[0]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_ended_takes_stopped_kernels_and_their_children_along(project, number):
    """And its processes listen on no port, as long as they are there."""
    copy, mark = project
    cells = [CHILD.format(True), "open('ready', 'w').close()", STOPPED]
    reduced(copy.root, OTHER, CHILD.format(False), *cells)
    build = _started(project, "pages", "default", OTHER)
    assert once((copy.root / "ready").exists), build.stderr.read()
    assert len(alive(mark)) >= 4  # the build, what kernels are forked from, and both children
    assert not _listened_on() & _sockets(mark)
    build.send_signal(number)
    assert nothing_is_left(mark)
    build.communicate()


def _listened_on():
    """The inodes of sockets that listen for TCP on this machine."""
    text = "".join(Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6"))
    lines = [line.split() for line in text.splitlines()]
    return {line[9] for line in lines if line[3] == "0A"}


def _sockets(mark):
    """The inodes of the sockets that marked processes hold."""
    found = set()
    for process in alive(mark).values():
        links = [os.readlink(link) for link in (process / "fd").iterdir() if link.is_symlink()]
        found |= {link[len("socket:[") : -1] for link in links if link.startswith("socket:")}
    assert found
    return found


def test_builds_of_one_run_and_of_two_at_once_end_well_and_agree(project):
    copy, mark = project
    shutil.rmtree(copy.root / "data/processed", ignore_errors=True)
    runs = ["default", "default", "fine-topics"]
    builds = [_started(project, "pages", run, OTHER, GOOD, PYTHONHASHSEED="0") for run in runs]
    said = [build.communicate(timeout=120)[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0], said
    together = pages(copy.root), pages(copy.root, "fine-topics")
    assert all(f"{name}.html" in found for name in (OTHER, GOOD) for found in together)
    assert copy.command("pages", "default", OTHER, GOOD).returncode == 0
    assert pages(copy.root) == together[0] and nothing_is_left(mark)


def test_a_folder_of_reports_that_cannot_be_written_is_said_in_one_line(project):
    copy, mark = project
    shutil.rmtree(copy.root / "reports", ignore_errors=True)
    (copy.root / "reports").symlink_to("/sys/kernel")  # which not even root can write to
    build = _started(project, "pages", "default", GOOD)
    said = build.communicate(timeout=60)[1]
    assert build.returncode == 1 and said.count("\n") == 1, said
    assert "reports/default: " in said and "; free space or mend the rights" in said
    assert nothing_is_left(mark)


def test_what_is_damaged_of_what_was_prepared_is_made_again_and_no_clock_stops_a_build(project):
    """Files are dated in the future, as where a clock went back."""
    copy, _ = project
    cells = ["from policy_emphasis.run import open_run", "print(len(open_run({}).sentences))"]
    reduced(copy.root, GOOD, *cells)
    assert copy.command("pages", "default", GOOD).returncode == 0
    whole, tomorrow = pages(copy.root), time.time() + 86_400
    for file in [*(copy.root / "data/processed").glob("[!.]*/*")]:
        file.write_bytes(file.read_bytes()[:-20])
    for file in [*copy.root.glob("[dnps]*/**/*.*"), *copy.root.glob(".cache/**/*")]:
        if file.is_file():
            os.utime(file, (tomorrow, tomorrow))
    done = copy.command("pages", "default", GOOD)
    assert done.returncode == 0 and "damaged" in done.stdout, done
    assert pages(copy.root) == whole


def test_settings_of_a_user_change_no_page(project):
    """Of IPython, Jupyter, matplotlib, the locale, the folders and the processor's arithmetic."""
    copy, _ = project
    imports = (
        "from policy_emphasis.analysis import Analysis\nfrom policy_emphasis.page import charts"
    )
    run = "from policy_emphasis.run import open_run\nrun = open_run(globals() | {'refits': 1})"
    chart = "charts.topic_shares(Analysis(run))"
    reduced(copy.root, CHART, imports, run, chart)
    assert copy.command("pages", "default", CHART).returncode == 0
    plain, temporary = pages(copy.root), copy.root.parent / ("t" * 76)
    startup, jupyter = (copy.root.parent / name for name in ("profile_default/startup", "jupyter"))
    for folder in (temporary, startup, jupyter):
        folder.mkdir(parents=True)
    (startup / "00.py").write_text("n_topics = 1\nraise SystemExit")
    for name in ("ipython_config", "ipython_kernel_config"):
        (startup.parent / f"{name}.py").write_text("c.IPKernelApp.transport = 'tcp'\n1 / 0")
    (jupyter / "jupyter_config.py").write_text("1 / 0")
    for folder in (copy.root, jupyter):
        (folder / "matplotlibrc").write_text("font.size: 20\nsvg.fonttype: path\n")
    settings = {"IPYTHONDIR": copy.root.parent, "PYTHONSTARTUP": startup / "00.py"}
    settings |= {"JUPYTER_CONFIG_DIR": jupyter, "MATPLOTLIBRC": jupyter, "TMPDIR": temporary}
    settings |= {"HOME": "/proc/nowhere", "LC_ALL": "C", "TZ": "Asia/Shanghai"}
    settings |= {"OPENBLAS_CORETYPE": "Prescott"}
    shutil.rmtree(copy.root / "data/processed")
    named = {name: str(value) for name, value in settings.items()}
    done = copy.command("pages", "default", CHART, **named)
    assert done.returncode == 0 and not done.stderr, done
    assert "<svg" in plain[f"{CHART}.html"].decode() and pages(copy.root) == plain


def test_the_limits_of_a_run_come_to_its_pages(monkeypatch, tmp_path):
    given = {}
    limits = {"time_limit": 7, "memory_limit": 900}
    execute = kernels.papermill
    monkeypatch.setattr(execute, "execute_notebook", lambda *_, **options: given.update(options))
    kernels.execute(GOOD, tmp_path, {}, limits=limits)
    assert given["execution_timeout"] == given["iopub_timeout"] == 7
    assert given["config"]["BuildKernelManager"]["memory"] == 900


def test_a_fault_that_several_pages_share_is_told_once():
    told = _told_once(
        {"01_corpus": "no file: mend it", "02_terms": "b", "index": "no file: mend it"}
    )
    assert told == ["01_corpus, index: no file: mend it", "02_terms: b"]
