"""The process that kernels are forked from: it imports the libraries once, while the build goes on.

Kept apart from kernels.py and free of heavy imports, so that it can be started before all else, and
so that a kernel imports nothing of what executes notebooks, which takes two seconds. All that is
started here ends with the build, however that ends, and with all that it has started itself.
"""

import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import threading
from contextlib import suppress
from multiprocessing import connection, parent_process
from multiprocessing.forkserver import ensure_running

from policy_emphasis import paths

PRELOAD = ["policy_emphasis.build.lifeline", "ipykernel.kernelapp", "policy_emphasis.analysis"]
PRELOAD += ["policy_emphasis.page.charts"]
LONGEST_FOLDER = 50  # of a socket's path, which may take 107 bytes in all
OUTPUT = 20_000_000  # bytes that a notebook may show
# Exit statuses of a kernel: that it showed more; and what is added to a signal that ended it.
TOO_MUCH, SIGNALLED = 120, 128
# What a user has set for other uses: a kernel reads none of it.
SETTINGS = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "JUPYTER_PATH": "", "JUPYTER_CONFIG_PATH": ""}
SETTINGS |= {"IPYTHONDIR": str(paths.CACHE / "ipython")}
for kind in ("CONFIG", "DATA", "RUNTIME"):
    SETTINGS[f"JUPYTER_{kind}_DIR"] = str(paths.CACHE / "jupyter" / kind.lower())
# A kernel that was ended leaves semaphores; what removes them is not to speak of it.
SETTINGS["PYTHONWARNINGS"] = "ignore::UserWarning:multiprocessing.resource_tracker"
UNSET = ("PYTHONSTARTUP", "MATPLOTLIBRC")

# jsonschema would load a grammar of IRIs (0.8 s) to check a format that notebooks do not use;
# without it, it skips that check. Said before anything imports nbformat.
sys.modules.setdefault("rfc3987_syntax", None)

server = multiprocessing.get_context("forkserver")


def start():
    """Start importing; returns at once."""
    with suppress(OSError):
        paths.CACHE.mkdir(exist_ok=True)  # IPython says on every page that it is not there
    os.environ.update(SETTINGS)
    for name in UNSET:
        os.environ.pop(name, None)
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
        """End the kernel: no other signal is sent to it."""
        if self.is_alive():
            os.kill(self.pid, signal.SIGTERM)
            os.kill(self.pid, signal.SIGCONT)  # if somebody stopped it


def serve(connection_file, environment, memory):
    """The forked process: it forks the kernel, and ends it with its whole process group when it is
    told to by SIGTERM, when the build is gone, and when the kernel itself has ended, even if it is
    stopped. memory: MB."""
    from policy_emphasis.build import lifeline

    os.setsid()  # Ctrl-C is the build's to answer
    lifeline.adopt()
    kernel = os.fork()
    if not kernel:
        os.setpgid(0, 0)
        _kernel(connection_file, environment, memory)
        os._exit(0)
    os.setpgid(kernel, kernel)  # whichever of the two comes first

    def end(*_):
        with suppress(ProcessLookupError):
            os.killpg(kernel, signal.SIGKILL)

    def watch():
        connection.wait([parent_process().sentinel])
        end()

    signal.signal(signal.SIGTERM, end)
    threading.Thread(target=watch, daemon=True).start()
    code = os.waitstatus_to_exitcode(os.waitpid(kernel, 0)[1])
    end()
    lifeline.end_adopted()  # what its cells have left behind in other groups
    os._exit(code if code >= 0 else SIGNALLED - code)


def _kernel(connection_file, environment, memory):
    """A kernel that opens no TCP port and reads no configuration, with this much memory (MB)."""
    from ipykernel import kernelapp

    from policy_emphasis.build import lifeline

    lifeline.hold()
    if memory:
        resource.setrlimit(resource.RLIMIT_DATA, (memory * 2**20, memory * 2**20))
    # Without JPY_PARENT_PID the kernel prints how to connect to it.
    os.environ.update(environment, JPY_PARENT_PID=str(os.getppid()))

    class IOPubThread(kernelapp.IOPubThread):
        shown = 0

        def __init__(self, socket, pipe=False, session=False):
            super().__init__(socket, pipe=False, session=session)  # it would listen on loopback

        def send_multipart(self, message, *args, **kwargs):
            self.shown += sum(map(len, message))
            if self.shown > OUTPUT:
                os._exit(TOO_MUCH)
            super().send_multipart(message, *args, **kwargs)

    class KernelApp(kernelapp.IPKernelApp):
        def load_config_file(self, *_, **__):
            """Neither the user's nor the machine's."""

        def _run_startup_files(self):
            """Nor what they start with."""

    kernelapp.IOPubThread = IOPubThread
    arguments = ["-f", connection_file, "--log-level=50", "--HistoryManager.enabled=False"]
    KernelApp.launch_instance(arguments)
