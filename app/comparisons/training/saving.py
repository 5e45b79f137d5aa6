"""When a checkpoint is due: by time, so that a quick step is not made slow by what keeps its place.

200 steps of a GPU may take 20 ms, and a checkpoint of theirs 300 ms. What a crash can cost is the time between two.
"""

from collections.abc import Callable
from time import perf_counter

SHARE = 20
"""Times as long as a checkpoint took pass at least before the next one: saving takes a twentieth at most."""


class Saving:
    """Says when the next checkpoint is due; time by a clock that can be given.

    `every` steps where that is not 0; else every so many seconds, where those are not 0; else never.
    """

    def __init__(self, every: int, seconds: float, clock: Callable[[], float] = perf_counter):
        self.every, self.seconds, self._clock = every, seconds, clock
        self._last = self._began = clock()
        self._took = 0.0

    def due(self, step: int) -> bool:
        """Whether one is due after so many steps."""
        if self.every:
            return step % self.every == 0
        return self.seconds > 0 and self._clock() - self._last >= max(self.seconds, SHARE * self._took)

    def left(self, step: int, most: int) -> int:
        """Steps until one is due by their number, `most` at most."""
        return min(most, self.every - step % self.every) if self.every else most

    def begin(self) -> None:
        """One is being saved."""
        self._began = self._clock()

    def end(self) -> None:
        """It was saved; the time to the next one begins."""
        self._last = self._clock()
        self._took = self._last - self._began
