"""Lines on the terminal for whatever takes long enough that a person would wonder."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]

QUIET = 0.5  # seconds without a word
AGAIN = 15.0  # seconds between signs of life


@contextmanager
def step(say: Say, what: str) -> Iterator[None]:
    """Says `what` if it is not over within half a second, that it goes on, and how long it took."""
    start = time.monotonic()
    over = threading.Event()

    def watch() -> None:
        if over.wait(QUIET):
            return
        say(f"{what} ...")
        while not over.wait(AGAIN):
            say(f"{what} ... {time.monotonic() - start:.0f} s so far")

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        if (seconds := time.monotonic() - start) >= QUIET:
            say(f"{what}: {seconds:.1f} s")
