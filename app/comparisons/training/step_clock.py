"""Seconds per step of a shard, without what is no step: start, compiling, evaluations, checkpoints."""

from collections.abc import Callable
from time import perf_counter

WARM = 3
"""The first steps of a kind, which load what that kind needs, are not counted."""


class StepClock:
    """Counts the time of steps, kind by kind (`eager`, `compiled`, `reference`), while nothing else goes on."""

    def __init__(self, wait: Callable[[], None] = lambda: None, clock: Callable[[], float] = perf_counter):
        self._wait, self._clock = wait, clock
        self._totals: dict[str, tuple[int, float]] = {}
        self._kind = ""
        self._warm = self._steps = 0
        self._start: float | None = None
        self._last = 0.0

    def made(self, kind: str, compiling: bool, steps: int = 1) -> None:
        """Steps of that kind were made, perhaps beside a compiler at work, which makes them say nothing."""
        if compiling or kind != self._kind:
            self._close(self._last)
            self._kind, self._warm = ("" if compiling else kind), 0
        if compiling:
            return
        if self._warm < WARM:
            self._warm = min(WARM, self._warm + steps)
            if self._warm == WARM:
                self.resume()
            return
        self._steps += steps
        self._last = self._clock()

    def pause(self) -> None:
        """Something follows that is no step."""
        if self._start is not None:
            self._wait()
            self._close(self._clock())

    def resume(self) -> None:
        """Steps go on."""
        if self._warm == WARM:
            self._wait()
            self._start = self._last = self._clock()

    @property
    def seconds(self) -> float | None:
        """Seconds per step of the kind of which most steps were counted; None where none were."""
        steps, seconds = max(self._totals.values(), default=(0, 0.0))
        return seconds / steps if steps else None

    def _close(self, now: float) -> None:
        if self._start is not None and self._steps:
            steps, seconds = self._totals.get(self._kind, (0, 0.0))
            self._totals[self._kind] = steps + self._steps, seconds + now - self._start
        self._start, self._steps = None, 0
