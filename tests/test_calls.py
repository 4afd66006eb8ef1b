"""Every system call by which results are written fails once, and is the last before a kill: what
stood stands whole, or what is new does, and one line says what is wrong, where, and what to do."""

import os
import random
import re
import shutil
import signal
import subprocess
from collections import Counter
from itertools import cycle
from pathlib import Path

import pytest
from builds import left_over, once
from conftest import end_group
from writers import WRITERS, made_ready

from policy_emphasis import disk
from policy_emphasis.build import cli

pytestmark = [pytest.mark.slow, pytest.mark.long]
SEED = int(os.environ.get("PE_SEED", "20220111"))  # another draws other calls
MOST = int(os.environ.get("PE_CALLS", "20"))  # calls of a writer that are tried
FAULTS = ("ENOSPC", "EIO", "EDQUOT")  # in turn
CALLS = "openat,write,pwrite64,sendfile,fsync,rename,mkdir,utimensat,unlink,unlinkat,rmdir,close"
LINE = re.compile(r"(\d+) +(\w+)\((.*)")
FIRST_PATH = re.compile(r'[<"](/[^>"]*)')


def _forbidden():
    """Why no system call can be failed here."""
    if not shutil.which("strace"):
        return "strace is not on this machine: apt-get install strace"
    words = ["strace", "-qq", "-e", "trace=none", "true"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode and f"strace may trace no process here ({done.stderr.strip()})"


REASON = _forbidden()


def _traced(warm, writer, *options):
    """Run a writer under strace. Returns what came of it, and what strace noted, in lines. With
    temporary files in an empty folder of its own: what others leave in the system's would be swept
    away, in calls that are not there the next time."""
    log, own = warm.root.parent / "strace", warm.root.parent / "temporary"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    first = f"import tempfile\ntempfile.tempdir = {str(own)!r}\n{writer.first}"
    process = warm.start(*writer.words, stopped=True, first=first)
    status = Path(f"/proc/{process}/status")
    assert once(lambda: "\nState:\tT" in status.read_text())
    words = ["strace", "-f", "-qq", "-y", "-s0", "-o", log, "-p", str(process)]
    with subprocess.Popen([*words, "-e", f"trace={CALLS}", *options]) as strace:
        assert once(lambda: "\nTracerPid:\t0\n" not in status.read_text())
        os.kill(process, signal.SIGCONT)
        done = warm.ended(*writer.words)
        end_group(process)
        strace.wait(60)
    return done, log.read_text().splitlines()


def _calls(lines, root):
    """The calls that write below the project or to scratch folders: name, and its number among the
    calls of that name in its thread. Of several writes to one file, the first and the last."""
    counts, written, found = Counter(), set(), {}
    for thread, call, rest in (match.groups() for match in map(LINE.match, lines) if match):
        counts[thread, call] += 1
        path = FIRST_PATH.search(rest)
        if not path or not (f"{root}/" in rest or "/pe-" in rest):
            continue
        if call == "openat" and "O_RDONLY" in rest:
            written.discard(path[1])
            continue
        opened = path[1] if call != "openat" else FIRST_PATH.findall(rest)[-1]
        if call == "openat":
            written.add(opened)
        if call == "close" and opened not in written:
            continue
        number = counts[thread, call]
        first, _ = found.setdefault((call, rest.split(" = ")[0]), (number, number))
        found[call, rest.split(" = ")[0]] = first, number
    return sorted({(call, number) for (call, _), both in found.items() for number in both})


def _drawn(calls):
    """MOST of the calls, those that move something into its place among them."""
    moving = [(call, number) for call, number in calls if call == "rename"]
    others = [one for one in calls if one not in moving]
    most = min(len(others), max(0, MOST - len(moving)))
    return moving + random.Random(SEED).sample(others, most)


def _restored(root, state):
    for path in (*left_over(root), *(root / name for name in state)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path, content in (pair for files in state.values() for pair in files.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.mark.skipif(bool(REASON), reason=str(REASON))
@pytest.mark.parametrize("name", WRITERS)
def test_a_call_that_fails_and_a_kill_leave_the_old_or_the_new(warm, counted, name):
    writer, root = WRITERS[name], warm.root
    old = made_ready(warm, writer)
    assert _traced(warm, writer)[0].returncode == 0  # what it computes is kept by now
    _restored(root, old)
    done, lines = _traced(warm, writer)
    new, calls, faults = writer.state(root), _drawn(_calls(lines, root)), cycle(FAULTS)
    assert done.returncode == 0 and new != old and calls, done
    tried = Counter()
    for call, number in calls:
        for how in (f"error={next(faults)}", "signal=KILL"):
            _restored(root, old)
            where = f"inject={call}:{how}:when={number}"
            done, lines = _traced(warm, writer, "-e", where)
            tried[how] += 1
            if how == "signal=KILL":
                assert done.returncode == -signal.SIGKILL, (where, done)
            else:
                assert "(INJECTED)" in "".join(lines), where
                _is_told_of(done, root, where)
            disk.sweep(*(path for part in cli.WRITTEN for path in root.glob(part)))
            now = writer.state(root)
            torn = [part for part in now if now[part] not in (old[part], new[part])]
            assert not torn, (where, done)
            if how == "signal=KILL":
                warm.start(*writer.words, first=writer.first)
                again = warm.ended(*writer.words)
                assert again.returncode == 0 and writer.state(root) == new, (where, again)
            assert not left_over(root), where
    size = sum(len(content) for files in new.values() for content in files.values())
    failed = sum(tried.values()) - tried["signal=KILL"]
    tried = f"{failed} calls failed, {tried['signal=KILL']} kills (PE_SEED={SEED})"
    counted(f"{tried}; {size:,} bytes compared each time")


def _is_told_of(done, root, where):
    assert done.returncode in (0, 1) and done.stderr.count("\n") == done.returncode, (where, done)
    if done.returncode:
        names = rf"^policy_emphasis: .*({root}/|data/processed|/pe-).*; .*(again|rights|stands)$"
        assert re.match(names, done.stderr), (where, done.stderr)
