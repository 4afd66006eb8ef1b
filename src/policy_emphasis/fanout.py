"""Many calls of one kind, through one place: in this process, in joblib's own beside it, or on a
Dask cluster. Where they run changes no result.
"""

import functools
import logging
import math
import os
import platform
import time
import warnings
from collections import deque
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from itertools import accumulate, islice, takewhile
from threading import Thread

from joblib import Parallel, cpu_count, delayed
from tqdm import tqdm

from policy_emphasis import cache
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import reference

# Environment variables.
CLUSTER = "POLICY_EMPHASIS_CLUSTER"  # where a Dask scheduler listens: tcp://host:8786
PROCESSES = "POLICY_EMPHASIS_PROCESSES"  # how many here; the build says so, to its kernels one
TRIED = 1.0  # seconds of computing in this process before any other is thought of
STARTING = 5.0  # seconds that have to be saved: others take time to start and to import
SHOWN = 2.0  # seconds after which a person who watches is shown how far it is
FETCHED = 64  # results that are fetched from a cluster at once
PATIENCE = 5  # seconds in which a scheduler, and a worker of it, has to answer


def use(cluster):
    """Name the cluster for this process and those it starts; one in the environment stands."""
    if cluster:
        os.environ.setdefault(CLUSTER, cluster)


def each(function, tasks, *, label, sizes=None):
    """The results of function(task), a list in the order of the tasks.

    function, tasks: picklable; what all tasks need goes into functools.partial, and is sent to a
    cluster once. label: what a person who watches is told; sizes: for that, of each task the number
    of texts and their bytes. Without a cluster, tasks leave this process only if the rest of them
    would take longer here than others take to start. Raises ProjectError, in one line, for a
    cluster that does not answer and a process that was ended.
    """
    tasks, cluster = list(tasks), os.environ.get(CLUSTER)
    found = _on_cluster(function, tasks, cluster) if cluster and tasks else _here(function, tasks)
    try:
        return list(_watched(found, len(tasks), label=label, sizes=sizes))
    except BrokenProcessPool:
        fault = f"{label}: a process was ended from outside, for want of memory perhaps"
        raise ProjectError(f"{fault}; run again with one process: JOBS=1") from None


def _watched(found, total, *, label, sizes):
    """What is found, as it comes, and how far it is, shown where a terminal is: tasks done, or the
    bytes of their texts, how many in a second, and the time that is left."""
    shown = {"desc": label, "leave": False, "delay": SHOWN, "disable": None}
    if sizes is None:
        yield from tqdm(found, total=total, **shown)
        return
    texts, every = accumulate(n for n, _ in sizes), sum(n for n, _ in sizes)
    shown |= {"total": sum(size for _, size in sizes), "unit": "B", "unit_scale": True}
    with tqdm(**shown) as bar:
        for one, done, (_, size) in zip(found, texts, sizes, strict=True):
            bar.set_postfix_str(f"{done:,} of {every:,} texts", refresh=False)
            bar.update(size)
            yield one


def _here(function, tasks):
    """The results as they come, the first of them always from this process."""
    processes, began = int(os.environ.get(PROCESSES) or cpu_count()), time.process_time()
    for done, task in enumerate(tasks, 1):
        yield function(task)
        spent, left = time.process_time() - began, len(tasks) - done
        saved = (left - math.ceil(left / processes)) * spent / done
        if spent > TRIED and saved > STARTING:
            calls = (delayed(_alone)(function, task) for task in tasks[done:])
            ending = {"initializer": _end_with, "initargs": (os.getpid(),)}
            yield from Parallel(processes, backend="loky", return_as="generator", **ending)(calls)
            return


def _end_with(parent):
    """Begin to watch for the end of the process that started this one, however it ends."""

    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _alone(function, task):
    """The result, from a process that starts no others, and knows of no cluster."""
    os.environ[PROCESSES] = "1"
    os.environ.pop(CLUSTER, None)
    return function(task)


def _on_cluster(function, tasks, address):
    """The results as they come. What the tasks share is part of what the scheduler holds, so that
    none of it is lost with a worker.

    joblib's Dask backend is not used: a task that was given up because its workers ended is never
    told of there, and waited for in vain.
    """
    with _connected(address) as client:
        _same_code(client, address)
        with warnings.catch_warnings():  # that what is shared is large
            warnings.simplefilter("ignore")
            asked = client.map(_sent, tasks, function=function, expected=code(), pure=False)
        asked = deque(asked)
        while asked:
            _wait(asked[0], client, address)
            there = [*takewhile(lambda task: task.done(), islice(asked, FETCHED))]
            yield from _fetched([asked.popleft() for _ in there], address)


def _wait(task, client, address):
    """Until a task is done; asking every few seconds whether there are workers still."""
    asked = time.monotonic()
    while not task.done():
        time.sleep(0.01)
        if time.monotonic() - asked > PATIENCE:
            asked = time.monotonic()
            if not client.nthreads():
                fault = f"{address}: the last worker is gone; start some and run again"
                raise ProjectError(fault)


def _fetched(done, address):
    """What workers found, of tasks that are done."""
    from distributed import KilledWorker

    try:
        return done[0].client.gather(done)
    except CancelledError:
        raise ProjectError(f"{address}: the scheduler is gone; start it and run again") from None
    except KilledWorker:
        fault = "one task ended several workers, one after another, for want of memory perhaps"
        raise ProjectError(f"{address}: {fault}; give them more and run again") from None


def _connected(address):
    """The client of a scheduler that has a worker."""
    try:
        from distributed import Client
        from distributed.utils import LoopRunner
    except ImportError:
        advice = "install it: .venv/bin/uv pip install --group cluster"
        raise ProjectError(f"{address}: a cluster takes Dask distributed; {advice}") from None
    for name in ("distributed", "distributed.client"):  # what is wrong is said in one line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        LoopRunner().run_sync(_answered, address)
    except (OSError, ValueError, MemoryError):  # the last where something else answers
        advice = f"start one (dask scheduler), or unset {CLUSTER} and the parameter cluster"
        raise ProjectError(f"{address}: no Dask scheduler answers there; {advice}") from None
    client = Client(address, timeout=PATIENCE, set_as_default=False)
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        client.close()
        advice = f"start some: dask worker {address} --nthreads 1"
        raise ProjectError(f"{address}: the scheduler has no workers; {advice}") from None
    return client


async def _answered(address):
    """Asked before there is a client, which would be told of for seconds after it failed."""
    from distributed.comm import connect

    (await connect(address, timeout=PATIENCE)).abort()


@functools.cache
def code():
    """A hash of what results rest on besides the tasks: this package, its lock, its word lists."""
    rooms = sorted(path.name for path in cache.PACKAGE.glob("[!_.]*"))
    return cache.key(*reference(), code=rooms)


def _same_code(client, address):
    from distributed.comm import CommClosedError

    found = client.run(code, on_error="return").values()
    if any(one != code() for one in found if not isinstance(one, CommClosedError)):  # it ended
        raise ProjectError(f"{address}: {_other_code('a worker')}")


def _other_code(who):
    return f"{who} has not the code and the word lists of this project; start it from a copy"


def _sent(task, *, function, expected):
    """The result, from a worker, which may have joined late."""
    if code() != expected:
        raise ProjectError(_other_code(platform.node()))
    return _alone(function, task)
