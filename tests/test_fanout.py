"""Where calls are computed changes nothing: in this process, in others, on a cluster of workers of
which one is killed."""

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from conftest import end_group
from tables import counted, paragraphs, sentences
from tasks import ended_in, ended_outside, noted

from policy_emphasis import analysis, cache, fanout, parameters, paths
from policy_emphasis.inference import specifications, topic_quality
from policy_emphasis.inference.multiverse import PlaceClaim
from policy_emphasis.paths import ProjectError
from policy_emphasis.run import open_run

CLUSTER = "tcp://127.0.0.1:1"
COUNTS = np.random.default_rng(0).poisson(1, (24, 20))
TASKS = range(12)
STARTS_OTHERS = """
import os, sys
from functools import partial
from policy_emphasis import fanout
from tasks import noted
os.environ |= {fanout.PROCESSES: "2", fanout.CLUSTER: ""}
fanout.TRIED = fanout.STARTING = 0
fanout.each(partial(noted, sys.argv[1]), range(10_000), label="tasks")
"""


@pytest.fixture
def processes(monkeypatch):
    """Two processes, and everything but the first task worth them."""
    monkeypatch.delenv(fanout.CLUSTER, raising=False)
    monkeypatch.setenv(fanout.PROCESSES, "2")
    monkeypatch.setattr(fanout, "TRIED", 0)
    monkeypatch.setattr(fanout, "STARTING", 0)


def _noted_in(file):
    return [int(line) for line in file.read_text().splitlines()]


def test_cheap_tasks_stay_in_this_process(tmp_path, monkeypatch):
    monkeypatch.delenv(fanout.CLUSTER, raising=False)
    file = tmp_path / "lines"
    assert fanout.each(partial(noted, file), TASKS[:3], label="tasks") == [0, 1, 4]
    assert set(_noted_in(file)) == {os.getpid()}


def test_one_process_is_enough_where_the_environment_says_so(tmp_path, processes, monkeypatch):
    monkeypatch.setenv(fanout.PROCESSES, "1")
    file = tmp_path / "lines"
    assert fanout.each(partial(noted, file), TASKS[:3], label="tasks") == [0, 1, 4]
    assert set(_noted_in(file)) == {os.getpid()}


@pytest.mark.slow
def test_other_processes_give_the_same_in_the_same_order(tmp_path, processes):
    file = tmp_path / "lines"
    assert fanout.each(partial(noted, file), TASKS, label="tasks") == [task**2 for task in TASKS]
    assert len(set(_noted_in(file))) == 3  # this one computes the first task, two the others


@pytest.mark.slow
def test_a_process_that_is_ended_from_outside_is_told_of_in_one_line(processes):
    with pytest.raises(ProjectError, match="a process was ended from outside") as caught:
        fanout.each(partial(ended_outside, os.getpid()), TASKS, label="tasks")
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_other_processes_end_with_the_one_that_started_them(tmp_path):
    file, words = tmp_path / "lines", [sys.executable, "-c", STARTS_OTHERS]
    own = os.pathsep.join(str(paths.ROOT / name) for name in ("src", "tests"))
    started = subprocess.Popen([*words, file], env=os.environ | {"PYTHONPATH": own})
    while not file.is_file() or len(set(_noted_in(file))) < 3:
        assert started.poll() is None
        time.sleep(0.05)
    started.kill()
    started.wait()
    for process in set(_noted_in(file)) - {started.pid}:
        with pytest.raises(ProcessLookupError):  # or else the test does not end
            while not os.kill(process, 0):
                time.sleep(0.05)


def test_the_cluster_that_the_environment_names_stands(monkeypatch):
    monkeypatch.setenv(fanout.CLUSTER, CLUSTER)
    fanout.use("tcp://other:2")
    assert os.environ[fanout.CLUSTER] == CLUSTER
    monkeypatch.delenv(fanout.CLUSTER)
    fanout.use("")
    assert fanout.CLUSTER not in os.environ


def test_the_cluster_is_part_of_no_key(monkeypatch):
    monkeypatch.setenv(fanout.CLUSTER, "")  # which stands, so that none is asked
    runs = [parameters.of_run("default") | {"cluster": cluster} for cluster in ("", CLUSTER)]
    tables, names = [analysis.Analysis(open_run(values)) for values in runs], []
    kept = {"kept": lambda name, _: names.append(name), "load": lambda folder, name: name}
    monkeypatch.setattr(analysis, "cache", SimpleNamespace(key=cache.key, **kept))
    for found in tables:
        vars(found).update(theme_claims={}, term_claims={}, _theme_mass=None, _design=None)
        assert found.specifications
    assert len(names) == 2 and len(set(names)) == 1


@pytest.mark.slow
def test_a_scheduler_that_cannot_be_reached_is_told_of_in_one_line(monkeypatch):
    pytest.importorskip("distributed", reason="no distributed: uv pip install --group cluster")
    monkeypatch.setattr(fanout, "PATIENCE", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        monkeypatch.setenv(fanout.CLUSTER, address)
        with pytest.raises(ProjectError, match=f"{address}: no Dask scheduler answers") as caught:
            fanout.each(abs, TASKS, label="tasks")
    assert "\n" not in str(caught.value)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_who_watches_sees_texts_bytes_and_the_time_left(tmp_path, monkeypatch):
    monkeypatch.delenv(fanout.CLUSTER, raising=False)
    monkeypatch.setattr(fanout, "SHOWN", 0)
    monkeypatch.setattr(sys, "stderr", Terminal())
    given = {"label": "outlining texts", "sizes": [(2, 3_000_000), (1, 1_000_000)]}
    work = partial(noted, tmp_path / "lines")
    assert fanout.each(work, TASKS[:2], **given) == [0, 1]
    shown = sys.stderr.getvalue()
    assert re.search(r"outlining texts: +75%.*3.00M/4.00M \[.*B/s, 2 of 3 texts\]", shown)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    fanout.each(work, TASKS[:2], **given)
    assert sys.stderr.getvalue() == ""


class Cluster:
    """A Dask scheduler and its workers, each a process that the test starts and ends."""

    def __init__(self, folder, **environment):
        self.folder, self.processes, self.environment = folder, [], environment
        file = folder / "scheduler.json"
        self._start("scheduler", "--port", "0", "--scheduler-file", file)
        while not (file.is_file() and file.stat().st_size):
            assert self.processes[0].poll() is None, "the scheduler ended"
            time.sleep(0.05)
        self.address = json.loads(file.read_text())["address"]

    def worker(self, root=paths.ROOT):
        # Without the process that would start it anew once it is killed.
        alone = ("--no-nanny", "--nthreads", "1", "--local-directory", self.folder)
        return self._start("worker", self.address, *alone, root=root)

    def _start(self, *words, root=paths.ROOT):
        words = [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"]
        own = [str(root / "src"), str(root / "tests")]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(own)} | self.environment
        with open(self.folder / "log", "a") as log:
            out = {"stdout": log, "stderr": log, "start_new_session": True}
            started = subprocess.Popen([*map(str, words)], env=environment, **out)
        self.processes.append(started)
        return started

    def end(self):
        for process in self.processes:
            end_group(process.pid)
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    pytest.importorskip("distributed", reason="no distributed: uv pip install --group cluster")
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        started.worker()
        started.worker()
        yield started
    finally:
        started.end()


def _tables():
    """Tables that are fanned out, of texts made up, as bytes."""
    tokens = [[f"t{j}" for j in np.flatnonzero(row)] for row in COUNTS]
    given = {"model": "nmf", "seed": 1, "refits": 2}
    yield topic_quality.by_number(counted(COUNTS), tokens, **given)
    words = ["港口港口", "港口农业。", "内河航运", "农业农业"]
    texts = sentences(*words * 2, place=[*"aaaabbbb"]).assign(is_heading=False)
    here = paragraphs([*"aaaabbbb"]).assign(document=[*"aaaabbbb"])
    book = {"theme": ["ports", "farms", "uncoded"], "terms": [["港口", "内河航运"], ["农业"], []]}
    grid = {"coding": ["shared", "main"], "weighting": ["characters", "sentences"]}
    grid |= {"headings": ["counted"], "sections": ["all", "plan"], "terms": ["all"]}
    given = {"claims": {"finding": PlaceClaim("ports", "a", "b")}}
    grid["unit"] = ["paragraph"]
    yield specifications.theme_specifications(
        texts, here, grid=grid, codebook=pd.DataFrame(book), **given
    )


@pytest.mark.slow
def test_a_cluster_gives_the_same_tables_to_the_byte(cluster, monkeypatch):
    monkeypatch.delenv(fanout.CLUSTER, raising=False)
    here = [table.to_csv().encode() for table in _tables()]
    monkeypatch.setenv(fanout.CLUSTER, cluster.address)
    assert [table.to_csv().encode() for table in _tables()] == here


@pytest.mark.slow
def test_a_worker_that_is_killed_changes_no_result(cluster, monkeypatch):
    monkeypatch.setenv(fanout.CLUSTER, cluster.address)
    victim = cluster.processes[-1]
    found = fanout.each(partial(ended_in, victim.pid), TASKS, label="tasks")
    assert victim.wait() == -signal.SIGKILL
    assert found == [task**2 for task in TASKS]


@pytest.fixture(scope="module")
def impatient(tmp_path_factory):
    """A cluster without workers, which gives a task up with the first worker that it ends."""
    pytest.importorskip("distributed", reason="no distributed: uv pip install --group cluster")
    folder = tmp_path_factory.mktemp("impatient")
    started = Cluster(folder, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        yield started
    finally:
        started.end()


def _fault(address, monkeypatch, work):
    """What a person is told, in one line."""
    monkeypatch.setenv(fanout.CLUSTER, address)
    with pytest.raises(ProjectError) as caught:
        fanout.each(work, TASKS, label="tasks")
    assert str(caught.value).startswith(f"{address}: ") and "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.slow
def test_what_a_cluster_lacks_is_told_of_in_one_line(impatient, tmp_path, monkeypatch):
    monkeypatch.setattr(fanout, "PATIENCE", 2)
    fault = _fault(impatient.address, monkeypatch, abs)
    assert "the scheduler has no workers; start some" in fault
    shutil.copytree(paths.ROOT / "src", tmp_path / "src")
    (tmp_path / "src" / "policy_emphasis" / "cache.py").write_text("other = 1\n")
    for name in ("data", "tests", paths.LOCK.name):
        (tmp_path / name).symlink_to(paths.ROOT / name)
    monkeypatch.setattr(fanout, "PATIENCE", 30)
    other = impatient.worker(tmp_path)
    fault = _fault(impatient.address, monkeypatch, abs)
    assert "a worker has not the code and the word lists of this project" in fault
    end_group(other.pid)
    other.wait()


@pytest.mark.slow
def test_a_task_that_ends_every_worker_is_told_of_in_one_line(impatient, monkeypatch):
    monkeypatch.setattr(fanout, "PATIENCE", 30)
    impatient.worker()
    impatient.worker()
    fault = _fault(impatient.address, monkeypatch, partial(ended_outside, os.getpid()))
    assert "one task ended several workers" in fault
