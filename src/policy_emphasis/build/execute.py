"""One notebook executed, in a kernel of the build's own."""

import logging

import papermill

from policy_emphasis import paths
from policy_emphasis.build import kernels
from policy_emphasis.build.warm import PRELOAD
from policy_emphasis.paths import ProjectError

LIMITS = {"execution_timeout": 3_600}  # seconds for a cell: after them a kernel does not answer

logging.getLogger("papermill").setLevel(logging.ERROR)  # it warns of what is checked already


def execute(name, folder, values):
    """The executed notebook; the tables that it publishes lie in `folder`/tables afterwards.

    Raises ProjectError with the one line that a failed cell, or the kernel itself, ended with.
    """
    path = paths.NOTEBOOKS / f"{name}.ipynb"
    tables = folder / "tables"
    tables.mkdir()
    try:
        with kernels.settings(tables) as options:
            options |= LIMITS
            return papermill.execute_notebook(path, None, values, progress_bar=False, **options)
    except papermill.PapermillExecutionError as error:
        if error.ename == "ProjectError":
            raise ProjectError(error.evalue) from None
        fault = f"cell {error.exec_count}: {error.ename}: {_one_line(error.evalue)}"
        raise ProjectError(f"{path.name}, {fault}") from None
    except (EOFError, ConnectionError):
        raise ProjectError(
            "the process that kernels are forked from is gone; a module of src/ that cannot be "
            "imported ends it, so run make again or "
            f"python -c 'import {', '.join(PRELOAD)}' to see why"
        ) from None
    except (RuntimeError, TimeoutError) as error:  # nbclient's, for a kernel that died or is silent
        raise ProjectError(f"{path.name}: {_one_line(error)}; is there memory enough?") from None


def _one_line(error):
    return " ".join(str(error).split())[:200]
