"""The contenders of a comparison with their numbers, as statistics take them: smaller is better, `inf` has diverged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.comparisons.planning import edges
from app.comparisons.results import statistics
from app.comparisons.results.measured import curve, measured
from app.comparisons.results.statistics import Floats
from app.comparisons.space import Span
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView


@dataclass(frozen=True)
class Contender:
    """One rule with its grid of settings: its description and its rows of the table."""

    entry: Mapping[str, Any]
    final: Floats
    """`(settings, seeds)`; smaller is better, `inf` for diverged, NaN where the run is not over."""
    choosing: Floats
    """The same on the data that choose a setting; `final` where there are none."""
    curves: Floats
    """Training loss `(settings, seeds, records)`, the worst from divergence on, NaN where nothing is recorded."""
    diverged: Any
    """`(settings, seeds)`."""
    error: Floats
    """`(settings, seeds)`: the standard error of `final` from its samples; NaN where it was not recorded."""
    hits: Mapping[int, Any]
    """By place among its runs the steps `(goals,)` at which goals were reached, -1 for never."""
    profiles: Mapping[int, Floats] = field(default_factory=dict)
    """By place among its runs what its metric is a mean of, `(points,)`; empty where a workload tells nothing of it."""
    validation: Floats = field(default_factory=lambda: np.empty((0, 0, 0)))
    """The metric on the samples that choose, `(settings, seeds, looks)`; smaller is better, `inf` for diverged."""

    @property
    def label(self) -> str:
        """How plots call it."""
        return str(self.entry["label"])

    @property
    def space(self) -> dict[str, Span]:
        """By hyperparameter the space that its settings are a search of; empty for a grid."""
        return {name: (low, high, scale) for name, (low, high, scale) in self.entry.get("space", {}).items()}

    @property
    def complete(self) -> bool:
        """Whether every run is over."""
        return not np.isnan(self.final).any()

    @property
    def best(self) -> int:
        """The place of its best setting over all seeds."""
        return statistics.best_setting(self.choosing)

    @property
    def hits_at_best(self) -> Any:
        """The steps `(goals, seeds)` of the runs at its best setting; None where they were not recorded."""
        seeds = self.final.shape[1]
        places = range(self.best * seeds, (self.best + 1) * seeds)
        return np.stack([self.hits[place] for place in places], axis=1) if set(places) <= self.hits.keys() else None

    @property
    def profiles_at_best(self) -> Floats | None:
        """What the metric is a mean of, `(seeds, points)`, of the runs at its best setting; None where not recorded."""
        seeds = self.final.shape[1]
        places = range(self.best * seeds, (self.best + 1) * seeds)
        return np.stack([self.profiles[place] for place in places]) if set(places) <= self.profiles.keys() else None

    @property
    def judged(self) -> Floats:
        """Per seed the value under the setting that is best on the other half of the seeds."""
        return statistics.tuned(self.final, self.choosing)

    @property
    def sampling_error(self) -> float | None:
        """The standard error of the metric from its samples, the median at the best setting over runs that are well."""
        known = self.error[self.best]
        known = known[np.isfinite(known)]
        return float(np.median(known)) if len(known) else None

    @property
    def edges(self) -> dict[str, int]:
        """By hyperparameter the end of what was tried at which the best lies: a wider grid may be better."""
        return edges.edges_of(self.entry["rule"], self.entry["settings"], self.choosing, self.space)

    @property
    def at_edge(self) -> list[str]:
        """The hyperparameters whose best value is the first or the last that was tried."""
        return list(self.edges)


def contenders(view: JobView, table: Table) -> list[Contender]:
    """The contenders of a comparison with their numbers, in the order of the plan."""
    sign = -1.0 if larger_is_better(view) else 1.0
    seeds, last = len(view.plan["seeds"]), view.plan["steps"]
    gone = table.gone(last, over=view.state == "finished")
    final = np.where(gone, np.inf, sign * table.final(last))
    # Runs of earlier versions have no samples that choose: all of a rule's, or none, are taken.
    choosing = np.where(gone, np.inf, sign * table.choosing)
    worst = np.inf if curve(view)[1] == "lower" else -np.inf
    curves = np.where(table.diverged, worst, table.train_loss)
    looks = table.validated()
    seen = table.validation[:, looks]
    validation = np.where(table.diverged[:, looks] | np.isinf(seen), np.inf, sign * seen)
    found = []
    for entry in view.plan["entries"]:
        rows = slice(entry["first"], entry["first"] + len(entry["settings"]) * seeds)
        shape = (len(entry["settings"]), seeds)
        own, ends = choosing[rows].reshape(shape), final[rows].reshape(shape)
        found.append(
            Contender(
                entry,
                ends,
                ends if np.isnan(own).any() else own,
                curves[rows].reshape(*shape, curves.shape[1]),
                gone[rows].reshape(shape),
                table.error[rows].reshape(shape),
                _within(rows, table.hits),
                _within(rows, table.profiles),
                validation[rows].reshape(*shape, len(looks)),
            )
        )
    return found


def _within(rows: slice, found: Mapping[int, Any]) -> dict[int, Any]:
    """What is known of runs, of those of one rule, by their place among them."""
    return {run - rows.start: each for run, each in found.items() if rows.start <= run < rows.stop}


def larger_is_better(view: JobView) -> bool:
    """Whether the metric of the workload is one like accuracy."""
    return measured(view).better == "higher"
