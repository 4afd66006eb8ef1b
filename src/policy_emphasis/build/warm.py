"""The process that kernels are forked from: it imports the libraries once, while the build goes on.

Kept apart from kernels.py and free of heavy imports, so that it can be started before all else, and
so that a kernel imports nothing of what executes notebooks, which takes two seconds.
"""

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from multiprocessing import connection, parent_process
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


class Fork(server.Process):
    """A process that answers what LocalProvisioner asks of a subprocess.Popen."""

    stdin = stdout = stderr = None

    def poll(self):
        return self.exitcode

    def wait(self):
        self.join()
        return self.exitcode

    def send_signal(self, number):
        if self.is_alive():
            os.kill(self.pid, number)


def serve(connection_file, environment):
    """The forked process: a kernel that ends with the build, and that opens no TCP port."""
    os.setsid()  # Ctrl-C is the build's to answer
    threading.Thread(target=_end_with, args=(parent_process().sentinel,), daemon=True).start()
    # Without JPY_PARENT_PID the kernel prints how to connect to it.
    os.environ.update(environment, JPY_PARENT_PID=str(os.getppid()))
    from ipykernel import kernelapp

    class IOPubThread(kernelapp.IOPubThread):
        def __init__(self, socket, pipe=False, session=False):
            super().__init__(socket, pipe=False, session=session)  # it would listen on loopback

    kernelapp.IOPubThread = IOPubThread
    kernelapp.launch_new_instance(["-f", connection_file, "--log-level=50"])


def _end_with(build):
    connection.wait([build])
    os._exit(1)  # the build is gone, even if it was killed: no orphan goes on
