"""What the name of a file says before the file is read."""

import re
import unicodedata
from pathlib import PurePosixPath

UTF8_NAME = 0x800  # the bit of a zip member's flags that says so


def printable(name):
    """A file's name as text that can be shown in one line: bytes that are not UTF-8 are read as
    GB18030, as old Chinese systems wrote them."""
    name = str(name)
    try:
        name.encode()
    except UnicodeEncodeError:
        name = _decoded(name.encode("utf-8", "surrogateescape"))
    return "".join(
        character.encode("unicode_escape").decode()
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else character
        for character in name
    )


def zip_name(info):
    """A member's name; an archive of an old Chinese system does not say that its names are GBK."""
    if info.flag_bits & UTF8_NAME:
        return info.filename.replace("\\", "/")
    return _decoded(info.filename.encode("cp437", "replace")).replace("\\", "/")


def litter(name):
    """Why a file of this name is no report's: what systems and editors leave behind."""
    if name.startswith("~$") or name.lower().endswith((".tmp", ".crdownload", ".part")):
        return "a temporary file of another program: not read"
    if name == "__MACOSX" or name.lower() in ("thumbs.db", "desktop.ini"):
        return "a file of the system: not read"
    return "a hidden file: not read" if name.startswith(".") else ""


def outside(inner, again, linked):
    """Why a member of an archive is not read: its name, or what it is."""
    path = PurePosixPath(inner)
    if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", inner):
        return "its name leads out of the archive: not read"
    if linked:
        return "a link or device in an archive: not read"
    if again:
        return "a second file of this name in its archive: not read"
    return next(filter(None, map(litter, path.parts)), "")


def _decoded(content):
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "backslashreplace")
