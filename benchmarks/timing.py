"""Times that compare, the contestants taking turns so that a busy machine hits all: the fastest or the median."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

from benchmarks.promise import Result

Work = Callable[[], object]


def seconds(work: Work, repeat: int = 3) -> float:
    """The shortest time the work took in so many repetitions, after one that does not count."""
    return fastest({"work": work}, repeat)["work"]


def fastest(contestants: Mapping[str, Work], repeat: int = 5) -> dict[str, float]:
    """The shortest time of each, by name."""
    return {name: min(times) for name, times in rounds(contestants, repeat).items()}


def medians(contestants: Mapping[str, Work], repeat: int = 5) -> dict[str, float]:
    """The median time of each, by name."""
    return {name: median(times) for name, times in rounds(contestants, repeat).items()}


def rounds(contestants: Mapping[str, Work], repeat: int) -> dict[str, list[float]]:
    """All times of each, by name; one round does not count, then they take turns, there and back.

    Each has thus either neighbour before it as often: what that leaves in the caches favours none.
    """
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(repeat + 1):
        for name in list(contestants)[:: -1 if turn % 2 else 1]:
            began = perf_counter()
            contestants[name]()
            if turn:
                times[name].append(perf_counter() - began)
    return times


def ratio(what: str, measured: float, least: float | None, tries: int, detail: str) -> Result:
    """How many times as fast, the least that is promised, and the times behind it."""
    return Result(what, measured, "x", tries, least, True, detail)
