"""Disturbances, counted: each of them once. `python -m tests.chaos` goes on for as long as one likes."""

from pathlib import Path

import pytest

from tests.chaos.disturbances import DISTURBANCES
from tests.chaos.drill import run

SEED = 2137
"""With this one every process is killed within half a second of the work's going on, and the lock is a long one."""


@pytest.mark.timeout(3600)  # it waits for processes that are killed and started, on whatever machine
def test_what_was_acknowledged_ends_once_with_the_same_bits_whatever_is_killed_locked_or_full(tmp_path: Path) -> None:
    report = run(tmp_path, SEED, lambda done: done >= len(DISTURBANCES))
    assert report.wrong == [], f"{report}\n" + "\n".join(report.log)
    assert set(report.done.values()) == {1}
    assert set(report.done) == set(DISTURBANCES)
    assert report.acknowledged > 0
