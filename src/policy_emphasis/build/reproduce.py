"""`make verify`: the default run and the notebooks made twice, under circumstances that differ in
all that may differ between two machines, and every file compared: with the other, and with what was
committed. docs/reproducibility.md says what came of it.
"""

import locale
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy

from policy_emphasis import paths
from policy_emphasis.build import leaks, manifest, pythons, reprotest
from policy_emphasis.build import reproducibility_page as record
from policy_emphasis.build.differences import first_difference
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import scratch, write_whole
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import brief

RUN = "default"
OF_RUN = f"reports/{RUN}/{manifest.NAME}"
# Committed and yet made: what `make notebooks` renews.
RENEWED = ("notebooks/*.ipynb", "README.md", "docs/themes.svg", "docs/validity.md")
RENEWED += ("docs/replication.md", "data/datapackage.json")
MEMORY = Path("/dev/shm")  # a file system that lists files in another order than a disk does

SETTINGS = (  # what differs by a variable of the environment
    ("locale", "LC_ALL", leaks.LOCALE),
    ("time zone", "TZ", leaks.TIME_ZONE),
    ("seed of hashes", "PYTHONHASHSEED", leaks.SEED_OF_HASHES),
    ("BLAS kernel", "OPENBLAS_CORETYPE", leaks.BLAS),
    ("instructions that numpy does without", "NPY_DISABLE_CPU_FEATURES", leaks.NUMPY),
    ("instructions that the C library does without", "GLIBC_TUNABLES", leaks.C_LIBRARY),
)


@dataclass(frozen=True)
class Circumstances:
    """What one of the two builds meets. folder: its name; within: where it lies, None for the
    usual place; jobs: pages at a time; cores: how many it may use; umask: of the files that it
    makes; environment: variables."""

    folder: str
    within: Path | None
    jobs: int
    cores: int
    umask: int
    environment: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Variation:
    """Something that differs between the two. leak: Python that prints what a program that lets it
    through would put on a page; the control, which has to differ."""

    name: str
    first: str
    second: str
    leak: str


def reproduce():
    """Build twice, compare, under what else this machine has, and write the record, which also says
    what could not be varied here. Raises ProjectError where a file differs."""
    twice = _twice()
    seen = reprotest.seen_by()
    more = reprotest.differing(RUN, [name for name, sees in seen.items() if sees]) if seen else []
    outputs = manifest.read(manifest.COMMITTED.parent)["outputs"]
    under = {
        version: pythons.built_under(interpreter, RUN, outputs)
        for version, interpreter in pythons.others().items()
    }
    write_whole(record.RECORD, record.written(twice, seen, differing=more, under=under))
    faults = twice["faults"] + more
    faults += [f"Python {v}: {what}" for v, what in under.items() if what != pythons.SAME]
    for fault in faults:
        tell(fault)
    if faults:
        raise ProjectError(f"{len(faults)} faults, as {record.RECORD.name} lists")
    size, count = twice["size"], twice["count"]
    tell(f"{count} files, {size:,} bytes: the same in both builds, and as committed")


def _twice():
    """What two builds have come to: Variation → whether its control is seen, seconds, bytes of
    memory, files, their bytes, and a line for each that differs."""
    first, second = circumstances()
    with scratch() as one:
        within = MEMORY if second.within else None
        with scratch(within) as other:
            roots = [one / first.folder, other / second.folder]
            controls = _controls(roots, (first, second))
            took = [_build(root, met) for root, met in zip(roots, (first, second), strict=True)]
            found = [_made(root) for root in roots]
            faults = _compared(roots, *found)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    size = sum(size for _, size in found[0].values())
    made = {"count": len(found[0]), "size": size, "faults": faults}
    return {"controls": controls, "took": took, "memory": memory} | made


def circumstances():
    """The two Circumstances, as different as this machine can make them."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    first = {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "0", "LANG": "C"}
    second = {"LC_ALL": _other_locale(), "TZ": "America/St_Johns", "PYTHONHASHSEED": "4294967295"}
    second |= {"OPENBLAS_CORETYPE": "Prescott", "COLUMNS": "40", "LANGUAGE": "zh_CN"}
    beyond = numpy.show_config("dicts")["SIMD Extensions"]["found"]  # the least that numpy needs
    second |= {"NPY_DISABLE_CPU_FEATURES": " ".join(beyond)} if beyond else {}
    second |= {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX2,-FMA"}
    in_memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    return (
        Circumstances("one two", None, jobs=1, cores=1, umask=0o022, environment=first),
        Circumstances("第二 处", in_memory, jobs=3, cores=cores, umask=0o077, environment=second),
    )


def variations(first, second):
    """What differs between two Circumstances, as Variations."""
    given = [met.environment for met in (first, second)]
    usual = "as the machine has it"
    settings = [
        Variation(name, *(own.get(key, usual) for own in given), leak)
        for name, key, leak in SETTINGS
    ]
    places = ["memory" if met.within else "the usual place" for met in (first, second)]
    return [
        *settings,
        Variation("home", "one of its own", "another of its own", leaks.HOME),
        Variation("path", first.folder, second.folder, leaks.FOLDER),
        Variation("file system and order of files", *places, leaks.ORDER_OF_FILES),
        Variation("umask", f"{first.umask:03o}", f"{second.umask:03o}", leaks.MASK),
        Variation("cores", str(first.cores), str(second.cores), leaks.CORES),
    ]


def _other_locale():
    """A locale of this machine that is neither C nor English, if it has one."""
    for name in ("tr_TR.UTF-8", "zh_CN.UTF-8", "de_DE.UTF-8", "C.UTF-8"):
        try:
            locale.setlocale(locale.LC_COLLATE, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_COLLATE, "C")
        return name
    return "C"


def _controls(roots, both):
    """Copies the project to both places; Variation → whether its leak is seen."""
    for root in roots:
        shutil.copytree(paths.ROOT, root, ignore=shutil.ignore_patterns(*manifest.LEFT_OUT))
        (root.parent / "home").mkdir()
    seen = {}
    for variation in variations(*both):
        words = ["-c", variation.leak]
        told = [_run(root, met, words) for root, met in zip(roots, both, strict=True)]
        seen[variation] = told[0] != told[1]
    return seen


def _build(root, met):
    """Build the run and renew the notebooks; returns how long the run took, in seconds."""
    tell(f"building in {root.name!r}, {met.jobs} page(s) at a time on {met.cores} core(s)")
    began = time.monotonic()
    _run(root, met, ["-m", "policy_emphasis", "pages", RUN, "--jobs", str(met.jobs)])
    took = time.monotonic() - began
    _run(root, met, ["-m", "policy_emphasis", "refresh"])
    return took


def _run(root, met, words):
    """What Python prints for these words under the Circumstances. Raises ProjectError if it
    fails."""

    def settle():
        os.umask(met.umask)
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: met.cores])

    own = {"PYTHONPATH": str(root / "src"), "HOME": str(root.parent / "home")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS")}
    done = subprocess.run(
        [sys.executable, "-P", *words],
        cwd=root,
        env=kept | own | met.environment,
        preexec_fn=settle,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise ProjectError(f"{root.name}: {brief(done.stderr[-300:])}")
    return done.stdout


def _made(root):
    """name → SHA-256 and size of every file that is made in a copy of the project."""
    results = root / "reports" / RUN
    files = [path for path in results.rglob("*") if path.is_file() and path.name != manifest.STAMP]
    files += [path for pattern in RENEWED for path in root.glob(pattern)]
    named = {path.relative_to(root).as_posix(): path for path in sorted(files)}
    return {name: (manifest.sha256(path), path.stat().st_size) for name, path in named.items()}


def _compared(roots, first, second):
    """A line for each file that is not the same in both, or not as it was committed."""
    faults = []
    for name in sorted(first.keys() | second.keys()):
        contents = [(root / name).read_bytes() if (root / name).exists() else b"" for root in roots]
        if first.get(name) != second.get(name):
            faults.append(f"{name} differs: {first_difference(*contents)}")
            continue
        committed = manifest.COMMITTED if name == OF_RUN else paths.ROOT / name
        of_results = name.startswith("reports/") and name != OF_RUN
        if not of_results and committed.read_bytes() != contents[0]:
            where = first_difference(committed.read_bytes(), contents[0])
            faults.append(f"{name} is not as it was committed: {where}")
    return faults
