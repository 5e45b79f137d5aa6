"""A schedule as data: what can be set of it, and how settings and a horizon become multipliers of the learning rate."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from descent.errors import BadHyper, UnknownName

NUMBERS = (int, float)
LOOKED_AT = 1000
"""Steps, evenly spaced, at which a schedule is tried before it is used."""


@dataclass(frozen=True)
class Setting:
    """One setting of a schedule: a number from `low` to `high`, or one of `options`."""

    name: str
    default: Any
    doc: str
    low: float = 0.0
    high: float = 1.0
    options: tuple[Any, ...] = ()
    several: bool = False
    """Whether it is a list of such numbers."""

    def check(self, value: Any) -> None:
        """Raise `UnknownName` or `BadHyper` for what it cannot be."""
        if self.options:
            if not any(value is one or (type(value) is type(one) and value == one) for one in self.options):
                raise UnknownName(self.name, value, map(str, self.options))
            return
        given = value if self.several and isinstance(value, list | tuple) else [value]
        possible = f"{'numbers' if self.several else 'a number'} from {self.low:g} to {self.high:g}"
        if not given or len(given) > 64 or (self.several and given[0] is value):
            raise BadHyper(f"{self.name} is a list of at most 64 {possible}, given {value!r}")
        for each in given:
            if isinstance(each, bool) or not isinstance(each, NUMBERS) or not self.low <= each <= self.high:
                raise BadHyper(f"{self.name} is {possible}, given {each!r}")


@dataclass(frozen=True)
class Schedule:
    """A schedule with title and settings; `make(horizon, **settings)` gives the function from step to multiplier."""

    name: str
    title: str
    make: Callable[..., Callable[[int], float]]
    settings: tuple[Setting, ...]

    def filled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The defaults with `given` laid over them; `UnknownName`, `BadHyper` for what it does not know."""
        known = {setting.name: setting for setting in self.settings}
        for name, value in given.items():
            if name not in known:
                raise UnknownName(f"setting of {self.name}", name, known)
            known[name].check(value)
        return {name: setting.default for name, setting in known.items()} | dict(given)

    def multiplier(self, horizon: int, given: Mapping[str, Any]) -> Callable[[int], float]:
        """The function from the step, 0 at the first, to the multiplier; `BadHyper` where it gives no rate."""
        made = self.make(horizon, **self.filled(given))

        def at(step: int) -> float:
            return float(made(min(step, horizon - 1)))

        try:
            tried = [at(step) for step in looked_at(horizon)]
        except ArithmeticError:
            tried = [math.nan]
        if not all(0 <= value < math.inf for value in tried):
            raise BadHyper(f"{self.name} gives no learning rate within {horizon} steps with these settings")
        return at

    def multipliers(self, steps: int, given: Mapping[str, Any], horizon: int | None = None) -> list[float]:
        """The multiplier of every step; without a horizon the steps are the horizon."""
        at = self.multiplier(horizon or steps, given)
        return [at(step) for step in range(steps)]


def looked_at(horizon: int) -> list[int]:
    """The first steps of a horizon, the last one, and more between."""
    spread = {horizon * place // LOOKED_AT for place in range(LOOKED_AT)}
    return sorted(spread | set(range(min(horizon, 10))) | {horizon - 1})
