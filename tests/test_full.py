"""A disk that is full, or may not be written to: one line says what, where and what to do, and what
stood stands; once there is room, the next build gives what an undisturbed one gives."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest
from builds import NAME, built, left_over, results

pytestmark = [pytest.mark.slow, pytest.mark.long]
OLD = b"as it stood\n"
ROOM = 64 * 2**20
NO_RIGHTS = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]


@contextmanager
def _mounted(folder, *options):
    """A small file system of its own in a folder."""
    words = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _filled(folder, left):
    """A file that leaves so many bytes of a file system."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    (folder / "filler").write_bytes(bytes(max(0, free - left)))
    return folder / "filler"


def _refused(done, *words):
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done
    assert done.stderr.startswith("policy_emphasis: ") and "; " in done.stderr, done
    assert all(word in done.stderr for word in words), done


def _with_old_pages(root):
    """The results, once what an earlier build made of the pages is another."""
    for path in root.glob("reports/default/*.html"):
        path.write_bytes(OLD)
    return results(root)


def test_reports_on_a_full_disk_stand_as_they_stood(warm, whole, counted):
    folder, refused = warm.root / "reports", 0
    with _mounted(folder, f"size={ROOM}"):
        built(warm)
        for left in (0, 30_000, 300_000, 700_000):
            before = _with_old_pages(warm.root)
            filler = _filled(folder, left)
            done = warm.command("pages", "default", NAME, kernels=True)
            filler.unlink()
            _refused(done, f"{folder}/default", "No space left on device; free space")
            now = results(warm.root)
            assert all(now[name] in (before[name], whole[name]) for name in before), left
            assert now.keys() == before.keys() and not left_over(warm.root)
            refused += 1
        assert built(warm) == whole
    counted(f"{refused} builds on a full disk, {len(whole)} files compared each time")


@pytest.mark.parametrize("left", [0, 100_000])
def test_where_nothing_can_be_kept_that_is_said(warm, whole, left):
    shutil.rmtree(warm.root / "data/processed")
    (warm.root / "data/processed").mkdir()
    before = _with_old_pages(warm.root)
    with _mounted(warm.root / "data/processed", f"size={ROOM}"):
        filler = _filled(warm.root / "data/processed", left)
        done = warm.command("pages", "default", NAME, kernels=True)
        filler.unlink()
        _refused(done, "data/processed: cannot be written", "No space left", "; free space")
        assert results(warm.root) == before and not left_over(warm.root)
        assert built(warm) == whole


@pytest.mark.parametrize("options", [("nr_inodes=1",), ("size=4k",)])
def test_a_folder_for_temporary_files_that_is_full_is_said(warm, whole, tmp_path, options):
    before = _with_old_pages(warm.root)
    with _mounted(tmp_path, *options):
        if "nr_inodes=1" not in options:
            _filled(tmp_path, 0)
        first = f"import tempfile; tempfile.gettempdir = lambda: {str(tmp_path)!r}"
        warm.start("pages", "default", NAME, kernels=True, first=first)
        done = warm.ended("pages", "default")
        _refused(done, f"{NAME}: {tmp_path}/pe-", "No space left on device; free space")
    assert results(warm.root) == before
    assert built(warm) == whole


def test_results_that_may_not_be_written_stand_as_they_stood(warm, whole):
    without = NO_RIGHTS if os.geteuid() == 0 else []
    if without and not shutil.which("setpriv"):
        pytest.skip("setpriv is not on this machine, and root may write to all")
    before, folder = _with_old_pages(warm.root), warm.root / "reports/default"
    for path in (folder / "tables", folder):
        path.chmod(0o555)
    words = [*without, warm.python, "-m", "policy_emphasis", "pages", "default", NAME]
    try:
        done = warm(*words)
        _refused(done, str(folder), "Permission denied; free space or mend the rights")
        assert results(warm.root) == before
    finally:
        for path in (folder, folder / "tables"):
            path.chmod(0o755)
    assert built(warm) == whole
