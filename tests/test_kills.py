"""A build that is killed at any moment loses nothing: what is there is whole, nothing of it lives
on, and the next build gives what an undisturbed one gives."""

import os
import random
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from builds import NAME, alive, built, left_over, once, results
from conftest import end_group

pytestmark = [pytest.mark.slow, pytest.mark.long]
SEED = int(os.environ.get("PE_SEED", "20220111"))  # another draws other moments
KILLS = int(os.environ.get("PE_KILLS", "20"))


def _from_nothing(root):
    for name in ("reports", "data/processed", ".cache"):
        shutil.rmtree(root / name, ignore_errors=True)


def _scratch(group):
    return [*Path(tempfile.gettempdir()).glob(f"pe-{group}-*")]


def _killed(warm, moment):
    """Kill a build after so many seconds, with its whole process group. Returns that group and what
    is there right afterwards, or None if it had ended by then."""
    group = warm.start("pages", "default", NAME, kernels=True)
    time.sleep(moment)
    end_group(group)
    code = warm.ended("pages").returncode
    return group, None if code == 0 else results(warm.root)


def test_a_build_killed_at_any_moment_loses_nothing(warm, whole, counted):
    """From nothing: the preparation of the texts is met as well."""
    idle = alive(warm.mark).keys()
    _from_nothing(warm.root)
    began = time.monotonic()
    assert built(warm) == whole
    seconds = time.monotonic() - began
    draw, kills, compared, half = random.Random(SEED), 0, 0, 0
    while kills < KILLS:
        _from_nothing(warm.root)
        moment = draw.uniform(0, seconds)
        where = f"PE_SEED={SEED}, kill {kills + 1} after {moment:.3f} of {seconds:.3f} s"
        group, there = _killed(warm, moment)
        assert once(lambda: alive(warm.mark).keys() <= idle, seconds=2), where
        if there is not None:
            kills += 1
            half += 0 < len(there) < len(whole)
            assert there.items() <= whole.items(), where
        assert built(warm) == whole, where
        assert not left_over(warm.root) and not _scratch(group), where
        compared += sum((warm.root / name).stat().st_size for name in whole)
    counted(
        f"{kills} kills (PE_SEED={SEED}) in builds of {seconds:.1f} s, {half} of them with some "
        f"results there; {len(whole)} files, {compared:,} bytes compared"
    )
