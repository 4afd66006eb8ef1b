"""Any folder of files is gone through once: what can be read is read, whatever is wrong with the
rest, and each file that is not read is named in one line."""

import gzip
import io
import os
import socket
import tarfile
import zipfile
from pathlib import Path

import pytest

from policy_emphasis.intake import sources
from policy_emphasis.intake.sources import Refused, Source, found, parts
from policy_emphasis.paths import ProjectError

REPORT = "各位代表：现在，我代表市人民政府报告工作。".encode()


def zipped(*members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(*members, mode="w:gz"):
    """members: name, content, and what else the header says."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:
        for name, content, *said in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            for key, value in said:
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def read(path, into=None):
    """What is read: name → content; what is refused: name → reason."""
    items = list(found(path, into))
    taken = {item.name: item.content for item in items if isinstance(item, Source)}
    return taken, {item.name: item.reason for item in items if isinstance(item, Refused)}


@pytest.fixture
def small_limits(monkeypatch):
    """A bomb that is found before a test has unpacked megabytes."""
    monkeypatch.setattr(sources, "RATIO_FROM", 10_000)
    monkeypatch.setattr(sources, "RATIO", 20)


def in_archive(folder, name, content):
    (folder / name).write_bytes(content)
    return read(folder)


def test_files_come_in_the_order_of_their_names_folders_among_them(tmp_path):
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c/1.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(REPORT)
    names = [item.name for item in found(tmp_path)]
    assert names == ["a/1.txt", "a/2.txt", "b.txt", "c/1.txt"]


def test_a_single_file_is_read_under_its_own_name(tmp_path):
    (tmp_path / "2024年报告.txt").write_bytes(REPORT)
    assert read(tmp_path / "2024年报告.txt") == ({"2024年报告.txt": REPORT}, {})


@pytest.mark.parametrize("name", ["a b.txt", "a'b\"c.txt", "政府工作报告（2024）.txt", "　.txt"])
def test_blanks_quotes_and_chinese_in_a_file_name_are_kept(tmp_path, name):
    (tmp_path / name).write_bytes(REPORT)
    assert list(read(tmp_path)[0]) == [name]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("北京.txt".encode("gb18030"), "北京.txt"),
        (b"\xff\x80.txt", "\\xff\\x80.txt"),
        (b"two\nlines\x1b[31m.txt", "two\\nlines\\x1b[31m.txt"),
        ("转\u202e.txt".encode(), "转\\u202e.txt"),
    ],
)
def test_a_file_name_of_any_bytes_can_be_shown_in_one_line(tmp_path, raw, shown):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_bytes(REPORT)
    assert list(read(tmp_path)[0]) == [shown]


def test_links_are_named_and_never_followed(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (tmp_path / "outside.txt").write_bytes(b"secret")
    (folder / "a.txt").write_bytes(REPORT)
    for name, target in (
        ("again.txt", "a.txt"),
        ("dead", "nowhere"),
        ("loop", "loop"),
        ("out.txt", "../outside.txt"),
        ("up", "."),
    ):
        (folder / name).symlink_to(target)
    taken, refused = read(folder)
    assert taken == {"a.txt": REPORT}
    assert "a link to a.txt" in refused["again.txt"]
    assert "leads nowhere" in refused["dead"] and "leads nowhere" in refused["loop"]
    assert "out of the folder" in refused["out.txt"]
    assert "a link to" in refused["up"]


def test_what_is_no_file_is_named_and_never_waited_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    os.mkfifo("pipe")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind("socket")
    listening.close()
    assert read(tmp_path)[1] == dict.fromkeys(
        ["pipe", "socket"], "a pipe, socket or device: not read"
    )


def test_what_systems_and_editors_leave_behind_is_named_and_not_read(tmp_path):
    names = [".DS_Store", "Thumbs.db", "__MACOSX", "a.tmp", "~$2024.docx"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    taken, refused = read(tmp_path)
    assert not taken and sorted(refused) == names


def test_a_file_over_the_limit_is_named_without_being_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(REPORT)
    (tmp_path / "b.txt").touch()
    os.truncate(tmp_path / "b.txt", 500 * sources.MB)
    taken, refused = read(tmp_path)
    assert taken == {"a.txt": REPORT}
    assert refused == {"b.txt": "500 MB, takes at most 64; split it"}


def test_an_empty_or_unreadable_file_is_named_and_the_others_are_read(tmp_path, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(REPORT)
    (tmp_path / "c.txt").touch()
    opened = Path.open

    def locked(path, *arguments):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments)

    monkeypatch.setattr(Path, "open", locked)
    taken, refused = read(tmp_path)
    assert taken == {"b.txt": REPORT}
    assert "Permission denied" in refused["a.txt"] and "empty" in refused["c.txt"]


def test_the_folder_that_is_written_is_never_read(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_bytes(REPORT)
    (tmp_path / "b.txt").write_bytes(REPORT)
    taken, refused = read(tmp_path, tmp_path / "x" / ".." / "corpus")
    assert list(taken) == ["b.txt"] and list(refused) == ["corpus"]
    with pytest.raises(ProjectError, match="lies in the folder that is written"):
        found(tmp_path / "corpus", tmp_path / "corpus")


def test_no_folder_and_an_empty_folder_are_said_in_one_line(tmp_path):
    with pytest.raises(ProjectError, match="no such folder or file"):
        found(tmp_path / "nowhere")
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(ProjectError, match="holds no file"):
        list(found(tmp_path))


def test_two_files_of_one_name_in_two_folders_are_both_read(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "2024.txt").write_bytes(REPORT + folder.encode())
    assert len(set(read(tmp_path)[0].values())) == 2


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz", "w:bz2"])
def test_tar_archives_are_read_however_they_are_packed(tmp_path, mode):
    packed = tarred(("./子/a.txt", REPORT), mode=mode)
    name = "a.tar" + mode[1:].replace(":", ".")
    assert in_archive(tmp_path, name, packed) == ({f"{name}/子/a.txt": REPORT}, {})


def test_an_archive_in_an_archive_is_read_and_one_deeper_is_named(tmp_path):
    third = zipped(("c.txt", REPORT))
    second = zipped(("b.txt", REPORT), ("third.zip", third))
    taken, refused = in_archive(tmp_path, "first.zip", zipped(("second.zip", second)))
    assert taken == {"first.zip/second.zip/b.txt": REPORT}
    assert list(refused) == ["first.zip/second.zip/third.zip"]


def test_member_names_of_old_chinese_archives_are_read_as_gbk(tmp_path):
    packed = zipped(("XX/YY.txt", REPORT))
    packed = packed.replace(b"XX", "甲".encode("gb18030")).replace(b"YY", "诚".encode("gb18030"))
    assert list(in_archive(tmp_path, "a.zip", packed)[0]) == ["a.zip/甲/诚.txt"]


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "a/../../b.txt", "C:\\a.txt", "..\\a.txt"])
def test_members_that_lead_out_of_their_archive_are_named(tmp_path, name):
    for archive, packed in (
        ("a.zip", zipped((name, REPORT), ("b.txt", REPORT))),
        ("b.tgz", tarred((name.replace("\\", "/"), REPORT), ("b.txt", REPORT))),
    ):
        (tmp_path / archive).write_bytes(packed)
    taken, refused = read(tmp_path)
    assert sorted(taken) == ["a.zip/b.txt", "b.tgz/b.txt"]
    assert len(refused) == 2 and all("leads out" in reason for reason in refused.values())


def test_links_and_devices_in_archives_are_named(tmp_path):
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    pipe = ("pipe", b"", ("type", tarfile.FIFOTYPE))
    (tmp_path / "a.zip").write_bytes(zipped((link, "/etc/passwd")))
    (tmp_path / "b.tgz").write_bytes(tarred(pipe))
    assert sorted(read(tmp_path)[1]) == ["a.zip/link", "b.tgz/pipe"]


def test_a_bomb_in_a_zip_is_named_and_its_neighbours_are_read(tmp_path, small_limits):
    packed = zipped(("a.txt", REPORT), ("bomb.txt", bytes(300_000)), ("c.txt", REPORT))
    taken, refused = in_archive(tmp_path, "a.zip", packed)
    assert list(taken) == ["a.zip/a.txt", "a.zip/c.txt"]
    assert "unpacks to more than" in refused["a.zip/bomb.txt"]


def test_a_bomb_of_many_small_members_stops(tmp_path, small_limits):
    packed = zipped(*((f"{i}.txt", bytes(9_000)) for i in range(120)))
    taken, refused = in_archive(tmp_path, "a.zip", packed)
    assert len(taken) < 120 and "far more than texts do" in refused["a.zip"]


def test_a_tar_says_how_long_its_members_are_and_no_bomb_is_unpacked(tmp_path):
    bomb = tarfile.TarInfo("bomb.txt")
    bomb.size = 10**12
    long = tarfile.TarInfo("././@LongLink")
    long.type, long.size = tarfile.GNUTYPE_LONGNAME, 2**32
    back = tarfile.TarInfo("back.txt")
    back.size = -1024
    for name, header in (("a.tgz", bomb), ("b.tgz", long), ("c.tgz", back)):
        packed = gzip.compress(header.tobuf(format=tarfile.GNU_FORMAT) + bytes(2048))
        (tmp_path / name).write_bytes(packed)
    taken, refused = read(tmp_path)
    assert not taken and list(refused) == ["a.tgz", "b.tgz", "c.tgz"]


def test_a_locked_and_a_damaged_member_are_named_and_the_others_are_read(tmp_path):
    packed = bytearray(zipped(("a.txt", REPORT), ("b.txt", REPORT * 9), ("c.txt", REPORT)))
    packed[packed.find(b"PK\1\2") + 8] |= 1  # a.txt is encrypted
    packed[packed.find(b"b.txt") + 15] ^= 0xFF
    taken, refused = in_archive(tmp_path, "a.zip", bytes(packed))
    assert taken == {"a.zip/c.txt": REPORT}
    assert "password" in refused["a.zip/a.txt"] and "damaged" in refused["a.zip/b.txt"]


def test_a_damaged_archive_is_named_after_what_could_be_read_of_it(tmp_path):
    noise = os.urandom(200_000)
    packed = tarred(("a.txt", REPORT), ("b.txt", noise), mode="w")
    (tmp_path / "a.tar").write_bytes(packed[:100_000])
    (tmp_path / "b.zip").write_bytes(zipped(("a.txt", REPORT))[:60])
    (tmp_path / "c.zip").write_bytes(zipped())
    taken, refused = read(tmp_path)
    assert taken == {"a.tar/a.txt": REPORT}
    assert "damaged" in refused["a.tar"] and "damaged" in refused["b.zip"]
    assert "no file" in refused["c.zip"]


def test_a_document_that_is_called_an_archive_is_one_file(tmp_path):
    document = zipped(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>"))
    taken = in_archive(tmp_path, "a.zip", document)[0]
    assert taken == {"a.zip": document}


def test_thousands_of_files_are_gone_through_one_at_a_time(tmp_path):
    packed = zipped(*((f"{i:05}.txt", REPORT if i % 400 else "") for i in range(1000)))
    (tmp_path / "a.zip").write_bytes(packed)
    items = found(tmp_path)
    assert next(items) == Refused("a.zip/00000.txt", "empty; remove it")
    refused = [item.name for item in items if isinstance(item, Refused)]
    assert refused == ["a.zip/00400.txt", "a.zip/00800.txt"]


def test_the_parts_of_a_document_are_read_within_limits(small_limits):
    packed = zipped(("a.xml", "<a/>"), ("b.bin", "x"))
    assert parts(packed, r".*\.xml") == {"a.xml": b"<a/>"}
    with pytest.raises(ProjectError, match="unpacks to more"):
        parts(zipped(("a.xml", bytes(300_000))), ".*")
    with pytest.raises(ProjectError, match="entities"):
        parts(zipped(("a.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')), ".*")
    with pytest.raises(ProjectError, match="damaged"):
        parts(packed[:50], ".*")
