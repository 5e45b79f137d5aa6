"""What is promised, what was measured and whether that keeps it: the rows of the table that `make bench` prints."""

import os
from collections.abc import Callable
from dataclasses import dataclass

QUIET = 0.5
"""Load per core below which a promise that is missed is ours."""


@dataclass(frozen=True)
class Result:
    """The best of `tries`. `limit` is the most, or with `least` the least; None where nothing is promised."""

    what: str
    measured: float
    unit: str
    tries: int
    limit: float | None = None
    least: bool = False
    detail: str = ""

    @property
    def met(self) -> bool:
        """Whether the promise is kept; so is one that was not made."""
        if self.limit is None:
            return True
        return self.measured >= self.limit if self.least else self.measured <= self.limit

    def row(self) -> str:
        """`what | promised | measured (best of n) | verdict`."""
        sign = "≥" if self.least else "≤"
        promised = "" if self.limit is None else f"{sign} {self.limit:g} {self.unit}"
        verdict = "" if self.limit is None else "kept" if self.met else "MISSED"
        measured = f"{self.measured:.3g} {self.unit} ({self.tries})"
        return f"| {self.what:<72} | {promised:>10} | {measured:>18} | {verdict:<7} | {self.detail}".rstrip()


HEAD = f"| {'what':<72} | {'promised':>10} | {'measured (best of)':>18} | {'verdict':<7} |\n|---|---|---|---|"


def least_of(measure: Callable[[], float], what: str, unit: str, limit: float | None, tries: int = 3) -> Result:
    """The least of what `measure` gives in so many tries, or in fewer when the promise is kept before."""
    found: list[float] = []
    while len(found) < tries and (limit is None or min(found, default=limit + 1) > limit):
        found.append(measure())
    return Result(what, min(found), unit, len(found), limit)


def quiet() -> bool:
    """Whether the machine had little else to do in the last minute."""
    return os.getloadavg()[0] < QUIET * (os.cpu_count() or 1)


def verdict(results: list[Result], was_quiet: bool) -> tuple[int, str]:
    """The exit status and the last line: a promise missed on a busy machine is a warning only."""
    missed = [result.what for result in results if not result.met]
    promises = sum(result.limit is not None for result in results)
    if not missed:
        return 0, f"All {promises} promises are kept."
    named = "; ".join(missed)
    if was_quiet:
        return 1, f"{len(missed)} of {promises} promises are MISSED: {named}"
    return (
        0,
        f"warning: {len(missed)} of {promises} were missed, but the machine was busy, so this says little: {named}",
    )
