"""The build as a user meets it: bad input stops with one line and leaves the pages that stood before, whole."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest
from conftest import end_group

PAGE = "reports/default/01_corpus.html"


def _state(root):
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in sorted((root / "reports").rglob("*"))
        if p.is_file()
    }


def _refused(done, said):
    lines = [line for line in done.stderr.splitlines() if line.startswith("policy_emphasis: ")]
    assert done.returncode != 0 and len(lines) == 1 and said in lines[0], (
        done.returncode,
        done.stdout,
        done.stderr,
    )
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
    _refused(warm("pages", "default", "04_emphasis"), said)
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
    done = copy("make", "all", "RUN=bad")
    assert done.returncode != 0 and said in done.stderr and "Traceback" not in done.stderr
    assert not list((copy.root / "reports").glob("bad/*.html"))


def test_a_run_that_does_not_exist(copy):
    done = copy("make", "all", "RUN=nosuch")
    assert (
        done.returncode != 0
        and "params/nosuch.yaml: no such run; there are: chinese default fine-topics work-reports-only"
        in done.stderr
    )


def test_names_are_checked_before_the_shell_sees_them(copy):
    for words in (['RUN=a"; touch hacked; "'], ["RUN=../x"], ["RUN=a b"], ["RUN="]):
        done = copy("make", "all", *words)
        assert done.returncode != 0 and "RUN: a name takes lower-case letters" in done.stderr
    _refused(
        copy("make", "report", 'NOTEBOOK=03_topics"; touch hacked; "', "SET=seed=1"),
        "not in notebooks/",
    )
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
    _refused(
        copy(
            "make",
            "report",
            "NOTEBOOK=03_topics",
            f"SET={words}",
            PYTHONPATH=str(copy.root / "src"),
        ),
        said,
    )
    assert _state(copy.root) == before and not (copy.root / "hacked").exists()


def test_a_bad_notebook_name(copy):
    _refused(copy("make", "report", "NOTEBOOK=../x", "SET=seed=1"), "not in notebooks/")


def test_a_report_lies_beside_the_default_pages(copy):
    before = _state(copy.root)
    done = copy("make", "report", "NOTEBOOK=03_topics", "SET=n_topics=6 model=lda")
    assert done.returncode == 0, done.stderr
    after = _state(copy.root)
    assert all(after[name] == content for name, content in before.items())
    assert sorted(set(after) - set(before)) == [
        "reports/default/03_topics_model-lda_n_topics-6.html"
    ] + [
        f"reports/default/03_topics_model-lda_n_topics-6_tables/{t}.csv"
        for t in ("topic_shares", "topics", "topics_by_number")
    ]
    page = after["reports/default/03_topics_model-lda_n_topics-6.html"].decode()
    assert "<code>n_topics</code></th><td>6</td><td>10</td><td>yes</td>" in page


def test_a_failing_cell_names_itself_and_leaves_nothing_behind(copy):
    path = copy.root / "notebooks/01_corpus.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][4]["source"] = "1 / 0"
    notebook["cells"][4]["cell_type"] = "code"
    notebook["cells"][4] |= {"outputs": [], "execution_count": None}
    path.write_text(json.dumps(notebook))
    before = _state(copy.root)
    _refused(
        copy(copy.python, "-m", "policy_emphasis", "pages", "default", "01_corpus"),
        "ZeroDivisionError",
    )
    assert _state(copy.root) == before
    assert not list((copy.root / "reports/default").glob(".partial*"))


def test_a_killed_build_leaves_the_last_good_page_and_no_kernel(copy):
    before = _state(copy.root)
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy.root / "src"),
        "PE_TEST_MARK": str(copy.root),
    }
    build = subprocess.Popen(
        [copy.python, "-m", "policy_emphasis", "pages", "default", "02_terms", "04_emphasis"],
        cwd=copy.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 60
    while not list((copy.root / "reports/default").glob(".partial*")) and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert {k: v for k, v in _state(copy.root).items() if "/.partial" not in k} == before
    end = time.monotonic() + 20
    while (left := _processes_with(f"PE_TEST_MARK={copy.root}")) and time.monotonic() < end:
        time.sleep(0.2)
    assert not left
    assert (
        copy(copy.python, "-m", "policy_emphasis", "pages", "default", "02_terms").returncode == 0
    )
    assert not list((copy.root / "reports/default").glob(".partial*"))  # the next build sweeps up


def test_ctrl_c_stops_in_one_line(copy):
    before = _state(copy.root)
    build = subprocess.Popen(
        [copy.python, "-m", "policy_emphasis", "pages", "default", "02_terms"],
        cwd=copy.root,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(copy.root / "src")},
        stdout=subprocess.DEVNULL,
        stderr=open(copy.root / "err", "wb"),
    )
    time.sleep(2)
    os.killpg(build.pid, signal.SIGINT)
    assert build.wait(20) == 130
    end_group(build.pid)
    assert (
        copy.root / "err"
    ).read_text() == "policy_emphasis: stopped; the pages that stood before still stand\n"
    assert {k: v for k, v in _state(copy.root).items() if "/.partial" not in k} == before


def _processes_with(mark):
    found = []
    for entry in os.listdir("/proc"):
        try:
            if entry.isdigit() and mark.encode() in open(f"/proc/{entry}/environ", "rb").read():
                found.append(entry)
        except OSError:
            pass
    return found


def test_two_builds_agree_to_the_byte(copy):
    """Pages and tables as `make all` built them, against a build from nothing elsewhere, with other hashes and one page at a time; .ci/run compares all of them."""
    names = ["03_topics", "index"]  # between them every measure, and every kind of chart and table
    first = _state(copy.root)
    for built in (copy.root / "reports", copy.root / "data" / "processed"):
        shutil.rmtree(built)
    done = copy(
        copy.python,
        "-m",
        "policy_emphasis",
        "pages",
        "default",
        *names,
        "--jobs",
        "1",
        timeout=600,
        PYTHONHASHSEED="1",
    )
    assert done.returncode == 0, done.stderr
    second = {
        name: content for name, content in _state(copy.root).items() if name != "reports/index.html"
    }  # which lists other runs too
    assert {f"reports/default/{name}.html" for name in names} < set(second)
    assert [name for name in second if first.get(name) != second[name]] == [], (
        "or the pages are not those of this checkout: run make all"
    )
