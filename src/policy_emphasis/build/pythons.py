"""The run installed and built anew under the other versions of Python that this machine has."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from policy_emphasis import paths
from policy_emphasis.build import manifest
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import scratch
from policy_emphasis.reference.files import brief

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
SAME = "the same bytes"


def others():
    """version → the interpreter of each of VERSIONS but this one that is here and runs."""
    found = {}
    for version in VERSIONS:
        own = platform.python_version().startswith(f"{version}.")
        if shutil.which(f"python{version}") and not own:
            # Of a pyenv, the command is there and needs to be told which version it is to run.
            environment = os.environ | {"PYENV_VERSION": version}
            words = [f"python{version}", "-c", "import sys; print(sys.executable)"]
            done = _run(words, env=environment)
            found |= {version: done.stdout.strip()} if not done.returncode else {}
    return found


def built_under(interpreter, run, expected):
    """What came of a run that is installed and built by `make` in a copy of the project under
    another Python: SAME, or a line on what differs from the outputs expected (name → SHA-256) or
    could not be done."""
    tell(f"installing and building with {interpreter}")
    with scratch() as folder:
        root = folder / "project"
        shutil.copytree(paths.ROOT, root, ignore=shutil.ignore_patterns(*manifest.LEFT_OUT))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
        environment["PATH"] = f"{Path(interpreter).parent}{os.pathsep}{os.environ['PATH']}"
        own = ([interpreter, "-m", "venv", ".venv"], ["make", ".venv/.installed"])
        for words in (*own, ["make", "all", f"RUN={run}"]):
            done = _run(words, cwd=root, env=environment)
            if done.returncode:
                return f"could not be built: {' '.join(words)}: {brief(done.stderr[-300:])}"
        found = manifest.read(root / "reports" / run)["outputs"]
    return "; ".join(manifest.differences(expected, found, "another")) or SAME


def _run(words, **options):
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=False, **options)
