"""The files of a folder, and of the archives in it, one after the other; what is not read is named
with its reason.

Nothing is written: a member of an archive is read into memory, within limits that are checked while
it is read. What a file is, formats.py tells.
"""

import bz2
import gzip
import lzma
import os
import re
import stat
import tarfile
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from policy_emphasis.intake.names import litter, outside, printable, zip_name
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import brief

MB = 2**20
FILE_BYTES = 64 * MB  # a report has 60 KB; what is larger than a table of a thousand is none
ARCHIVE_BYTES, UNPACKED_BYTES = 1024 * MB, 4096 * MB
RATIO, RATIO_FROM = 200, 4 * MB  # text packs to a tenth, Word's XML to a fiftieth, bombs to 1/1000
MEMBERS = 100_000
ENCRYPTED = 0x1  # the bit of a zip member's flags that says so
ARCHIVES = (".zip", ".tar", ".tgz", ".txz", ".tbz", ".tbz2", ".tar.gz", ".tar.xz", ".tar.bz2")
PACKED = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
OFFICE = {"[Content_Types].xml", "mimetype"}  # with one of these a zip is one document


@dataclass(frozen=True)
class Source:
    """A file: its name below the folder, `archive.zip/name` in an archive, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Refused:
    """A file, or a part of one, that is not read, and why, with what to do."""

    name: str
    reason: str


def found(path, into=None):
    """What a folder, an archive or a single file holds, in the order of the names.

    path: where the user's files are. into: the folder that is written, never read. Yields Source
    and Refused one at a time: no more than one file is in memory. Raises ProjectError where there
    is nothing at `path`, and at the end where there was no file at all.
    """
    path = Path(os.path.expanduser(path))
    name = printable(path)
    if not os.path.exists(path):
        raise ProjectError(f"{name}: no such folder or file; name the folder of your reports")
    path, into = path.resolve(), into and Path(into).resolve()
    if into and path.is_relative_to(into):
        raise ProjectError(f"{name}: lies in the folder that is written; choose another")
    return _or_empty(_walked(path, into), name)


def parts(content, wanted):
    """The parts of an Office document (a zip file) whose names match a pattern: name → bytes.

    Raises ProjectError for one that is damaged, encrypted, or unpacks to more than a document has.
    """
    taken, left = {}, min(FILE_BYTES, RATIO_FROM + RATIO * len(content))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for info in archive.infolist():
                name = info.filename.replace("\\", "/")
                if not re.fullmatch(wanted, name):
                    continue
                with archive.open(info) as file:
                    taken[name] = file.read(left + 1)
                left -= len(taken[name])
                if left < 0:
                    break
    except Exception as error:  # what zipfile raises on damaged bytes is no closed list
        raise ProjectError(f"damaged ({brief(error)}); save it again") from None
    if left < 0:
        raise ProjectError("unpacks to more than a document has: not read")
    if any(b"<!DOCTYPE" in content for content in taken.values()):
        raise ProjectError("declares XML entities, as no document of Office does; save it again")
    return taken


def _or_empty(items, name):
    empty = True
    for item in items:
        empty = False
        yield item
    if empty:
        raise ProjectError(f"{name}: holds no file; put your reports there")


def _walked(root, into):
    """The files below a folder. Folders wait in a list, so that any depth is walked."""
    waiting = [root]
    while waiting:
        path = waiting.pop()
        name = printable(root.name if path == root else path.relative_to(root).as_posix())
        try:
            if reason := _unread(path, root, into):
                yield Refused(name, reason)
            elif path.is_dir():
                waiting += sorted(path.iterdir(), key=printable, reverse=True)
            else:
                yield from _file(path, name)
        except OSError as error:
            yield Refused(name, f"cannot be opened ({error.strerror}); change its permissions")


def _unread(path, root, into):
    """Why what stands in the folder under this name is not looked into."""
    if path == into:
        return "the folder that is written: not read"
    if path.is_symlink():
        return _link(path, root)
    return "" if path == root else litter(path.name)


def _link(path, root):
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a loop, before Python 3.13
        return "a link that leads nowhere; put the file itself there"
    if not target.is_relative_to(root):
        return "a link out of the folder; put the file itself there"
    return f"a link to {printable(target.relative_to(root).as_posix())}: read under that name"


def _file(path, name):
    """A file on disk, or what it holds if it is an archive."""
    status = path.stat()
    packed = path.name.lower().endswith(ARCHIVES)
    if not stat.S_ISREG(status.st_mode):
        yield Refused(name, "a pipe, socket or device: not read")
    elif status.st_size > (limit := ARCHIVE_BYTES if packed else FILE_BYTES):
        yield Refused(name, _too_large(status.st_size, limit))
    else:
        with path.open("rb") as file:
            yield from _archive(file, name) if packed else _whole(file, name)


def _too_large(size, limit=FILE_BYTES):
    return f"{size / MB:,.0f} MB, takes at most {limit // MB}; split it"


def _whole(file, name):
    file.seek(0)
    content = file.read(FILE_BYTES + 1)
    if len(content) > FILE_BYTES:
        yield Refused(name, _too_large(file.seek(0, os.SEEK_END)))
    else:
        yield Source(name, content) if content else Refused(name, "empty; remove it")


def _archive(file, name, inner=False):
    """What a zip or tar archive holds; a file that is neither is one source."""
    empty = True
    try:
        for item in _members(file, name):
            empty = False
            packed = item.name != name and item.name.lower().endswith(ARCHIVES)
            if isinstance(item, Refused) or not packed:
                yield item
            elif inner:
                yield Refused(item.name, "an archive within archives; unpack it")
            else:
                yield from _archive(BytesIO(item.content), item.name, inner=True)
        if empty:
            yield Refused(name, "an archive that holds no file; remove it")
    except Exception as error:  # what zipfile and tarfile raise on damaged bytes is no closed list
        yield Refused(name, f"a damaged archive ({brief(error)}); pack it again")


def _members(file, name):
    start = file.read(4)
    size = file.seek(0, os.SEEK_END)
    left = min(UNPACKED_BYTES, RATIO_FROM + RATIO * size)
    file.seek(0)
    if start[:2] == b"PK":
        with zipfile.ZipFile(file) as archive:
            document = OFFICE & set(archive.namelist())
            return (yield from _whole(file, name) if document else _zip(archive, name, left))
    stream = PACKED[start[:2]](file) if start[:2] in PACKED else file
    try:
        archive = tarfile.open(fileobj=_Bounded(stream), mode="r:")  # noqa: SIM115
    except tarfile.ReadError:
        if stream is file:
            return (yield from _whole(file, name))
        raise
    return (yield from _tar(archive, name, left))


def _zip(archive, name, left):
    """The members of a zip archive in the order of their names. left: bytes it may unpack to."""
    infos = archive.infolist()
    if len(infos) > MEMBERS:
        yield Refused(name, f"an archive of {len(infos)} files, takes at most {MEMBERS}; split it")
        return
    seen = set()
    for inner, i in sorted((zip_name(info), i) for i, info in enumerate(infos)):
        info, whole = infos[i], f"{name}/{printable(PurePosixPath(inner))}"
        if inner.endswith("/"):
            continue
        reason = outside(inner, whole in seen, stat.S_ISLNK(info.external_attr >> 16))
        if not reason and info.flag_bits & ENCRYPTED:
            reason = "locked with a password; pack it again without"
        seen.add(whole)
        item = Refused(whole, reason) if reason else _unzipped(archive, info, whole)
        left -= len(item.content) if isinstance(item, Source) else 0
        if left < 0:
            yield Refused(name, "unpacks to far more than texts do: the rest is not read")
            return
        yield item


def _unzipped(archive, info, name):
    """A member of a zip archive, read no further than its packed size allows."""
    limit = min(FILE_BYTES, RATIO_FROM + RATIO * info.compress_size)
    try:
        with archive.open(info) as file:
            content = file.read(limit + 1)
    except Exception as error:  # a damaged member: the others are read
        return Refused(name, f"damaged in its archive ({brief(error)}); pack it again")
    if len(content) > limit:
        return Refused(name, f"unpacks to more than {limit // MB} MB: not read")
    return Source(name, content) if content else Refused(name, "empty; remove it")


def _tar(archive, name, left):
    """The members of a tar archive, in its own order: to go back is to unpack again."""
    seen = set()
    for count, info in enumerate(archive):
        if info.size < 0:  # tarfile would go back and read the same for ever
            raise ValueError("a negative size")
        left -= info.size
        if left < 0 or count > MEMBERS:
            yield Refused(name, "unpacks to far more than texts do: the rest is not read")
            return
        whole = f"{name}/{printable(PurePosixPath(info.name))}"
        reason = outside(info.name, whole in seen, not info.isfile())
        seen.add(whole)
        if info.isdir():
            continue
        if reason or info.size > FILE_BYTES:
            yield Refused(whole, reason or _too_large(info.size))
        else:
            yield from _whole(archive.extractfile(info), whole)
        archive.members = []  # else tarfile keeps every header


class _Bounded:
    """A stream for tarfile, which reads a header of any length that it declares."""

    def __init__(self, file):
        self._file = file

    def __getattr__(self, name):
        return getattr(self._file, name)

    def read(self, size):
        if not 0 <= size <= FILE_BYTES:
            raise ValueError("a header that is too long")
        return self._file.read(size)
