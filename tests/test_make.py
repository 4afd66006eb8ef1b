"""The Makefile: a run is made anew when what it rests on changed, and not otherwise."""

import os
import re
import shutil
import subprocess
import time

import pytest
from conftest import Copy, copied

from policy_emphasis import paths
from policy_emphasis.build import manifest
from policy_emphasis.disk import sha256

pytestmark = pytest.mark.slow
RESTED_ON = [
    "src/policy_emphasis/text/outline.py",
    "src/policy_emphasis/build/pages.py",
    "src/policy_emphasis/page/templates/page.css",
    "notebooks/02_terms.ipynb",
    "data/raw/documents.csv",
    "data/reference/messages.zh.po",
    "tests/gold/quantities.csv",
    "params/default.yaml",
    "params/grids/multiverse.yaml",
    "requirements.lock",
    "CITATION.cff",
]
TABLE, PAGE, CARD = "tables/themes.csv", "03_topics.html", "share.svg"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return Copy(copied(tmp_path_factory.mktemp("make")))


@pytest.fixture
def built(project):
    """A copy in which two runs are built, as far as their dates can tell."""
    now = time.time()
    shutil.rmtree(project.root / "reports", ignore_errors=True)
    for path in project.root.rglob("*"):
        if path.is_file() and ".venv" not in path.parts:
            os.utime(path, (now - 100, now - 100))
    for run in ("default", "fine-topics"):
        folder = project.root / "reports" / run
        (folder / "tables").mkdir(parents=True)
        names = [f"reports/{run}/{name}" for name in (TABLE, PAGE, CARD)]
        for name in names:
            (project.root / name).write_text("")
        names += ["data/reference/lexicon.csv", *RESTED_ON]
        made = [f"{sha256(project.root / name)}  {name}\n" for name in names]
        (folder / ".made").write_text("".join(made))
        os.utime(folder / ".made", (now - 50, now - 50))
    return project


def is_made_again(built, run="default"):
    """Whether make would build the run; what would build it is replaced by `echo`."""
    done = built.make("all", f"RUN={run}", "PYTHON=echo")
    assert done.returncode == 0, done.stderr
    closing = f"reports/{run} is up to date: open reports/{run}/index.html"
    builds = f"policy_emphasis pages {run}" in done.stdout
    assert builds != (closing in done.stdout), "one of the two is said, and only one"
    return builds


def test_where_nothing_changed_nothing_is_done_and_that_is_said(built):
    assert not is_made_again(built)
    assert not is_made_again(built, "fine-topics")


@pytest.mark.parametrize("changed", RESTED_ON)
def test_what_a_run_rests_on_makes_it_again(built, changed):
    os.utime(built.root / changed)
    assert is_made_again(built)


@pytest.mark.parametrize("changed", ["README.md", "Makefile", "tests/conftest.py"])
def test_what_a_run_does_not_rest_on_makes_nothing(built, changed):
    os.utime(built.root / changed)
    assert not is_made_again(built)


def test_a_run_file_makes_its_own_run_again_and_no_other(built):
    os.utime(built.root / "params/fine-topics.yaml")
    assert not is_made_again(built)
    assert is_made_again(built, "fine-topics")


def test_a_run_that_is_up_to_date_is_printed_as_it_is(built):
    done = built.make("print", "RUN=fine-topics", "PYTHON=echo")
    assert done.returncode == 0
    assert done.stdout.split() == ["-m", "policy_emphasis", "print", "fine-topics"]


@pytest.mark.parametrize("name", [TABLE, PAGE, CARD])
def test_a_page_table_or_card_that_is_gone_is_made_again(built, name):
    (built.root / "reports/default" / name).unlink()
    assert is_made_again(built)
    assert not is_made_again(built, "fine-topics")


@pytest.mark.parametrize("name", [TABLE, PAGE, CARD])
def test_a_page_table_or_card_that_was_edited_is_made_again(built, name):
    path = built.root / "reports/default" / name
    before = path.stat().st_mtime
    path.write_text("edited")
    os.utime(path, (before, before))
    assert is_made_again(built)
    assert not is_made_again(built, "fine-topics")


def test_a_build_that_failed_is_tried_again(built):
    os.utime(built.root / "data/reference/lexicon.csv")
    assert built.make("all", "PYTHON=false").returncode != 0
    assert is_made_again(built)


def test_data_that_are_gone_are_noticed(built):
    lexicon = built.root / "data/reference/lexicon.csv"
    content = lexicon.read_bytes()
    lexicon.unlink()
    try:
        assert is_made_again(built)
    finally:
        lexicon.write_bytes(content)


TOMORROW = 86_400  # seconds


def _dated(root, seconds):
    """Move the dates of all files, as a clock that goes back does."""
    for path in root.rglob("*"):
        if path.is_file() and ".venv" not in path.parts:
            moved = path.stat().st_mtime + seconds
            os.utime(path, (moved, moved))


def test_what_make_goes_by_holds_all_that_a_run_rests_on(monkeypatch, tmp_path):
    """And is no older than any of it, so that a file from the future makes a run again but once."""
    inputs = manifest.inputs_of("default")
    assert set(RESTED_ON) <= inputs.keys()
    monkeypatch.setattr(paths, "REPORTS", tmp_path)
    (tmp_path / "default").mkdir()
    page = paths.ROOT / "README.md"
    given = {"inputs": inputs, "outputs": [], "began": page.stat().st_mtime - 1e9}
    monkeypatch.setattr(manifest, "name_of", lambda path, *_: os.path.relpath(path, paths.ROOT))
    manifest.write_manifest("default", {}, **given)
    stamp = tmp_path / "default" / manifest.STAMP
    lines = stamp.read_text().splitlines()
    assert {f"{found}  {name}" for name, found in inputs.items()} < set(lines)
    assert stamp.stat().st_mtime == max((paths.ROOT / name).stat().st_mtime for name in inputs)


@pytest.mark.parametrize("changed", RESTED_ON)
def test_an_edit_is_noticed_though_the_clock_went_back(built, changed):
    """Its date is that of long before the run was built."""
    _dated(built.root, TOMORROW)
    path = built.root / changed
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    os.utime(path, (1e9, 1e9))
    try:
        assert is_made_again(built)
    finally:
        path.write_bytes(content)


def test_files_from_the_future_are_no_failure_and_make_nothing_again(built):
    _dated(built.root, TOMORROW)
    assert not is_made_again(built)


@pytest.mark.skipif(not shutil.which("faketime"), reason="faketime is not on this machine")
def test_under_a_clock_that_went_back_nothing_is_made_for_ever_and_no_edit_missed(built):
    back = ["faketime", "-f", "-1d", "make", "-o", ".venv/.installed", "all", "PYTHON=echo"]
    done = built(*back, NO_FAKE_STAT="1")
    assert done.returncode == 0 and "is up to date" in done.stdout, done
    path = built.root / "notebooks/02_terms.ipynb"
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    yesterday = time.time() - TOMORROW
    os.utime(path, (yesterday, yesterday))
    done = built(*back, NO_FAKE_STAT="1")
    path.write_bytes(content)
    assert done.returncode == 0 and "policy_emphasis pages default" in done.stdout, done


@pytest.mark.parametrize("library", ["pandas", "papermill"])
def test_a_library_that_is_gone_is_said_in_one_line_that_says_what_to_do(built, library):
    """One that all commands need, and one that is imported once kernels start."""
    shadow = built.root.parent / library
    shadow.mkdir()
    text = f"raise ModuleNotFoundError({f'No module named {library!r}'!r})"
    (shadow / f"{library}.py").write_text(text)
    os.utime(built.root / "params/default.yaml")
    done = built.make("all", PYTHONPATH=f"{shadow}:{built.root / 'src'}")
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert done.returncode != 0 and len(lines) == 1, done
    assert lines[0].startswith(f"policy_emphasis: No module named '{library}'; ")
    assert "rm -rf .venv and run make again" in lines[0]


def test_a_file_name_with_a_space_is_refused_in_one_line(built):
    spaced = built.root / "data/raw/work report.txt"
    spaced.write_text("")
    try:
        done = built.make("all", "PYTHON=echo")
    finally:
        spaced.unlink()
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert done.returncode != 0 and len(lines) == 1
    assert "give files in data/raw names without spaces" in lines[0]


@pytest.mark.parametrize(
    "run", ["nosuch", "", "../x", "a b", "chinese default", "default ", "%", 'a"; touch hacked; "']
)
@pytest.mark.parametrize("target", ["all", "compare", "report"])
def test_a_run_that_does_not_exist_is_refused_in_one_line_that_lists_the_runs(built, target, run):
    done = built.make(target, f"RUN={run}", "PYTHON=echo")
    assert done.returncode != 0 and len(done.stderr.splitlines()) == 1
    runs = " ".join(sorted(path.stem for path in paths.PARAMS.glob("*.yaml")))
    assert f"RUN: no such run in params/; there are: {runs}" in done.stderr
    assert not (built.root / "hacked").exists()


def test_a_comparison_looks_at_both_runs_first(built):
    os.utime(built.root / "params/default.yaml")  # which both rest on
    done = built.make("compare", "RUN=fine-topics", "PYTHON=echo")
    commands = [line.split(" ", 2)[-1] for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [command.split(" --")[0] for command in commands] == [
        "pages fine-topics",
        "pages default",
        "compare fine-topics",
    ]


def test_help_lists_every_target():
    text = (paths.ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", text, flags=re.M)[1].split()
    helped = re.findall(r"^(\w+):.*##", text, flags=re.M)
    assert sorted(helped) == sorted(set(targets) - {"again"})


TOOL = """#!/bin/sh
echo "${0##*/} $* index=$UV_DEFAULT_INDEX cache=$UV_CACHE_DIR user=$PIP_USER" >> "$LOG"
if [ "$3" = config ]; then echo "$CONFIGURED"; [ "$CONFIGURED" ]; fi
"""
VENV = """#!/bin/sh
echo "made $*" >> "$LOG"
mkdir -p .venv/bin .venv/lib/python3/site-packages/pip
touch .venv/lib/python3/site-packages/pip/__init__.py
cp "$TOOLS/uv" .venv/bin/uv
cp "$TOOLS/uv" .venv/bin/python
"""


class Installer:
    """A folder with the Makefile alone, in which programs are called that only note their call."""

    def __init__(self, folder):
        self.root, self.log, tools = folder / "project", folder / "log", folder / "tools"
        for path in ("params/default.yaml", "requirements.lock", "pyproject.toml"):
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text("")
        shutil.copy(paths.ROOT / "Makefile", self.root)
        tools.mkdir()
        for name, script in (("uv", TOOL), ("python3", VENV)):
            (tools / name).write_text(script)
            (tools / name).chmod(0o755)
        search = f"{tools}:{os.environ['PATH']}"
        self.environment = {"PATH": search, "TOOLS": str(tools), "LOG": str(self.log)}
        self.environment |= {"HOME": str(folder / "home")}

    def calls(self, **variables):
        """What `make` calls to install the environment, a line each."""
        self.log.write_text("")
        words = ["make", ".venv/.installed"]
        environment = self.environment | variables
        done = subprocess.run(words, cwd=self.root, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return self.log.read_text().splitlines()


@pytest.fixture
def installer(tmp_path):
    return Installer(tmp_path)


def test_the_installer_asks_the_index_that_pip_is_set_to(installer):
    made, pip, *uv = installer.calls(PIP_INDEX_URL="https://mirror/simple")
    assert made.startswith("made -m venv") and pip.startswith("python -m pip install")
    assert len(uv) == 2 and all(" index=https://mirror/simple " in call for call in uv)
    (installer.root / ".venv/.installed").unlink()
    own = {"PIP_INDEX_URL": "https://mirror/simple", "UV_DEFAULT_INDEX": "https://own/simple"}
    assert all(" index=https://own/simple " in call for call in installer.calls(**own)[1:])
    (installer.root / ".venv/.installed").unlink()
    assert all(" index= " in call for call in installer.calls())


def test_the_installer_asks_the_index_that_a_file_sets_pip_to(installer):
    """uv reads no settings of pip's; what the environment says goes first."""
    configured = "https://file/simple"
    *_, asked, first, second = installer.calls(CONFIGURED=configured)
    assert asked.startswith("python -m pip config get global.index-url ")
    assert f" index={configured} " in first and f" index={configured} " in second
    (installer.root / ".venv/.installed").unlink()
    own = {"CONFIGURED": configured, "PIP_INDEX_URL": "https://mirror/simple"}
    assert all(" index=https://mirror/simple " in call for call in installer.calls(**own)[1:])


def test_the_installer_needs_no_home_and_installs_for_no_user(installer):
    _, pip, _, *uv = installer.calls(HOME="/proc/nowhere", PIP_USER="1")
    assert pip.endswith(" user=0")
    assert all(f" cache={installer.root}/.cache/uv " in call for call in uv)
    (installer.root / ".venv/.installed").unlink()
    assert all(" cache= " in call for call in installer.calls())


def _renamed(installer):
    installer.root = installer.root.rename(installer.root.with_name("renamed"))


def _of_python(installer, name, *, libraries, there=True):
    """Make the environment's Python a link to one of this name."""
    python, target = installer.root / ".venv/bin/python", installer.root.parent / name
    shutil.copy(python, target)
    python.unlink()
    python.symlink_to(target)
    if libraries:
        (installer.root / ".venv/lib" / name).mkdir(parents=True)
    if not there:
        target.unlink()


@pytest.mark.parametrize(
    "change, again",
    [
        (lambda installer: None, False),
        (lambda installer: _of_python(installer, "python3.11", libraries=True), False),
        (_renamed, True),
        (lambda installer: _of_python(installer, "python3.12", libraries=False), True),
        (lambda installer: _of_python(installer, "python3.11", libraries=True, there=False), True),
        (lambda installer: (installer.root / ".venv/bin/python").unlink(), True),
    ],
)
def test_an_environment_that_fits_no_more_is_made_anew_and_no_other(installer, change, again):
    assert len(installer.calls()) == 5
    change(installer)
    calls = installer.calls()
    assert (calls[:1] == ["made -m venv .venv"]) == again and len(calls) == 5 * again
    assert installer.calls() == []


def test_an_environment_without_pip_is_given_one(installer):
    installer.calls()
    shutil.rmtree(installer.root / ".venv/lib/python3/site-packages/pip")
    assert installer.calls() == []  # which nothing needs
    (installer.root / ".venv/.installed").unlink()
    calls = installer.calls()
    assert calls[0] == "made -m venv .venv" and len(calls) == 5


@pytest.mark.skipif(not shutil.which("git"), reason="git is not on this machine")
def test_a_clone_that_translates_line_endings_leaves_the_texts_as_they_are(tmp_path):
    """As with git config core.autocrlf true, the default of git for Windows."""

    def git(*words):
        done = ["git", "-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run([*done, *words], cwd=tmp_path, check=True, capture_output=True)

    shutil.copy(paths.ROOT / ".gitattributes", tmp_path)
    written = {"data/raw/a.txt": b"1\n2\n", "data/raw/b.txt": b"1\r\n2\n", "Makefile": b"a:\n"}
    for name, content in written.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "texts")
    for name in written:
        (tmp_path / name).unlink()
    git("checkout", "-q", ".")
    assert {name: (tmp_path / name).read_bytes() for name in written} == written
