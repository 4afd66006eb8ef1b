"""Files and folders that are put in place whole: however a program ends, there is the old one or
the new one, and never a part; and nothing is left of programs that died.

What is made beside is called `.partial-NUMBER-NAME`, in the system's folder for temporary files
`pe-NUMBER-…`, NUMBER being that of the process.
"""

import hashlib
import os
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from errno import EACCES, EDQUOT, ENOSPC, ENOTDIR, EPERM, EROFS
from pathlib import Path

UNWRITABLE = (EACCES, EDQUOT, ENOSPC, ENOTDIR, EPERM, EROFS)  # no fault of the program's
OWN = re.compile(r"(?:\.partial|pe)-(\d+)-(.*)")


def write_whole(path, content, dated=None):
    """Write text or bytes beside, flush to disk, move into place: a reader sees the old file or the
    new one, never a part; nor do two builds that write the same file at once. dated: when it is to
    seem written, in seconds since the epoch. Raises OSError, which names the path."""
    beside = path.with_name(f".partial-{os.getpid()}-{path.name}")
    try:
        with open(beside, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        if dated is not None:
            os.utime(beside, (dated, dated))
        os.replace(beside, path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise _named(error, path) from None


@contextmanager
def in_place_of(folder):
    """An empty folder whose content, once this ends well, is all that `folder` holds. Where it does
    not, `folder` stands as it was; at the latest, after a kill, once `sweep` was called. Raises
    OSError, which names the folder."""
    beside = folder.with_name(f".partial-{os.getpid()}-{folder.name}")
    try:
        _remove(beside)
        (beside / "new").mkdir(parents=True)
        yield beside / "new"
        if folder.exists():
            os.rename(folder, beside / "before")
        os.rename(beside / "new", folder)
    except OSError as error:
        raise _named(error, folder) from None
    finally:
        _remove(beside)


def partial(folder):
    """The path of a folder in `folder` for what is moved from there into its place, gone when this
    ends. What fails meanwhile and names no file names that folder."""
    return _temporary(".partial", folder)


def scratch(folder=None):
    """As `partial`, for what nobody keeps. folder: None for the system's own."""
    return _temporary("pe", folder)


def sweep(*folders):
    """Remove from these folders, and from that of temporary files, what processes left that are
    gone now."""
    found = [path for folder in folders for path in folder.glob(".partial-*")]
    for path in [*found, *Path(tempfile.gettempdir()).glob("pe-*-*")]:
        if named := OWN.fullmatch(path.name):
            try:
                os.kill(int(named[1]), 0)  # asks whether it is there, and no more
            except ProcessLookupError:
                with suppress(OSError):
                    _remove(path)
            except PermissionError:
                continue  # it is there, and somebody else's


def fault(error):
    """What an OSError is of, what is wrong and what to do, in one line."""
    advice = "put it right, and run again"
    if error.errno in UNWRITABLE:  # a full disk, for want of rights
        advice = "free space or mend the rights"
    return f"{error.filename or 'a file'}: {error.strerror or error}; {advice}"


def sha256(path):
    """The SHA-256 of a file, in hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _temporary(kind, folder):
    where = {"prefix": f"{kind}-{os.getpid()}-", "dir": folder, "ignore_cleanup_errors": True}
    with tempfile.TemporaryDirectory(**where) as made:
        try:
            yield Path(made)
        except OSError as error:
            raise error if error.filename else _named(error, made) from None


def _remove(beside):
    """Remove what was made beside. What was moved there goes back, if its place is empty."""
    before, home = beside / "before", beside.with_name(OWN.fullmatch(beside.name)[2])
    if before.is_dir() and not home.exists():
        os.rename(before, home)
    if beside.is_dir():
        shutil.rmtree(beside, ignore_errors=True)
    else:
        beside.unlink(missing_ok=True)


def _named(error, path):
    return OSError(error.errno, error.strerror or str(error), str(path))
