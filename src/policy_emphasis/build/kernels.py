"""Notebooks executed in kernels of the build's own: forked from one process that has imported the
libraries, over IPC, gone when the build is gone.

Starting a kernel and importing pandas, scikit-learn and matplotlib takes some four seconds, a fork
of a process that has them a tenth of one. Only `make` uses this; JupyterLab, nbval and plain
papermill start kernels of their own in the usual way.
"""

import logging
import signal

import papermill
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Int, Unicode
from traitlets.config import Config

from policy_emphasis import cache, disk, fanout, paths
from policy_emphasis.build.publish import FOLDER
from policy_emphasis.build.warm import OUTPUT, PRELOAD, SIGNALLED, TOO_MUCH, Fork, serve
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import brief

FORK = {"provisioner_name": "policy-emphasis-fork"}  # registered in pyproject.toml
OWN = {error.__name__: error for error in (ProjectError, cache.Damaged)}  # told of as they are
forks = {}  # the kernels that run, by their connection files

for library in ("papermill", "asyncio"):  # what they say of a fault is said here, in one line
    logging.getLogger(library).setLevel(logging.CRITICAL)


def execute(name, folder, values, *, limits):
    """The executed notebook; the tables that it publishes lie in `folder`/tables afterwards.

    limits: the parameters of a run, for time_limit and memory_limit. Raises ProjectError with the
    one line that a failed cell, or the kernel itself, ended with; cache.Damaged is one.
    """
    path = paths.NOTEBOOKS / f"{name}.ipynb"
    tables, started = folder / "tables", []
    tables.mkdir(exist_ok=True)
    # The kernel's sockets lie in a private folder with a short name: a socket's path takes about
    # 100 characters.
    with disk.scratch() as sockets:
        given = {"limits": limits, "tables": str(tables), "sockets": sockets, "started": started}
        try:
            return _executed(path, values, **given)
        except papermill.PapermillExecutionError as error:
            if error.ename in OWN:
                raise OWN[error.ename](error.evalue) from None
            fault = f"cell {error.exec_count}: {error.ename}: {brief(error.evalue)}"
            if error.ename.endswith("MemoryError"):
                fault += f"; memory_limit is {limits['memory_limit']} MB (0: none); raise it"
            raise ProjectError(f"{path.name}, {fault}") from None
        except (EOFError, ConnectionError):
            raise ProjectError(
                "the process that kernels are forked from is gone; a module of src/ that cannot be "
                "imported ends it, so run make again or "
                f"python -c 'import {', '.join(PRELOAD)}' to see why"
            ) from None
        except (RuntimeError, TimeoutError) as error:  # nbclient's, for a kernel dead or silent
            cell = f", cell {len(started)}" if started else ""
            fault = _fault(error, forks.get(_connection(sockets)), limits)
            raise ProjectError(f"{path.name}{cell}: {fault}") from None
        finally:
            forks.pop(_connection(sockets), None)


def _executed(path, values, *, limits, tables, sockets, started):
    manager = {"connection_file": _connection(sockets), "ip": f"{sockets}/k", "transport": "ipc"}
    manager |= {"tables": tables, "memory": limits["memory_limit"]}
    return papermill.execute_notebook(
        path,
        None,
        values,
        progress_bar=False,
        execution_timeout=limits["time_limit"],
        iopub_timeout=limits["time_limit"],  # for its last outputs
        on_cell_execute=lambda cell, cell_index: started.append(cell_index),
        shutdown_kernel="immediate",  # it has published what it had to
        kernel_manager_class=BuildKernelManager,
        config=Config(BuildKernelManager=manager),
    )


def _connection(sockets):
    return f"{sockets}/k.json"


def _fault(error, fork, limits):
    """What happened to a kernel that is dead or silent, and what to do."""
    if fork and isinstance(error, TimeoutError):
        return f"not done in time_limit, {limits['time_limit']} s; if it needs longer, raise that"
    if fork is None or "died" not in str(error):
        return f"{brief(error)}; is there memory enough?"
    if fork.exitcode == TOO_MUCH:
        return f"the notebook's outputs are larger than {OUTPUT // 10**6} MB; print less"
    if fork.exitcode > SIGNALLED:
        name = signal.Signals(fork.exitcode - SIGNALLED).name
        advice = "is there memory enough?" if name == "SIGKILL" else "mend what it calls"
        return f"Kernel died ({name}); {advice}"
    return f"Kernel died (exit status {fork.exitcode}); take out what ends it"


class BuildKernelManager(AsyncKernelManager):
    """Forks its kernels, whatever kernels the user has installed."""

    kernel_spec = KernelSpec(language="python", metadata={"kernel_provisioner": FORK})
    tables = Unicode(help="the folder to publish tables in").tag(config=True)
    memory = Int(help="the MB that a kernel may take, 0 for all").tag(config=True)


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel as a fork."""

    async def launch_kernel(self, cmd, **kwargs):
        # One process each: there are as many kernels at once as the build may use cores.
        environment = {**kwargs["env"], FOLDER: self.parent.tables, fanout.PROCESSES: "1"}
        arguments = (self.parent.connection_file, environment, self.parent.memory)
        self.process = Fork(target=serve, args=arguments, daemon=True)
        forks[self.parent.connection_file] = self.process
        self.process.start()
        self.pid = self.process.pid
        return self.connection_info
