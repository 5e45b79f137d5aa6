"""The space in which a search looks for one hyperparameter: an interval, and the scale on which it is even."""

import math
from collections.abc import Mapping
from typing import Literal

from descent.spec import Hyper
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from app.comparisons.strict import Number, StrictModel

Scale = Literal["linear", "log", "log_from_1"]
"""`log_from_1`: the distance to 1 is even in its logarithm, so that 0.9, 0.99 and 0.999 are as far apart."""
LEAST_TRIALS = 8
"""Fewer settings in several dimensions are no search."""
ALMOST_ONE = 0.99
"""A range that ends between this and 1 is that of an average's decay, or of a momentum."""
Span = tuple[float, float, Scale]
"""The lower end, the upper end and the scale."""


class Space(StrictModel):
    """From `low` to `high`, both included; without a scale the one that goes with the hyperparameter."""

    low: Number
    high: Number
    scale: Scale | None = None

    @model_validator(mode="after")
    def ordered(self) -> "Space":
        """Refuse a space that has no two values, or none on its scale."""
        if not self.low < self.high:
            raise PydanticCustomError("space_order", "a space goes from low to a larger high")
        reason = None if self.scale is None else misfit(self.low, self.high, self.scale)
        if reason is not None:
            raise PydanticCustomError("space_scale", "{reason}", {"reason": reason})
        return self


def misfit(low: float, high: float, scale: Scale) -> str | None:
    """Why an interval has no such scale, in a sentence; None where it has."""
    if scale == "log" and low <= 0:
        return "on a logarithmic scale low is more than 0; or give scale 'linear'"
    if scale == "log_from_1" and high >= 1:
        return "on the scale log_from_1 high is less than 1; or give scale 'linear'"
    return None


def usual_scale(hyper: Hyper | None, low: float, high: float) -> Scale:
    """The scale of a hyperparameter where none is given; `linear` where the interval has no other."""
    usual: Scale = "log" if hyper is None or hyper.scale == "log" else "log_from_1" if decays(hyper) else "linear"
    return "linear" if misfit(low, high, usual) else usual


def decays(hyper: Hyper) -> bool:
    """Whether the hyperparameter is the decay of an average or a momentum, by its range."""
    return hyper.scale == "linear" and ALMOST_ONE < hyper.high < 1


def usual_spaces(hypers: Mapping[str, Hyper]) -> dict[str, Span]:
    """What is searched beside the learning rate where nothing is said: every decay that is on, over its whole range."""
    return {
        name: (hyper.low, hyper.high, "log_from_1")
        for name, hyper in hypers.items()
        if decays(hyper) and hyper.default > 0
    }


def position(value: float, span: Span) -> float:
    """Where a value lies in a space, 0 at its lower end and 1 at its upper, on its scale."""
    low, high, scale = span
    first, at, last = (_scaled(each, scale) for each in (low, value, high))
    return (at - first) / (last - first) if last != first else 0.5


def at(share: float, span: Span) -> float:
    """The value at a share of a space, in as many digits as a setting needs: the same on every machine."""
    low, high, scale = span
    if scale == "linear":
        return float(f"{low + share * (high - low):.6g}")
    if scale == "log":
        return float(f"{low * (high / low) ** share:.6g}")
    from_1 = (1 - low) * ((1 - high) / (1 - low)) ** share
    return float(f"{1 - float(f'{from_1:.4g}'):.12g}")


def _scaled(value: float, scale: Scale) -> float:
    if scale == "linear":
        return value
    return math.log(value) if scale == "log" else -math.log(1 - value)
