"""All numbers of a comparison as arrays: what was recorded for which run at which step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Table:
    """Arrays `(runs, records)`; NaN where there is no number, which `diverged` and `recorded` tell apart."""

    steps: NDArray[np.int64]
    train_loss: NDArray[np.float64]
    evaluation: NDArray[np.float64]
    validation: NDArray[np.float64]
    """The metric on the samples that choose; of earlier versions at the end alone. Infinite where it was no number."""
    diverged: NDArray[np.bool_]
    recorded: NDArray[np.bool_]
    choosing: NDArray[np.float64]
    """`(runs,)`: the metric at the end on the samples that choose; NaN where it was not recorded."""
    error: NDArray[np.float64]
    """`(runs,)`: the standard error of the last evaluation from its samples; NaN where it was not recorded."""
    hits: dict[int, NDArray[np.int64]]
    """By run the step at which each goal was reached, -1 for never; nothing of earlier versions."""
    shard_of: dict[int, int] = field(default_factory=dict)
    """By run the position of the shard that trains it, where that is known."""
    profiles: dict[int, NDArray[np.float64]] = field(default_factory=dict)
    """By run what its metric is a mean of, at the points `profile_at`, NaN where it diverged; of few workloads."""
    profile_at: list[float] = field(default_factory=list)

    @classmethod
    def empty(cls, runs: int, steps: NDArray[np.int64]) -> "Table":
        """A table in which nothing is recorded yet."""
        shape = (runs, len(steps))
        return cls(
            steps, np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, np.nan),
            np.zeros(shape, bool), np.zeros(shape, bool), np.full(runs, np.nan), np.full(runs, np.nan), {},
        )  # fmt: skip

    def put_profile(self, runs: Sequence[int], found: Mapping[str, Any] | None) -> None:
        """Take the profiles of the runs of a shard, as its result has them; nothing where it has none."""
        if found:
            self.profile_at[:] = found["at"]
            self.profiles.update(zip(runs, np.array(found["values"], dtype=np.float64), strict=True))

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.train_loss)

    def evaluated(self) -> NDArray[np.int64]:
        """The columns in which some run was evaluated."""
        found = np.isfinite(self.evaluation) | (self.recorded & self.diverged)
        return np.flatnonzero(np.isfinite(self.evaluation).any(axis=0) & found.any(axis=0))

    def validated(self) -> NDArray[np.int64]:
        """The columns in which the samples that choose were looked at, for every run that was recorded there.

        Runs that were taken from a shorter comparison were looked at after other steps.
        """
        looked = ~np.isnan(self.validation)
        return np.flatnonzero(looked.any(axis=0) & (looked | self.diverged | ~self.recorded).all(axis=0))

    def final(self, last: int) -> NDArray[np.float64]:
        """The evaluation after step `last`, `(runs,)`; NaN for runs that diverged or did not come so far."""
        at = np.flatnonzero(self.steps == last)
        return self.evaluation[:, at[0]] if len(at) else np.full(self.runs, np.nan)

    def gone(self, last: int, over: bool = False) -> NDArray[np.bool_]:
        """Which runs diverged, `(runs,)`: flagged at a step, or without a finite metric after step `last`.

        A loss may be finite where the metric overflows. With `over`, when nothing is to come any more, a run whose last
        record is missing counts as diverged too: it has no value, and its rule must not go because of it.
        """
        ended = np.ones(self.runs, bool) if over else self.complete(last)
        return np.asarray(self.diverged.any(axis=1) | (ended & ~np.isfinite(self.final(last))))

    def complete(self, last: int) -> NDArray[np.bool_]:
        """Which runs were recorded up to step `last`, `(runs,)`."""
        at = np.flatnonzero(self.steps == last)
        return self.recorded[:, at[0]] if len(at) else np.zeros(self.runs, bool)


def numbers(values: NDArray[np.float64]) -> list[Any]:
    """Nested lists for JSON: None for what is not finite."""
    plain = values.astype(object)
    plain[~np.isfinite(values)] = None
    return list(plain.tolist())
