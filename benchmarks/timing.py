"""Times that compare: the fastest of some repetitions, the contestants taking turns so that a busy machine hits all."""

from collections.abc import Callable, Mapping
from time import perf_counter

from benchmarks.promise import Result

Work = Callable[[], object]


def seconds(work: Work, repeat: int = 3) -> float:
    """The shortest time the work took in so many repetitions, after one that does not count."""
    return fastest({"work": work}, repeat)["work"]


def fastest(contestants: Mapping[str, Work], repeat: int = 5) -> dict[str, float]:
    """The shortest time of each, by name; one round does not count, then they take turns."""
    best = dict.fromkeys(contestants, float("inf"))
    for turn in range(repeat + 1):
        for name, work in contestants.items():
            began = perf_counter()
            work()
            if turn:
                best[name] = min(best[name], perf_counter() - began)
    return best


def ratio(what: str, measured: float, least: float | None, tries: int, detail: str) -> Result:
    """How many times as fast, the least that is promised, and the times behind it."""
    return Result(what, measured, "x", tries, least, True, detail)
