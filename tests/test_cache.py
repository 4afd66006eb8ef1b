"""What was computed before comes back as it was, and is computed once."""

import pandas as pd
import pytest
from scipy import sparse

from policy_emphasis import cache, paths
from policy_emphasis.paths import ProjectError

TABLE = pd.DataFrame(
    {
        "word": ["港口", ""],
        "count": [1, 2],
        "share": [0.1, float("nan")],
        "clear": [True, False],
        "cap": pd.array([10, None], dtype="Int64"),
    }
)
COUNTS = sparse.csr_array([[0, 3], [1, 0]])


@pytest.fixture(autouse=True)
def processed(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "PROCESSED", tmp_path / "data" / "processed")
    monkeypatch.setattr(paths, "CACHE", tmp_path / ".cache")


@pytest.mark.parametrize("table", [TABLE, TABLE.iloc[:0], pd.DataFrame(columns=["place", "kept"])])
def test_a_table_comes_back_with_the_types_that_were_computed(table):
    folder = cache.kept("tables-1", lambda: {"table": table})
    pd.testing.assert_frame_equal(cache.load(folder, "table"), table, check_exact=True)


def test_a_table_is_read_without_threads_for_which_memory_may_be_too_short(monkeypatch):
    """Under a limit such as `ulimit -v` pyarrow waits for ever for a thread that cannot start."""
    folder, read = cache.kept("tables-2", lambda: {"table": TABLE}), []
    monkeypatch.setattr(pd, "read_parquet", lambda path, **given: read.append(given))
    cache.load(folder, "table")
    assert read[0].items() >= {"use_threads": False, "pre_buffer": False}.items()


def test_counts_come_back_as_they_were_computed():
    loaded = cache.load(cache.kept("counts-1", lambda: {"counts": COUNTS}), "counts")
    assert isinstance(loaded, sparse.csr_array) and loaded.dtype == COUNTS.dtype
    assert loaded.toarray().tolist() == COUNTS.toarray().tolist()


def test_what_is_kept_is_computed_once():
    computed = []

    def compute():
        computed.append(1)
        return {"table": TABLE}

    assert cache.kept("once-1", compute) == cache.kept("once-1", compute) and computed == [1]


def test_what_fails_leaves_nothing_behind():
    with pytest.raises(ZeroDivisionError):
        cache.kept("fault-1", lambda: {"table": 1 / 0})
    assert [path for path in paths.PROCESSED.iterdir() if path.is_dir()] == []


def test_a_damaged_table_is_named_in_one_line():
    folder = cache.kept("damaged-1", lambda: {"table": TABLE})
    (folder / "table.parquet").write_bytes(b"")
    with pytest.raises(ProjectError, match="data/processed/damaged-1: damaged"):
        cache.load(folder, "table")


def test_a_key_changes_with_what_it_rests_on(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("term,gloss\n")
    before = [cache.digest("a", 1), cache.digest("a", 2), cache.digest(file)]
    file.write_text("term,gloss\n港口,port\n")
    assert len({*before, cache.digest(file)}) == 4 and cache.digest("a", 1) == before[0]


def test_a_librarys_folder_is_made_in_the_projects_own():
    assert cache.folder("jieba") == paths.CACHE / "jieba" and cache.folder("jieba").is_dir()
