"""About a minute of disturbances, counted: each of them twice."""

from pathlib import Path

import pytest

from tests.chaos.disturbances import DISTURBANCES
from tests.chaos.drill import run


@pytest.mark.timeout(3600)  # it waits for processes that are killed and started, on whatever machine
def test_what_was_acknowledged_ends_once_with_the_same_bits_whatever_is_killed_locked_or_full(tmp_path: Path) -> None:
    report = run(tmp_path, 7, lambda done: done >= 2 * len(DISTURBANCES))
    assert report.wrong == [], f"{report}\n" + "\n".join(report.log)
    assert set(report.done.values()) == {2}
    assert report.acknowledged > 0
