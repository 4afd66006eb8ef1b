"""The process that kernels are forked from: it imports the libraries once, while the build goes on with its own work.

Kept apart from kernel.py and free of heavy imports, so that it can be started before anything else.
"""

import multiprocessing
import signal
import sys

PRELOAD = [
    "ipykernel.kernelapp",
    "policy_emphasis.analysis",
    "policy_emphasis.inference.keyness",
    "policy_emphasis.inference.multiverse",
    "policy_emphasis.inference.stability",
    "policy_emphasis.page.charts",
    "policy_emphasis.page.evidence",
    "policy_emphasis.page.numbers",
    "policy_emphasis.page.concordance",
    "policy_emphasis.quantities.scores",
    "policy_emphasis.quantities.targets",
]

server = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")


def start():
    """Start importing; returns at once."""
    if sys.platform != "win32":
        server.set_forkserver_preload(PRELOAD)
        from multiprocessing.forkserver import ensure_running

        before = signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # inherited: Ctrl-C is the build's to answer, not this process's
        ensure_running()
        signal.signal(signal.SIGINT, before)
