"""Parts: what is computed unit by unit, kept, and put together in the order that is asked for."""

import pandas as pd
import pytest
from scipy import sparse

from policy_emphasis import parts, paths
from policy_emphasis.paths import ProjectError


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """keep(units, versions) and the list of what was computed for it."""
    monkeypatch.setattr(paths, "PROCESSED", tmp_path)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    computed = []

    def compute(units):
        computed.append(units)
        words = [(unit, f"{unit}{i}") for unit in units for i in range(3)]
        rows = pd.DataFrame(words, columns=["unit", "word"])
        counts = sparse.csr_array([[len(word), ord(word[0])] for _, word in words])
        return {"words": rows, "counts": counts, "none": rows.head(0)}

    def keep(units, **versions):
        keys = {unit: f"{unit}-{versions.get(unit, 1)}" for unit in units}
        sizes = dict.fromkeys(units, parts.SIZE / 2)
        return parts.keep("kind", keys, compute, unit="unit", sizes=sizes, label="units")

    return keep, computed


def _words(found):
    return found.table("words")["word"].tolist()


def test_a_table_has_its_units_in_the_order_that_is_asked_for(kept):
    keep, computed = kept
    found = keep("abcde")
    assert computed == [["a", "b"], ["c", "d"], ["e"]]
    assert _words(found) == [f"{unit}{i}" for unit in "abcde" for i in range(3)]
    assert _words(found.only("db")) == ["d0", "d1", "d2", "b0", "b1", "b2"]
    assert found.table("none").columns.tolist() == ["unit", "word"]


def test_what_is_added_or_changed_is_computed_alone(kept):
    keep, computed = kept
    keep("abcde")
    computed.clear()
    assert _words(keep("cxa"))[3:6] == ["x0", "x1", "x2"] and computed == [["x"]]
    computed.clear()
    assert len(_words(keep("abc", b=2))) == 9 and computed == [["b"]]
    computed.clear()
    assert len(_words(keep("abc"))) == 9 and computed == []


def test_rows_of_an_array_are_those_of_its_units(kept):
    keep, _ = kept
    keep("abcd")
    found = [(counts.toarray(), table) for counts, table in keep("bd").arrays("counts", ["words"])]
    assert [table["word"].tolist() for _, table in found] == [
        ["b0", "b1", "b2"],
        ["d0", "d1", "d2"],
    ]
    assert [counts[0].tolist() for counts, _ in found] == [[2, ord("b")], [2, ord("d")]]


def test_a_computation_that_was_stopped_goes_on_from_the_parts_that_are_whole(kept, monkeypatch):
    keep, computed = kept
    written = parts.cache.kept

    def full(name, compute):
        if len(computed) == 2:
            raise ProjectError("no space left")
        return written(name, compute)

    with monkeypatch.context() as patched:
        patched.setattr(parts.cache, "kept", full)
        with pytest.raises(ProjectError, match="no space left"):
            keep("abcdef")
    assert computed == [["a", "b"], ["c", "d"]]
    assert len(_words(keep("abcdef"))) == 18 and computed[2:] == [["e", "f"]]


def _halved(whole):
    return whole[: len(whole) // 2]


def _bent(whole):
    """With one bit of its data turned."""
    return whole[:40] + bytes([whole[40] ^ 1]) + whole[41:]


@pytest.mark.parametrize("change", [_halved, _bent])
@pytest.mark.parametrize("name", ["words.parquet", "counts.npz"])
def test_a_part_that_is_damaged_is_named_in_one_line(kept, tmp_path, name, change):
    keep, _ = kept
    found = keep("ab")
    path = next(tmp_path.glob("kind-*")) / name
    whole = path.read_bytes()
    path.write_bytes(change(whole))
    assert path.read_bytes() != whole
    with pytest.raises(ProjectError, match=r"kind-\w+: damaged .*; delete that folder"):
        list(found.arrays("counts", ["words"]))
