"""What an exit status says of why a shard was not finished."""

import signal

import pytest

from app.comparisons.workers.endings import ending
from app.comparisons.workers.engines.base import FAILED, NO_ROOM


@pytest.mark.parametrize("status", [None, 0, FAILED, -signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, 137, 143])
def test_who_is_ended_from_outside_was_interrupted(status: int | None) -> None:
    assert ending(status)[0] == "interrupted"


@pytest.mark.parametrize("status", [1, 2, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGFPE, 139])
def test_who_breaks_by_itself_has_crashed(status: int) -> None:
    assert ending(status)[0] == "crashed"


def test_a_full_disk_has_its_own_reason() -> None:
    assert ending(NO_ROOM) == ("disk full", f"its process ended with status {NO_ROOM}")


@pytest.mark.parametrize(
    ("status", "words"),
    [(None, "its worker is gone"), (-9, "its process was ended by signal 9"),
     (137, "its process was ended by signal 9"), (2, "its process ended with status 2")],
)  # fmt: skip
def test_how_a_process_ended_is_said_in_words(status: int | None, words: str) -> None:
    assert ending(status)[1] == words
