"""Long computations in pieces: opened, asked for the next piece as often as somebody wants one, and closed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, cast

from descent.errors import BadMessage, UnknownName
from descent.playground.answers import Answer, Arrays, Empty, NoArrays, Pieces
from descent.playground.arguments import Arguments
from descent.playground.ecdf import ecdf
from descent.playground.edge import edge
from descent.playground.fair import fair
from descent.playground.maps import basins, hits, plane
from descent.playground.report_card import report

Kind = Callable[[Arguments[Any]], Pieces[Answer]]

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


class OpenArguments(TypedDict):
    """A kind of job, with the arguments of that kind."""

    kind: str


class JobArguments(TypedDict):
    """An open job."""

    job: int


class Progress(TypedDict):
    """What every piece of a job has."""

    done: bool
    """It is the last one."""
    progress: float
    """0 to 1."""


@dataclass
class Jobs:
    """The jobs that are open, by number; the oldest is dropped where there are too many."""

    open_jobs: dict[int, Pieces[Answer]]
    made: int = 0

    def open(self, arguments: Arguments[OpenArguments]) -> tuple[JobArguments, NoArrays]:
        """A new job; nothing is computed yet."""
        kind = arguments.text("kind")
        if kind not in KINDS:
            raise UnknownName("job", kind, KINDS)
        if len(self.open_jobs) >= MOST_OPEN:
            self.open_jobs.pop(min(self.open_jobs))
        self.made += 1
        self.open_jobs[self.made] = KINDS[kind](arguments)
        return {"job": self.made}, {}

    def next(self, arguments: Arguments[JobArguments]) -> tuple[Progress, Arrays | Sequence[Arrays]]:
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
        return cast(Progress, {**value, "done": done, "progress": progress}), arrays

    def close(self, arguments: Arguments[JobArguments]) -> tuple[Empty, NoArrays]:
        """Drop a job; one that is not there is closed already."""
        self.open_jobs.pop(arguments.whole("job", low=1, high=2**31), None)
        return {}, {}
