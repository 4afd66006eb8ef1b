"""The default run under Debian's reprotest, where that is installed: built twice while it varies
all that it can, and for each of its variations a control that has to differ.

reprotest knows variations that reproduce.py does not make (the clock, the host's name, addresses in
memory, the name of the kernel, the order of files as a file system tells it), and somebody else
wrote it. https://salsa.debian.org/reproducible-builds/reprotest
"""

import os
import shlex
import shutil
import subprocess
import sys

from policy_emphasis import paths
from policy_emphasis.build import leaks, manifest
from policy_emphasis.build.differences import first_difference
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import scratch

COMMAND = "reprotest"
# What it varies but for the user, who would need an account on the machine, and the leak of each.
LEAKS = {
    "environment": leaks.ENVIRONMENT,
    "build_path": leaks.FOLDER,
    "kernel": leaks.KERNEL,
    "aslr": leaks.ADDRESSES,
    "num_cpus": leaks.CORES,
    "time": leaks.DATE,
    "fileordering": leaks.ORDER_OF_FILES,
    "domain_host": leaks.HOST,
    "home": leaks.HOME,
    "locales": leaks.LOCALE,
    "exec_path": leaks.SEARCHED,
    "timezone": leaks.TIME_ZONE,
    "umask": leaks.MASK,
}
AGREE, DIFFER = 0, 1  # its exit statuses


def seen_by():
    """Variation → whether its leak is seen where it alone is varied and is not where none is: the
    variations that reprotest can make on this machine. Empty where it is not installed."""
    if not shutil.which(COMMAND):
        return {}
    seen = {}
    with scratch() as folder:
        source = folder / "source"
        shutil.copytree(paths.REFERENCE, source / "data/reference")
        for name, leak in LEAKS.items():
            command = f"{shlex.join([sys.executable, '-P', '-c', leak])} > leak"
            statuses = [
                _run(source, command, "leak", variations=varied) for varied in (f"+{name}", "-all")
            ]
            seen[name] = statuses == [DIFFER, AGREE]
    return seen


def differing(run, varied):
    """A line for each file of a run that is not the same in two builds, of which the second is made
    under these variations; a line on reprotest itself where it ends otherwise."""
    with scratch() as folder:
        source, results = folder / "source", folder / "results"
        shutil.copytree(paths.ROOT, source, ignore=shutil.ignore_patterns(*manifest.LEFT_OUT))
        words = [sys.executable, "-P", "-m", "policy_emphasis", "pages", run]
        # Its file system lets go of the folder a moment after the last file is closed.
        command = f'PYTHONPATH="$PWD/src" {shlex.join(words)}; sleep 2'
        made = f"reports/{run}"
        variations = ",".join(f"+{name}" for name in varied)
        tell(f"building twice under {COMMAND}: {variations}")
        options = [f"--store-dir={results}"]
        status = _run(source, command, made, variations=variations, options=options)
        both = [results / name / "source-root" / made for name in ("control", "experiment-1")]
        faults = _compared(*both)
    if status and not faults:
        return [f"{COMMAND} ended with status {status}; run it by hand to see why"]
    return faults


def _compared(one, other):
    pairs = [
        {path.relative_to(root): path.read_bytes() for path in _files(root)}
        for root in (one, other)
    ]
    faults = []
    for name in sorted(pairs[0].keys() | pairs[1].keys()):
        contents = [found.get(name, b"") for found in pairs]
        if contents[0] != contents[1]:
            faults.append(f"{name} differs under {COMMAND}: {first_difference(*contents)}")
    return faults


def _files(root):
    return [path for path in root.rglob("*") if path.is_file() and path.name != manifest.STAMP]


def _run(source, command, artifact, *, variations, options=()):
    words = [COMMAND, "--no-diffoscope", f"--variations={variations}", *options]
    words += ["--source-root", str(source), command, artifact]
    # By OMP_NUM_THREADS it would count one core.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OMP_")}
    quiet = {"stdin": subprocess.DEVNULL, "capture_output": True}
    return subprocess.run(words, env=environment, check=False, **quiet).returncode
