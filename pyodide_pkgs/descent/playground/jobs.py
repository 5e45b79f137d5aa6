"""Long computations in pieces: opened, asked for the next piece as often as somebody wants one, and closed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from descent.errors import BadMessage, UnknownName
from descent.playground.answers import Answer
from descent.playground.arguments import Arguments
from descent.playground.ecdf import ecdf
from descent.playground.edge import edge
from descent.playground.fair import fair
from descent.playground.maps import Pieces, basins, hits, plane
from descent.playground.report_card import report

Kind = Callable[[Arguments], Pieces]

KINDS: Mapping[str, Kind] = {
    "plane": plane,
    "basins": basins,
    "hits": hits,
    "ecdf": ecdf,
    "fair": fair,
    "report": report,
    "edge": edge,
}
MOST_OPEN = 16


@dataclass
class Jobs:
    """The jobs that are open, by number; the oldest is dropped where there are too many."""

    open_jobs: dict[int, Pieces]
    made: int = 0

    def open(self, arguments: Arguments) -> Answer:
        """A new job; nothing is computed yet."""
        kind = arguments.text("kind")
        if kind not in KINDS:
            raise UnknownName("job", kind, KINDS)
        if len(self.open_jobs) >= MOST_OPEN:
            self.open_jobs.pop(min(self.open_jobs))
        self.made += 1
        self.open_jobs[self.made] = KINDS[kind](arguments)
        return {"job": self.made}, {}

    def next(self, arguments: Arguments) -> Answer:
        """The next piece with `done` and `progress`; a job that is done, or that fails, is closed."""
        number = arguments.whole("job", low=1, high=2**31)
        pieces = self.open_jobs.get(number)
        if pieces is None:
            raise BadMessage(f"no job has the number {number}; it has ended or the worker was replaced")
        try:
            progress, (value, arrays) = next(pieces)
        except StopIteration:
            del self.open_jobs[number]
            raise BadMessage(f"the job {number} has no more pieces") from None
        except BaseException:
            self.open_jobs.pop(number, None)
            raise
        done = progress >= 1.0
        if done:
            self.open_jobs.pop(number)
        return {**value, "done": done, "progress": progress}, arrays

    def close(self, arguments: Arguments) -> Answer:
        """Drop a job; one that is not there is closed already."""
        self.open_jobs.pop(arguments.whole("job", low=1, high=2**31), None)
        return {}, {}
