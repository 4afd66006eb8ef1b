"""Kernels for the build: forked from one process that has imported the libraries, over IPC, gone
when the build is gone.

Starting a kernel and importing pandas, scikit-learn and matplotlib takes some four seconds, a fork
of a process that has them a tenth of one. Only `make` uses this; JupyterLab, nbval and plain
papermill start kernels of their own in the usual way.
"""

import os
import tempfile
import threading
from contextlib import contextmanager
from multiprocessing import connection, parent_process

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Unicode
from traitlets.config import Config

from policy_emphasis.build.publish import FOLDER
from policy_emphasis.build.warm import server

FORK = {"provisioner_name": "policy-emphasis-fork"}  # registered in pyproject.toml


@contextmanager
def settings(tables):
    """Options for papermill.execute_notebook: a kernel that publishes into the folder `tables`, its
    sockets in a private folder with a short name (a socket's path takes about 100 characters)."""
    with tempfile.TemporaryDirectory(prefix=f"pe-{os.getpid()}-") as folder:
        manager = {"connection_file": f"{folder}/k.json", "ip": f"{folder}/k", "transport": "ipc"}
        config = Config(BuildKernelManager={**manager, "tables": str(tables)})
        yield {"config": config, "kernel_manager_class": BuildKernelManager}


class BuildKernelManager(AsyncKernelManager):
    """Forks its kernels, whatever kernels the user has installed."""

    kernel_spec = KernelSpec(language="python", metadata={"kernel_provisioner": FORK})
    tables = Unicode(help="the folder to publish tables in").tag(config=True)


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel as a fork."""

    async def launch_kernel(self, cmd, **kwargs):
        environment = {**kwargs["env"], FOLDER: self.parent.tables}
        arguments = (self.parent.connection_file, environment)
        self.process = _Fork(target=_serve, args=arguments, daemon=True)
        self.process.start()
        self.pid = self.process.pid
        return self.connection_info


class _Fork(server.Process):
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


def _serve(connection_file, environment):
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
