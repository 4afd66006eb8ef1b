"""Kernels for the build: forked from one process that has imported the libraries, over IPC, gone when the build is gone.

Starting a kernel and importing pandas, scikit-learn and matplotlib takes some four seconds, a fork of a process that has them a tenth
of one. Only `make` uses this; JupyterLab, nbval and plain papermill start kernels of their own in the usual way.
"""

import os
import tempfile
import threading
from contextlib import contextmanager
from multiprocessing import connection, parent_process

from jupyter_client import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Dict
from traitlets.config import Config

from policy_emphasis.build.warm import server


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel as a fork (registered in pyproject.toml as `policy-emphasis-fork`)."""

    async def launch_kernel(self, cmd, **kwargs):
        arguments = cmd[cmd.index("-f") :]  # what would follow `python -m ipykernel_launcher`
        process = server.Process(target=_serve, args=(arguments, kwargs["env"]), daemon=True)
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


def _end_with(build):
    connection.wait([build])
    os._exit(1)  # the build is gone, even if it was killed: no orphan goes on


def _serve(arguments, environment):
    """The forked process: a kernel that ends with the build, and that opens no TCP port."""
    os.setsid()  # Ctrl-C is the build's to answer
    threading.Thread(target=_end_with, args=(parent_process().sentinel,), daemon=True).start()
    os.environ.update(
        environment, JPY_PARENT_PID=str(os.getppid())
    )  # without it the kernel prints how to connect to it
    from ipykernel import kernelapp

    class IOPubThread(kernelapp.IOPubThread):
        def __init__(self, socket, pipe=False, session=False):
            super().__init__(
                socket, pipe=False, session=session
            )  # the pipe would listen on loopback

    kernelapp.IOPubThread = IOPubThread
    kernelapp.launch_new_instance([*arguments, "--log-level=50"])


class BuildKernelManager(AsyncKernelManager):
    """Starts kernels with `environment` on top of the process's own."""

    environment = Dict(help="environment variables for the kernel").tag(config=True)

    async def _async_pre_start_kernel(self, **kwargs):
        return await super()._async_pre_start_kernel(
            env={**os.environ, **self.environment}, **kwargs
        )

    pre_start_kernel = _async_pre_start_kernel


@contextmanager
def settings(environment):
    """Options for papermill.execute_notebook: a kernel whose connection file and sockets lie in a private folder with a
    short name (a socket's path takes about 100 characters)."""
    os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "policy-emphasis-fork"
    with tempfile.TemporaryDirectory(prefix=f"pe-{os.getpid()}-") as folder:
        config = Config()
        config.BuildKernelManager.update(
            transport="ipc",
            connection_file=f"{folder}/k.json",
            ip=f"{folder}/k",
            environment=environment,
        )
        yield {"config": config, "kernel_manager_class": BuildKernelManager}
