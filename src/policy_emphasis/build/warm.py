"""The process that kernels are forked from: it imports the libraries once, while the build goes on.

Kept apart from kernels.py and free of heavy imports, so that it can be started before all else.
"""

import multiprocessing
import signal
import sys
import tempfile
from multiprocessing.forkserver import ensure_running

PRELOAD = ["ipykernel.kernelapp", "policy_emphasis.analysis", "policy_emphasis.page.charts"]
LONGEST_FOLDER = 50  # of a socket's path, which may take 107 bytes in all

# jsonschema would load a grammar of IRIs (0.8 s) to check a format that notebooks do not use;
# without it, it skips that check. Said before anything imports nbformat.
sys.modules.setdefault("rfc3987_syntax", None)

server = multiprocessing.get_context("forkserver")


def start():
    """Start importing; returns at once."""
    if len(tempfile.gettempdir()) > LONGEST_FOLDER:
        tempfile.tempdir = "/tmp"
    server.set_forkserver_preload(PRELOAD)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited: Ctrl-C is the build's
    ensure_running()
    signal.signal(signal.SIGINT, before)
