"""What was prepared or computed before, kept in data/processed under a hash of all it rests on.

A folder is there whole or not at all, never stale, and safe to delete. Two processes that need the
same at the same time compute it once: the second waits for the first.
"""

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
from filelock import FileLock
from scipy import sparse

from policy_emphasis import disk, paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import content_of

PACKAGE = Path(__file__).parent
SUMS = "sha256.json"  # in each folder: of every other file in it, by name


class Damaged(ProjectError):
    """What was kept cannot be read: its folder is named first, and `forget` removes it."""


def key(*values, code=()):
    """A hash of values and files (Path), of the lock, and of the modules of `code`: names of rooms
    (with the word lists in them) or modules of this package."""
    modules = [PACKAGE / name for name in code]
    sources = [p for m in modules for p in ([m] if m.is_file() else sorted(m.glob("*.*")))]
    return digest(*values, paths.LOCK, Path(__file__), *sources)


def digest(*parts):
    """A short SHA-256 over files (Path) and values (anything else), in the order given."""
    total = hashlib.sha256()
    for part in parts:
        content = content_of(part) if isinstance(part, Path) else repr(part).encode()
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()[:16]


def kept(name, compute):
    """The folder data/processed/NAME, NAME ending in a key(), with what `compute()` returns: name →
    table or sparse array. Raises ProjectError where the folder cannot be written."""
    folder = paths.PROCESSED / name
    if folder.is_dir():
        return folder
    try:
        paths.PROCESSED.mkdir(parents=True, exist_ok=True)
        with FileLock(paths.PROCESSED / f".{name}.lock"):
            if not folder.is_dir():
                _write(folder, compute())
    except OSError as error:
        raise ProjectError(
            f"data/processed: cannot be written ({error.strerror or error}); free space or mend "
            "the rights"
        ) from None
    return folder


def load(folder, name):
    """One of the kept tables: a DataFrame, or a sparse array (CSR)."""
    matrix = folder / f"{name}.npz"
    table = folder / f"{name}.parquet"
    try:
        sums = json.loads((folder / SUMS).read_bytes())
        found = matrix if matrix.name in sums else table
        if disk.sha256(found) != sums[found.name]:
            raise ValueError
        if found == matrix:
            return sparse.load_npz(matrix)
        # In one thread: where memory is too short for more, pyarrow waits for them for ever.
        return pd.read_parquet(table, use_threads=False, pre_buffer=False)
    except (OSError, ValueError, KeyError, TypeError) as error:  # the last two of SUMS
        fault = f"{folder.relative_to(paths.ROOT)}: damaged ({type(error).__name__})"
        raise Damaged(f"{fault}; delete that folder and run again") from None


def forget(damaged):
    """Remove what is Damaged, so that it is made again."""
    folder = paths.ROOT / str(damaged).partition(": ")[0]
    if folder.parent == paths.PROCESSED:
        shutil.rmtree(folder, ignore_errors=True)


def folder(name):
    """The folder .cache/NAME, there once this returns."""
    path = paths.CACHE / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def _write(folder, tables):
    """Called by one process at a time: what is made beside needs no name of its own."""
    partial = folder.with_name(f".partial-{folder.name}")
    shutil.rmtree(partial, ignore_errors=True)  # of a build that was killed
    try:
        partial.mkdir()
        for name, table in tables.items():
            if sparse.issparse(table):
                sparse.save_npz(partial / f"{name}.npz", table, compressed=False)
            else:
                table.to_parquet(partial / f"{name}.parquet")
        sums = {path.name: disk.sha256(path) for path in sorted(partial.iterdir())}
        (partial / SUMS).write_text(json.dumps(sums))
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
