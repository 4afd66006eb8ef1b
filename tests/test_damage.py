"""What is kept on disk and damaged there, at any place, is told of in a line and made again, the
same to the byte."""

import os
import random
import shutil

import pandas as pd
import pytest
from builds import NAME, built, results
from scipy import sparse

from policy_emphasis import cache, paths

pytestmark = [pytest.mark.slow, pytest.mark.long]
SEED = int(os.environ.get("PE_SEED", "20220111"))  # another draws other places
DAMAGES = 300


def _flipped(file, draw):
    content = bytearray(file.read_bytes())
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    file.write_bytes(content)


def _cut(file, draw):
    file.write_bytes(file.read_bytes()[: draw.randrange(1, file.stat().st_size)])


def _emptied(file, draw):
    file.write_bytes(b"")


def _a_folder(file, draw):
    file.unlink()
    file.mkdir()


KINDS = (_flipped, _cut, _emptied, _a_folder)


@pytest.mark.parametrize("damage", KINDS)
def test_what_is_damaged_of_what_is_kept_is_made_again_and_told_of(warm, whole, counted, damage):
    draw, processed = random.Random(SEED), warm.root / "data/processed"
    files = [file for file in sorted(processed.glob("[!.]*/*")) if file.stat().st_size]
    for file in files:
        damage(file, draw)
    done = warm.command("pages", "default", NAME, kernels=True)
    assert done.returncode == 0 and not done.stderr, done
    told = [line for line in done.stdout.splitlines() if ": damaged (" in line]
    assert len(told) >= len({file.parent for file in files}), done.stdout
    assert results(warm.root) == whole
    size = sum((warm.root / name).stat().st_size for name in whole)
    counted(f"{len(files)} files damaged (PE_SEED={SEED}), {len(told)} told of; {size:,} bytes")


@pytest.mark.parametrize("damage", KINDS[1::2])
def test_a_list_of_fonts_that_is_damaged_is_made_again(copy, damage):
    """matplotlib keeps one in .cache."""
    shutil.rmtree(copy.root / ".cache", ignore_errors=True)
    words = ["from policy_emphasis.page import figure as f", "find = f.font_manager.findfont"]
    words += ["print([find(name) for name in f.SETTINGS['font.family']])"]
    own = {"MPLCONFIGDIR": str(copy.root / ".cache/matplotlib")}
    found = copy(copy.python, "-c", "\n".join(words), **own)
    (fonts,) = (copy.root / ".cache/matplotlib").glob("fontlist-*.json")
    damage(fonts, random.Random(SEED))
    again = copy(copy.python, "-c", "\n".join(words), **own)
    assert again.returncode == 0 and again.stdout == found.stdout != "", again


def test_parameters_that_are_damaged_are_written_again(warm, whole):
    (warm.root / "reports/default/parameters.json").write_bytes(b'{"')
    assert built(warm) == whole


def test_no_bit_of_a_kept_table_is_another_unseen(tmp_path, monkeypatch, counted):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "PROCESSED", tmp_path / "data" / "processed")
    table = pd.DataFrame({"word": ["港口", "", "桥"], "share": [0.1, float("nan"), 3]})
    tables = {"table": table, "counts": sparse.csr_array([[0, 3], [1, 0]])}
    folder = cache.kept("kept-1", lambda: tables)
    whole = {file.name: file.read_bytes() for file in folder.iterdir()}
    draw, seen = random.Random(SEED), 0
    for _ in range(DAMAGES):
        file = folder / draw.choice(sorted(whole))
        draw.choice(KINDS)(file, draw)
        for name, kept in tables.items():
            try:
                loaded = cache.load(folder, name)
                assert (loaded != kept).sum() == 0 if name == "counts" else loaded.equals(kept)
            except cache.Damaged as damaged:
                seen += 1
                cache.forget(damaged)
                folder = cache.kept("kept-1", lambda: tables)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == whole
    counted(f"{DAMAGES} damages (PE_SEED={SEED}), {seen} seen")
