"""Two builds compared: what `make verify` varies it does vary, and what differs it finds."""

import pytest

from policy_emphasis import paths
from policy_emphasis.build import manifest, reproduce


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
    assert reproduce.first_difference(one, other) == where


def test_a_long_line_is_shown_around_the_difference_alone():
    told = reproduce.first_difference(b"x" * 5_000 + b"a", b"x" * 5_000 + b"b")
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
    assert len(seen) == 9 and not (roots[0] / ".leak").exists()


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
    told = reproduce.RECORD.read_text("utf-8")
    met = reproduce.circumstances()
    for variation in reproduce.variations(*met):
        assert f"| {variation.name} |" in told
    assert "the same bytes in both builds, and those that were committed" in told
    assert str(paths.ROOT) not in told and manifest.NAME in told
