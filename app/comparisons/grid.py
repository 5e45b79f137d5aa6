"""The values of one hyperparameter that a comparison tries: a list of them, or a range."""

import math
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from app.comparisons.strict import Number, StrictModel


class Range(StrictModel):
    """`points` values from `low` to `high`, both included, evenly spaced on a linear or logarithmic scale."""

    low: Number
    high: Number
    points: int = Field(ge=1, le=256)
    scale: Literal["linear", "log"] = "log"

    @model_validator(mode="after")
    def ordered(self) -> Self:
        """Refuse a range that has no values."""
        if self.high < self.low:
            raise PydanticCustomError("range_order", "high is smaller than low; possible: low <= high")
        if self.scale == "log" and self.low <= 0:
            raise PydanticCustomError("range_log", "a logarithmic range needs low > 0; or give scale 'linear'")
        return self

    def values(self) -> list[float]:
        """The values, in ascending order."""
        if self.points == 1:
            return [self.low]
        parts = [index / (self.points - 1) for index in range(self.points)]
        if self.scale == "log":
            ratio = math.log(self.high / self.low)
            inner = [self.low * math.exp(ratio * part) for part in parts[1:-1]]
        else:
            inner = [self.low + (self.high - self.low) * part for part in parts[1:-1]]
        # Six digits are more than a learning rate needs, and the same on every machine.
        return [self.low, *(float(f"{value:.6g}") for value in inner), self.high]


def grid_kind(value: Any) -> str:
    """Which form of grid was given: an object is a range, anything else should be a list."""
    return "range" if isinstance(value, dict | Range) else "list"


Grid = Annotated[
    Annotated[Range, Tag("range")] | Annotated[list[Number], Field(min_length=1, max_length=256), Tag("list")],
    Discriminator(grid_kind),
]


def values_of(grid: Range | list[float]) -> list[float]:
    """The values of a grid, in either form."""
    return grid.values() if isinstance(grid, Range) else list(grid)
