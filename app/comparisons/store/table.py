"""All numbers of a comparison as arrays: what was recorded for which run at which step."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Table:
    """Arrays `(runs, records)`; NaN where there is no number, which `diverged` and `recorded` tell apart."""

    steps: NDArray[np.int64]
    train_loss: NDArray[np.float64]
    evaluation: NDArray[np.float64]
    diverged: NDArray[np.bool_]
    recorded: NDArray[np.bool_]

    @classmethod
    def empty(cls, runs: int, steps: NDArray[np.int64]) -> "Table":
        """A table in which nothing is recorded yet."""
        shape = (runs, len(steps))
        return cls(steps, np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, bool), np.zeros(shape, bool))

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.train_loss)

    def evaluated(self) -> NDArray[np.int64]:
        """The columns in which some run was evaluated."""
        found = np.isfinite(self.evaluation) | (self.recorded & self.diverged)
        return np.flatnonzero(np.isfinite(self.evaluation).any(axis=0) & found.any(axis=0))

    def final(self, last: int) -> NDArray[np.float64]:
        """The evaluation after step `last`, `(runs,)`; NaN for runs that diverged or did not come so far."""
        at = np.flatnonzero(self.steps == last)
        return self.evaluation[:, at[0]] if len(at) else np.full(self.runs, np.nan)

    def ever_diverged(self) -> NDArray[np.bool_]:
        """Which runs left the finite numbers, `(runs,)`."""
        return np.asarray(self.diverged.any(axis=1))

    def complete(self, last: int) -> NDArray[np.bool_]:
        """Which runs were recorded up to step `last`, `(runs,)`."""
        at = np.flatnonzero(self.steps == last)
        return self.recorded[:, at[0]] if len(at) else np.zeros(self.runs, bool)


def numbers(values: NDArray[np.float64]) -> list[Any]:
    """Nested lists for JSON: None for what is not finite."""
    plain = values.astype(object)
    plain[~np.isfinite(values)] = None
    return list(plain.tolist())
