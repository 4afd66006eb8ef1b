"""Small tasks for other processes, which import this and little else."""

import os
import signal
import time


def noted(file, task):
    """The square of a task, which leaves a line in the file: the process that computes it."""
    with open(file, "a") as lines:
        lines.write(f"{os.getpid()}\n")
    time.sleep(0.1)
    return task**2


def ended_in(victim, task):
    """The square of a task, except in one process, which is killed by it."""
    if os.getpid() == victim:
        os.kill(victim, signal.SIGKILL)
    time.sleep(0.1)
    return task**2


def ended_outside(process, task):
    """The square of a task, in one process alone: any other is killed by it."""
    return task**2 if os.getpid() == process else ended_in(os.getpid(), task)
