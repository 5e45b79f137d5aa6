"""What the web and the planner know of a workload: data, without torch.

Each module of `app.workloads` holds its own `CARD`; `app/workloads/catalog.json` is the same as data, so that a process
without torch can list workloads, count parameters and refuse what cannot run. A test compares the two.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from math import prod
from pathlib import Path
from typing import Any, Literal

from descent import registry

from app.workloads import layouts

Value = str | bool | int | float | None

FOLDER = Path(__file__).parent


class BadOption(ValueError):
    """An unknown workload, or an option it does not have; the text names those it has."""


@dataclass(frozen=True)
class Option:
    """One option of a workload: one of `values` or of the names in `registry`, or a number from `low` to `high`."""

    name: str
    default: Value
    doc: str
    values: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None
    registry: Literal["landscapes"] | None = None
    """The registry of `descent` whose names are the values."""

    @property
    def possible(self) -> tuple[Value, ...]:
        """The values to choose from; empty for a number."""
        return registry.landscape_names() if self.registry else self.values

    def check(self, value: object) -> None:
        """Raise `BadOption` unless the value is one of those possible."""
        if self.possible:
            if not any(value == known and type(value) is type(known) for known in self.possible):
                raise BadOption(f"{self.name} is one of {', '.join(map(str, self.possible))}, given {value!r}")
            return
        kind = type(self.default)
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not (whole or (kind is float and isinstance(value, float))) or not self._within(value):
            raise BadOption(
                f"{self.name} is a {'whole ' if kind is int else ''}number from {self.low:g} to {self.high:g}, "
                f"given {value!r}"
            )

    def _within(self, value: Any) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


CONTROL = Option(
    "control",
    False,
    "shuffle what carries the information, so that nothing general can be learned",
    (False, True),
)


def spaced(first: float, last: float, count: int = 21) -> tuple[float, ...]:
    """That many values from `first` to `last`, evenly spaced on a log scale, to six digits."""
    return tuple(float(f"{first * (last / first) ** (place / (count - 1)):.6g}") for place in range(count))


def accuracies(first: float, last: float) -> tuple[float, ...]:
    """Accuracies from `first` to `last` whose errors are evenly spaced on a log scale."""
    return tuple(round(1 - error, 6) for error in spaced(1 - first, 1 - last))


@dataclass(frozen=True)
class Card:
    """A workload as a person reads it: its size, what is measured, what counts as reached, where its data come from."""

    name: str
    title: str
    summary: str
    metric: str
    """What an evaluation returns, one sentence."""
    better: Literal["lower", "higher"]
    target: float
    """The metric a tuned baseline reaches within `steps`, and the control does not."""
    steps: int
    licence: str
    """Where the data come from and on what terms."""
    control: str
    """What the option `control` shuffles."""
    parameters: int
    """How many numbers one run trains, with default options."""
    parameters_option: str | None = None
    """The option that is the number of parameters, where one is."""
    layout: str | None = None
    """Which of `layouts.LAYOUTS` gives the tensors, where options say how large they are."""
    matrices: tuple[str, ...] = ()
    """Names of the tensors that matrix rules take, `(rows, columns)` each."""
    rows: tuple[str, ...] = ()
    """Names of the tensors whose gradient touches few rows."""
    curvature: bool = True
    """Whether the loss is twice differentiable almost everywhere, so that a Hessian can be estimated."""
    batch: int = 0
    """Samples per step; 0: the loss has no samples."""
    judged: int = 0
    """Training samples on which a slice of the loss landscape takes every loss; 0: the loss has no samples."""
    split: tuple[int, ...] = ()
    """How many samples train, choose a setting and report what it is worth; empty: the loss has no samples."""
    goals: tuple[float, ...] = ()
    """Values of the metric, from the first to be reached to the last, over which a runtime ECDF counts."""
    profile: tuple[str, str, str] | None = None
    """Of a workload whose metric is told apart at the end: the question, what stands across, what stands up."""
    options: tuple[Option, ...] = ()

    def settings(self, given: Mapping[str, Value]) -> dict[str, Any]:
        """The options with `given` laid over the defaults; `BadOption` for what is unknown or out of bounds."""
        known = {option.name: option for option in self.options}
        for name, value in given.items():
            if name not in known:
                raise BadOption(f"{self.name} has no option {name!r}; there are: {', '.join(known) or 'none'}")
            known[name].check(value)
        return {name: option.default for name, option in known.items()} | dict(given)

    def count(self, given: Mapping[str, Value]) -> int:
        """How many numbers one run trains with these options."""
        if self.layout is not None:
            return sum(prod(sides) for sides in self.shapes(given).values())
        if self.parameters_option is None:
            return self.parameters
        return int(self.settings(given)[self.parameters_option])

    def shapes(self, given: Mapping[str, Value]) -> dict[str, tuple[int, ...]]:
        """The sides of each tensor that one run trains with these options, by name, in the order of the workload."""
        if self.layout is not None:
            return layouts.LAYOUTS[self.layout](self.settings(given))
        if self.parameters_option is None:
            return {name: tuple(sides) for name, sides in stored_catalog()[self.name]["tensors"].items()}
        (name,) = stored_catalog()[self.name]["tensors"]
        return {name: (self.count(given),)}

    def matrices_of(self, given: Mapping[str, Value]) -> tuple[str, ...]:
        """The names of the tensors that matrix rules take with these options."""
        return self.matrices if self.layout is None else layouts.matrices(self.shapes(given))

    def has_others(self, given: Mapping[str, Value]) -> bool:
        """Whether some tensors are left to another rule by one of matrices."""
        return len(self.shapes(given)) > len(self.matrices_of(given))

    def targets(self, given: Mapping[str, Value]) -> tuple[float, ...]:
        """The goals with these options; none on a landscape whose lowest value is not known."""
        chosen = self.settings(given)
        named = [chosen[option.name] for option in self.options if option.registry == "landscapes"]
        return self.goals if all(registry.landscape(name).least is not None for name in named) else ()

    def reached(self, value: float | None) -> bool:
        """Whether a metric is at least as good as the target."""
        if value is None:
            return False
        return value <= self.target if self.better == "lower" else value >= self.target

    def to_json(self) -> dict[str, Any]:
        """The card as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Card":
        """The card that `to_json` wrote."""
        options = tuple(Option(**{**option, "values": tuple(option["values"])}) for option in given["options"])
        return cls(
            **{
                **{name: value for name, value in given.items() if name != "tensors"},
                **{name: tuple(given[name]) for name in ("matrices", "rows", "split", "goals")},
                "profile": tuple(given["profile"]) if given.get("profile") else None,
                "options": options,
            }
        )


@cache
def stored_catalog() -> dict[str, Any]:
    """The stored catalog: by workload its card, and `tensors`, the sides of each by name with the default options."""
    stored: dict[str, Any] = json.loads((FOLDER / "catalog.json").read_text())
    return stored


@cache
def cards() -> dict[str, Card]:
    """All workloads' cards by name, from the stored catalog."""
    return {name: Card.from_json(card) for name, card in sorted(stored_catalog().items())}


def card(name: str) -> Card:
    """The card of that workload; `BadOption` names the ones that are there."""
    if name not in cards():
        raise BadOption(f"no workload is called {name!r}; there are: {', '.join(cards())}")
    return cards()[name]


@cache
def baselines() -> dict[str, Any]:
    """The stored tuned baselines by workload, then rule: hyperparameters, steps, seeds, metric."""
    stored: dict[str, Any] = json.loads((FOLDER / "baselines.json").read_text())
    return stored


@cache
def probes() -> dict[str, Any]:
    """By rule and workload the setting in whose middle a grid is placed, and what it was found by."""
    stored: dict[str, Any] = json.loads((FOLDER / "probes.json").read_text())
    return stored


@cache
def costs() -> dict[str, Any]:
    """What one eager step takes, by workload and by rule, as `optimizer-playground refresh` stored it."""
    stored: dict[str, Any] = json.loads((FOLDER / "costs.json").read_text())
    return stored
