"""Times that compare: the fastest of some repetitions, the contestants taking turns so that a busy machine hits all."""

from collections.abc import Callable, Mapping
from time import perf_counter

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


def line(what: str, ratio: float, target: float, detail: str) -> str:
    """One result: what, the ratio, whether it is at the target, and the times behind it."""
    verdict = "ok" if ratio >= target else "below"
    return f"{what:<44} {ratio:>9,.2f} x   (target {target:g}: {verdict})   {detail}"
