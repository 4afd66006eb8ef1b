"""Imported by the process that kernels are forked from, and by nothing else: who imports it ends as
soon as its parent has, even if it is stopped or busy."""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

# Of Linux; elsewhere a process sees itself that its parent has ended.
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def hold():
    """End this process with its parent. A process that it forks has to ask for itself."""
    _set(PR_SET_PDEATHSIG, signal.SIGKILL)


def adopt():
    """Become the parent of whatever a child leaves behind, in whatever group or session."""
    _set(PR_SET_CHILD_SUBREAPER, 1)


def end_adopted():
    """End the children of this process, and theirs in turn."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while children.exists() and (found := children.read_text().split()):
        for child in found:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        with suppress(ChildProcessError):
            os.wait()


def _set(option, value):
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value)


hold()
