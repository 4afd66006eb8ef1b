"""The build as a user meets it: bad input stops with one line and leaves the pages that stood
before, whole."""

import json
import os
import re
import signal
import subprocess
from importlib.util import find_spec

import pytest
from conftest import end_group

from policy_emphasis import disk, parameters, paths
from policy_emphasis.build import kernels, pages, publish
from policy_emphasis.build.warm import PRELOAD

TABLES_OF_TOPICS = ("topic_shares", "topics", "topics_by_number")


def _state(root):
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in sorted((root / "reports").rglob("*"))
        if p.is_file()
    }


def _refused(done, said):
    lines = [line for line in done.stderr.splitlines() if line.startswith("policy_emphasis: ")]
    assert done.returncode != 0 and len(lines) == 1 and said in lines[0], done
    assert "Traceback" not in done.stdout + done.stderr


def _edit_csv(root, old, new):
    path = root / "data/raw/documents.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    "breaking, said",
    [
        (
            lambda r: (r / "data/raw/000_97f8a95c989aeb02.txt").unlink(),
            "not in data/raw/; put the file there",
        ),
        (lambda r: (r / "data/raw/000_97f8a95c989aeb02.txt").write_bytes(b""), "the file is empty"),
        (
            lambda r: (r / "data/raw/000_97f8a95c989aeb02.txt").write_bytes(b"\xff\xfe\x00"),
            "its sha256 is",
        ),
        (lambda r: _edit_csv(r, ",genre,", ",kind,"), "column genre is missing"),
        (lambda r: _edit_csv(r, "tianjin-2023,tianjin", "sichuan-2023,tianjin"), "stands twice"),
        (
            lambda r: _edit_csv(r, "000_97f8a95c989aeb02.txt", "../../LICENSE"),
            "leads out of data/raw/",
        ),
        (
            lambda r: (r / "params/default.yaml").write_text("n_topics: 1\n"),
            "is missing; the default run holds every parameter",
        ),
        (lambda r: (r / "data/reference/codebook.yaml").write_text("- theme: 1"), "codebook.yaml"),
        (
            lambda r: (r / "data/reference/lexicon.csv").write_text("term,gloss\n"),
            "lexicon.csv: holds no row",
        ),
        (
            lambda r: (r / "data/reference/stop_words.csv").write_bytes(
                "word,kind\n我们,function\n".encode("gb18030")
            ),
            "stop_words.csv: not valid UTF-8",
        ),
        (lambda r: _edit_csv(r, "zhaoqing-2022,zhaoqing", "zhaoqing-2022,tianjin"), "place"),
        (
            lambda r: _edit_csv(r, ",work report,province", ",Work report,province"),
            "write 'work report'",
        ),
    ],
)
def test_bad_input_leaves_the_good_pages(warm, breaking, said):
    breaking(warm.root)
    before = _state(warm.root)
    _refused(warm.command("pages", "default", "04_emphasis"), said)
    assert before and _state(warm.root) == before


@pytest.mark.parametrize(
    "yaml, said",
    [
        ("n_topics: 1", "params/bad.yaml: n_topics got 1"),
        ("n_topcs: 9", "unknown parameter 'n_topcs'"),
        ("model: bert", "model got 'bert'"),
        ("places: [tianjin, atlantis]", "places got 'atlantis'"),
        ("- 3", "holds list"),
    ],
)
def test_a_bad_run_file(copy, yaml, said):
    (copy.root / "params/bad.yaml").write_text(yaml)
    _refused(copy.make("all", "RUN=bad"), said)
    assert not list((copy.root / "reports").glob("bad/*.html"))


def test_names_are_checked_before_the_shell_sees_them(copy):
    (copy.root / "random.py").write_text("raise ImportError")  # no module of the project's folder
    for notebook in ('03_topics"; touch hacked; "', "../x"):
        done = copy.make("report", f"NOTEBOOK={notebook}", "SET=seed=1")
        _refused(done, "not in notebooks/")
    assert not (copy.root / "hacked").exists()


@pytest.mark.parametrize(
    "words, said",
    [
        ("n_topics=1", "SET: n_topics got 1"),
        ("n_topcs=12", "unknown parameter"),
        ("n_terms=9", "03_topics does not use n_terms"),
        ("model=bert", "model got 'bert'"),
        ("__import__('os').system('touch${IFS}hacked')#=1", "unknown parameter"),
    ],
)
def test_a_bad_set(copy, words, said):
    before = _state(copy.root)
    _refused(copy.make("report", "NOTEBOOK=03_topics", f"SET={words}"), said)
    assert _state(copy.root) == before and not (copy.root / "hacked").exists()


def _settings_of_a_user(folder):
    """A long folder for temporary files, a home that cannot be written, a start-up file of IPython
    with imports, and a broken kernel of the name that the notebooks have."""
    temporary = folder / ("t" * 100)
    startup = folder / "ipython" / "profile_default" / "startup"
    kernel = folder / "jupyter" / "kernels" / "python3"
    for path in (temporary, startup, kernel):
        path.mkdir(parents=True)
    lines = "import os, sys\nimport numpy as np\nfrom pathlib import Path\ndef f(): pass\n"
    (startup / "00.py").write_text(lines)
    (kernel / "kernel.json").write_text("{broken")
    settings = {"TMPDIR": temporary, "IPYTHONDIR": folder / "ipython"}
    settings |= {"JUPYTER_PATH": folder / "jupyter", "HOME": "/proc/nowhere"}
    return {name: str(value) for name, value in settings.items()}


@pytest.mark.long
def test_a_report_lies_beside_the_default_pages_whatever_a_user_has_set(copy):
    before = _state(copy.root)
    settings = _settings_of_a_user(copy.root.parent)
    done = copy.make(
        "report", "NOTEBOOK=03_topics", "SET=n_topics=6 refits=1 model=lda", **settings
    )
    assert done.returncode == 0, done.stderr
    page = "reports/default/03_topics_model-lda_n_topics-6_refits-1.html"
    assert done.stdout.splitlines()[-1].endswith(f" s: open {page}")
    after = _state(copy.root)
    assert all(after[name] == content for name, content in before.items())
    tables = [page.replace(".html", f"_tables/{name}.csv") for name in TABLES_OF_TOPICS]
    assert sorted(set(after) - set(before)) == [page, *tables]
    changed = '<code>n_topics</code></th><td role="cell">6</td><td role="cell">10</td>'
    assert changed in after[page].decode()


def _with_cell(root, name, source):
    """The notebook with a cell put before all others but the parameters and the first imports."""
    path = root / f"notebooks/{name}.ipynb"
    notebook = json.loads(path.read_text())
    cell = {"cell_type": "code", "id": "put-there", "metadata": {}, "source": source}
    notebook["cells"].insert(4, cell | {"outputs": [], "execution_count": None})
    path.write_text(json.dumps(notebook))


@pytest.mark.long
def test_failing_pages_name_themselves_and_leave_nothing_and_the_others_are_built(warm):
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    _with_cell(warm.root, "01_corpus", "1 / 0")
    _with_cell(warm.root, "05_targets", kill)
    other = "07_concordance"
    warm.command("pages", "default", other, kernels=True)  # with the list of runs as they are now
    before = _state(warm.root)
    (warm.root / f"reports/default/{other}.html").unlink()
    done = warm.command("pages", "default", "01_corpus", "05_targets", other, kernels=True)
    _refused(done, "01_corpus: 01_corpus.ipynb, cell 5: ZeroDivisionError: division by zero; ")
    _refused(done, "; 05_targets: 05_targets.ipynb, cell 5: Kernel died (SIGKILL); is there memory")
    assert _state(warm.root) == before  # the other page with it
    assert not list((warm.root / "reports/default").glob(".*partial*"))


@pytest.mark.parametrize(
    "fault, said",
    [
        (TimeoutError("A cell timed out\nThe message was: no answer"), "A cell timed out"),
        (TimeoutError("no kernel_info"), "no kernel_info; is there memory enough?"),
        (RuntimeError("Kernel died"), "Kernel died; is there memory enough?"),
        (ConnectionResetError(), "the process that kernels are forked from is gone"),
    ],
)
def test_a_kernel_that_is_silent_or_gone_is_said_in_one_line(tmp_path, monkeypatch, fault, said):
    def executed(*_, **__):
        raise fault

    monkeypatch.setattr(kernels, "_executed", executed)
    with pytest.raises(paths.ProjectError, match=re.escape(said)) as caught:
        kernels.execute("03_topics", tmp_path, {}, limits=parameters.of_run("default"))
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_a_kernel_has_a_limit_to_answer(monkeypatch, tmp_path):
    given = {}
    monkeypatch.setattr(
        kernels.papermill, "execute_notebook", lambda *_, **options: given.update(options)
    )
    kernels.execute("03_topics", tmp_path, {}, limits=parameters.of_run("default"))
    assert 0 < given["execution_timeout"] <= 3_600
    assert given["kernel_manager_class"].kernel_spec.argv == []  # no kernel of the user's


def test_where_a_page_failed_the_next_make_builds_the_run_again(tmp_path, monkeypatch):
    (tmp_path / "default").mkdir()
    (tmp_path / "default" / ".made").write_text("")
    monkeypatch.setattr(paths, "REPORTS", tmp_path)
    monkeypatch.setattr(pages, "_build", lambda *_: {"05_targets": "out of memory"})
    monkeypatch.setattr(pages, "renew_comparisons", lambda run: None)
    with pytest.raises(paths.ProjectError, match="05_targets: out of memory"):
        pages.build_pages("default", {name: {} for name in paths.PAGES})
    assert not (tmp_path / "default" / ".made").exists()


def test_a_file_is_whole_or_not_there_and_two_builds_may_write_it_at_once(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    disk.write_whole(path, "first")
    beside = set()
    monkeypatch.setattr(os, "replace", lambda source, target: beside.add(source))
    disk.write_whole(path, "second")
    assert path.read_text() == "first"
    monkeypatch.setattr(os, "getpid", lambda: 1)
    disk.write_whole(path, "third")
    assert len(beside) == 2


def test_where_nobody_reads_any_more_the_build_goes_on():
    source, sink = os.pipe()
    os.close(source)
    child = os.fork()
    if not child:
        os.dup2(sink, 1)
        publish.tell("a line that nobody reads")
        publish.tell("nor this")
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


@pytest.mark.parametrize("name", PRELOAD)
def test_what_kernels_are_to_have_imported_exists(name):
    assert find_spec(name)


def test_ctrl_c_stops_in_one_line(copy):
    before = _state(copy.root)
    with open(copy.root / "err", "wb") as said:
        build = subprocess.Popen(
            [copy.python, "-m", "policy_emphasis", "pages", "default", "02_terms"],
            cwd=copy.root,
            start_new_session=True,
            env=copy.environment,
            stdout=subprocess.PIPE,
            stderr=said,
        )
    with build.stdout:
        assert any(b"starting" in line for line in build.stdout)
        os.killpg(build.pid, signal.SIGINT)
        assert build.wait(20) == 130
    end_group(build.pid)
    line = "policy_emphasis: stopped; the pages that stood before still stand\n"
    assert (copy.root / "err").read_text() == line
    assert {k: v for k, v in _state(copy.root).items() if "/.partial" not in k} == before
