"""Notebooks executed in kernels of the build's own: forked from one process that has imported the
libraries, over IPC, gone when the build is gone.

Starting a kernel and importing pandas, scikit-learn and matplotlib takes some four seconds, a fork
of a process that has them a tenth of one. Only `make` uses this; JupyterLab, nbval and plain
papermill start kernels of their own in the usual way.
"""

import logging
import os
import tempfile

import papermill
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Unicode
from traitlets.config import Config

from policy_emphasis import fanout, paths
from policy_emphasis.build.publish import FOLDER
from policy_emphasis.build.warm import PRELOAD, Fork, serve
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import brief

FORK = {"provisioner_name": "policy-emphasis-fork"}  # registered in pyproject.toml
LONGEST_CELL = 3_600  # seconds: after them a kernel does not answer

logging.getLogger("papermill").setLevel(logging.ERROR)  # it warns of what is checked already


def execute(name, folder, values):
    """The executed notebook; the tables that it publishes lie in `folder`/tables afterwards.

    Raises ProjectError with the one line that a failed cell, or the kernel itself, ended with.
    """
    path = paths.NOTEBOOKS / f"{name}.ipynb"
    tables = folder / "tables"
    tables.mkdir()
    try:
        return _executed(path, tables, values)
    except papermill.PapermillExecutionError as error:
        if error.ename == "ProjectError":
            raise ProjectError(error.evalue) from None
        fault = f"cell {error.exec_count}: {error.ename}: {brief(error.evalue)}"
        raise ProjectError(f"{path.name}, {fault}") from None
    except (EOFError, ConnectionError):
        raise ProjectError(
            "the process that kernels are forked from is gone; a module of src/ that cannot be "
            "imported ends it, so run make again or "
            f"python -c 'import {', '.join(PRELOAD)}' to see why"
        ) from None
    except (RuntimeError, TimeoutError) as error:  # nbclient's, for a kernel that died or is silent
        raise ProjectError(f"{path.name}: {brief(error)}; is there memory enough?") from None


def _executed(path, tables, values):
    """The kernel's sockets lie in a private folder with a short name: a socket's path takes about
    100 characters."""
    with tempfile.TemporaryDirectory(prefix=f"pe-{os.getpid()}-") as sockets:
        manager = {"connection_file": f"{sockets}/k.json", "ip": f"{sockets}/k", "transport": "ipc"}
        return papermill.execute_notebook(
            path,
            None,
            values,
            progress_bar=False,
            execution_timeout=LONGEST_CELL,
            kernel_manager_class=BuildKernelManager,
            config=Config(BuildKernelManager={**manager, "tables": str(tables)}),
        )


class BuildKernelManager(AsyncKernelManager):
    """Forks its kernels, whatever kernels the user has installed."""

    kernel_spec = KernelSpec(language="python", metadata={"kernel_provisioner": FORK})
    tables = Unicode(help="the folder to publish tables in").tag(config=True)


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel as a fork."""

    async def launch_kernel(self, cmd, **kwargs):
        # One process each: there are as many kernels at once as the build may use cores.
        environment = {**kwargs["env"], FOLDER: self.parent.tables, fanout.PROCESSES: "1"}
        arguments = (self.parent.connection_file, environment)
        self.process = Fork(target=serve, args=arguments, daemon=True)
        self.process.start()
        self.pid = self.process.pid
        return self.connection_info
