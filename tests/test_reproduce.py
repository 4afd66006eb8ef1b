"""Two builds compared: what `make verify` varies it does vary, and what differs it finds."""

import os
import shutil

import pytest

from policy_emphasis import paths
from policy_emphasis.build import manifest, pythons, reproduce, reproducibility_page, reprotest
from policy_emphasis.build.differences import first_difference


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        (b"a\nbcd\n", b"a\nbxd\n", "line 2, column 2: 'bcd' against 'bxd'"),
        (b"a\n", b"a\nb", "line 2, column 1: '' against 'b'"),
        ("天津市".encode(), "天津港".encode(), "line 1, column 3: '天津市' against '天津港'"),
        (b"", b"a", "line 1, column 1: '' against 'a'"),
        (b"PK\xff\x00", b"PK\xff\x01", "byte 3"),
    ],
)
def test_the_first_place_where_two_files_differ(one, other, where):
    assert first_difference(one, other) == where


def test_a_long_line_is_shown_around_the_difference_alone():
    told = first_difference(b"x" * 5_000 + b"a", b"x" * 5_000 + b"b")
    assert "column 5001" in told and len(told) < 120


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The two circumstances, a place for each, and what the controls say there."""
    met = reproduce.circumstances()
    roots = [tmp_path_factory.mktemp("verify") / one.folder for one in met]
    return met, roots, reproduce._controls(roots, met)


@pytest.mark.slow
def test_a_program_that_lets_a_circumstance_through_is_seen(both):
    _, roots, seen = both
    order = "file system and order of files"  # both places are of one file system here
    assert {one.name for one, differs in seen.items() if not differs} <= {order}
    assert len(seen) == 11 and not (roots[0] / ".leak").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["reports/default/tables/a.csv", "notebooks/index.ipynb"])
def test_a_file_that_differs_is_named_with_its_place(both, name):
    _, roots, _ = both
    for root in roots:
        (root / "reports/default/tables").mkdir(parents=True, exist_ok=True)
    kept = (roots[1] / name).read_bytes() if (roots[1] / name).exists() else None
    try:
        (roots[1] / name).write_text("[]")
        (fault,) = reproduce._compared(roots, *map(reproduce._made, roots))
        assert fault.startswith(f"{name} differs: line 1, column 1: ")
    finally:
        (roots[1] / name).unlink()
        if kept:
            (roots[1] / name).write_bytes(kept)


@pytest.mark.slow
def test_what_is_the_same_in_both_and_not_as_committed_is_named(both):
    _, roots, _ = both
    name, kept = "docs/validity.md", (roots[0] / "docs/validity.md").read_bytes()
    for root in roots:
        (root / name).write_bytes(kept + b"more")
    (fault,) = reproduce._compared(roots, *map(reproduce._made, roots))
    for root in roots:
        (root / name).write_bytes(kept)
    assert fault.startswith(f"{name} is not as it was committed: line ")


def test_the_record_tells_what_was_varied_and_what_came_of_it():
    told = reproducibility_page.RECORD.read_text("utf-8")
    met = reproduce.circumstances()
    for variation in reproduce.variations(*met):
        assert f"| {variation.name} |" in told
    assert "the same bytes in both builds, and those that were committed" in told
    assert str(paths.ROOT) not in told and manifest.NAME in told
    if "It was not installed" not in told:
        assert all(f"| {name} | seen |" in told for name in reprotest.LEAKS)
        assert "No file differs." in told


STUB = """#!/bin/sh
for word; do case $word in --store-dir=*) store=${{word#--store-dir=}};; esac; done
for name in control experiment-1; do
  mkdir -p "$store/$name/source-root/reports/default"
  echo {content} > "$store/$name/source-root/reports/default/a.csv"
done
exit {status}
"""


@pytest.mark.parametrize(
    ("content", "status", "faults"),
    [
        ("same", 0, []),
        ("$name", 1, ["a.csv differs under reprotest: line 1, column 1: 'control' against 'exp"]),
        ("same", 2, ["reprotest ended with status 2; run it by hand to see why"]),
    ],
)
def test_what_differs_under_reprotest_is_named(tmp_path, monkeypatch, content, status, faults):
    """With a program in its place that makes both builds."""
    (tmp_path / "reprotest").write_text(STUB.format(content=content, status=status))
    (tmp_path / "reprotest").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    found = reprotest.differing("default", ["time", "umask"])
    assert [fault[: len(faults[0])] for fault in found] == faults


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("reprotest"), reason="reprotest is not installed")
def test_a_leak_is_seen_by_reprotest(monkeypatch):
    """And one that lets nothing through is not."""
    names = ("home", "timezone", "umask")
    monkeypatch.setattr(reprotest, "LEAKS", {name: reprotest.LEAKS[name] for name in names})
    assert reprotest.seen_by() == dict.fromkeys(names, True)
    monkeypatch.setattr(reprotest, "LEAKS", {"home": "print('careful')"})
    assert reprotest.seen_by() == {"home": False}


def test_where_reprotest_is_not_installed_the_record_says_so(monkeypatch):
    monkeypatch.setattr(reprotest.shutil, "which", lambda _: None)
    assert reprotest.seen_by() == {}
    assert "not installed" in reproducibility_page._of_reprotest({}, [])


PYTHON = "#!/bin/sh\nif [ $2 = venv ]; then exit 0; fi\necho /where/it/{name}"


def test_the_other_versions_of_python_that_run_are_found(tmp_path, monkeypatch):
    """One is a command that only tells where it would be, as those of a pyenv do."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pythons, "VERSIONS", ("2.1", "2.2", "2.3"))
    for name, text in (
        ("python2.1", PYTHON.format(name="2.1")),
        ("python2.2", "#!/bin/sh\nexit 1"),
    ):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    assert pythons.others() == {"2.1": "/where/it/2.1"}


def test_a_run_that_another_python_does_not_build_or_builds_otherwise_is_told(
    tmp_path, monkeypatch
):
    """With a make that fails, and with one that leaves what was built here and nothing else."""
    made = "mkdir -p reports/default && cp docs/manifest.json reports/default"
    for name, text in (("python", PYTHON), ("make", 'echo "no such index" >&2; exit 2')):
        (tmp_path / name).write_text(text if name == "python" else f"#!/bin/sh\n{text}")
        (tmp_path / name).chmod(0o755)
    expected = manifest.read(manifest.COMMITTED.parent)["outputs"]
    told = pythons.built_under(str(tmp_path / "python"), "default", expected)
    assert told == "could not be built: make .venv/.installed: no such index"
    (tmp_path / "make").write_text(f"#!/bin/sh\n{made}")
    assert pythons.built_under(str(tmp_path / "python"), "default", expected) == pythons.SAME
    told = pythons.built_under(str(tmp_path / "python"), "default", expected | {"index.html": "0"})
    assert told == "another: index.html"
