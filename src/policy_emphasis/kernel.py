"""Kernels for the build: forked from one process that has imported the libraries, over IPC, gone when the build is gone.

Starting a kernel and importing pandas, scikit-learn and matplotlib takes some four seconds, a fork of a process that has them a tenth
of one. Only `make` uses this; JupyterLab, nbval and plain papermill start kernels of their own in the usual way.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import tempfile
from contextlib import contextmanager

from jupyter_client import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Dict
from traitlets.config import Config

PRELOAD = ["ipykernel.kernelapp", "policy_emphasis.run", "policy_emphasis.inference.keyness", "policy_emphasis.inference.shares",
           "policy_emphasis.measures.themes", "policy_emphasis.measures.topics", "policy_emphasis.report.charts", "policy_emphasis.report.evidence"]

_server = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")


def warm_up():
    """Start the process that kernels are forked from; it imports while the caller goes on."""
    if sys.platform != "win32":
        _server.set_forkserver_preload(PRELOAD)
    starter = _server.Process(target=int, daemon=True)
    starter.start()
    return starter


def in_fresh_process(function, *args):
    """Run a function of this package in a forked process and wait for it; returns its exit code."""
    process = _server.Process(target=function, args=args, daemon=True)
    process.start()
    process.join()
    return process.exitcode


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel as a fork (registered in pyproject.toml as `policy-emphasis-fork`)."""

    async def launch_kernel(self, cmd, **kwargs):
        arguments = cmd[cmd.index("-f"):]  # what would follow `python -m ipykernel_launcher`
        process = _server.Process(target=_serve, args=(arguments, kwargs["env"]), daemon=True)
        process.start()
        self.process, self.pid = _Popen(process), process.pid
        return self.connection_info


class _Popen:
    """What LocalProvisioner asks of a subprocess.Popen, answered by a multiprocessing.Process."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        self.process, self.pid = process, process.pid

    def poll(self):
        return self.process.exitcode

    def wait(self, timeout=None):
        self.process.join(timeout)
        return self.process.exitcode

    def send_signal(self, number):
        if self.process.is_alive():
            os.kill(self.pid, number)

    def terminate(self):
        self.process.terminate()

    def kill(self):
        self.process.kill()


def _serve(arguments, environment):
    """The forked process: a kernel that dies with its parent, and that opens no TCP port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: no orphan outlives a killed build
    os.environ.update(environment, JPY_PARENT_PID=str(os.getppid()))  # without it the kernel prints how to connect to it
    from ipykernel import kernelapp

    class IOPubThread(kernelapp.IOPubThread):
        def __init__(self, socket, pipe=False, session=False):
            super().__init__(socket, pipe=False, session=session)  # the pipe would listen on loopback

    kernelapp.IOPubThread = IOPubThread
    kernelapp.launch_new_instance([*arguments, "--log-level=50"])


class BuildKernelManager(AsyncKernelManager):
    """Starts kernels with `environment` on top of the process's own."""

    environment = Dict(help="environment variables for the kernel").tag(config=True)

    async def _async_pre_start_kernel(self, **kwargs):
        return await super()._async_pre_start_kernel(env={**os.environ, **self.environment}, **kwargs)

    pre_start_kernel = _async_pre_start_kernel


@contextmanager
def settings(environment):
    """Options for papermill.execute_notebook: a kernel whose connection file and sockets lie in a private folder with a
    short name (a socket's path takes about 100 characters)."""
    os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "policy-emphasis-fork"
    with tempfile.TemporaryDirectory(prefix="pe-") as folder:
        config = Config()
        config.BuildKernelManager.update(transport="ipc", connection_file=f"{folder}/k.json", ip=f"{folder}/k", environment=environment)
        yield {"config": config, "kernel_manager_class": BuildKernelManager}
