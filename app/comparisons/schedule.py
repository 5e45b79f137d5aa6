"""The schedule of a contender: asked for by name, carried as plain data, said in words. `descent` computes it."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from descent.errors import BadHyper, UnknownName
from descent.schedules.named import SCHEDULES, named
from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from app.comparisons.strict import Choice, Name, Number, StrictModel
from app.comparisons.validation import unknown_name

Value = Choice | Number | Annotated[list[Number], Field(min_length=1, max_length=64)]
CONSTANT = "constant rate"


class ScheduleChoice(StrictModel):
    """A schedule by name, with those of its settings that are not the default."""

    name: Name
    settings: dict[Name, Value] = Field(default_factory=dict, max_length=16)
    """Times are shares of the horizon, rates are shares of the peak."""
    horizon: int | None = Field(None, ge=1, le=1_000_000)
    """The steps that it is made for; the steps of the comparison if left out. After them the rate stays."""

    @field_validator("name")
    @classmethod
    def known(cls, name: str) -> str:
        """Refuse what is no schedule of `descent`, or none that is data."""
        if name not in SCHEDULES:
            raise unknown_name("schedule", SCHEDULES)
        return name

    @model_validator(mode="after")
    def fits_the_schedule(self) -> Self:
        """Refuse settings that the schedule does not have."""
        schedule = named(self.name)
        known = {setting.name: setting for setting in schedule.settings}
        for name, value in self.settings.items():
            if name not in known:
                raise unknown_name(f"setting of {self.name}", known)
            try:
                known[name].check(value)
            except UnknownName as error:
                raise unknown_name(f"value of {self.name}.{name}", error.possible) from error
            except BadHyper as error:
                raise PydanticCustomError("schedule", "{reason}", {"reason": f"{self.name}: {error}"}) from error
        return self

    def data(self, steps: int) -> dict[str, Any] | None:
        """The schedule in a comparison of so many steps, with every setting; None for the constant rate."""
        schedule, horizon = named(self.name), self.horizon or steps
        try:
            schedule.multiplier(horizon, self.settings)
        except BadHyper as error:
            raise PydanticCustomError("schedule", "{reason}", {"reason": str(error)}) from error
        filled = schedule.filled(self.settings)
        # A rate that is all of itself from the first step on is no schedule, however it was asked for.
        if self.name == "constant" and (filled["factor"] == 1 or round(filled["until"] * horizon) == 0):
            return None
        settings = {name: list(value) if isinstance(value, tuple) else value for name, value in filled.items()}
        return {"name": self.name, "settings": settings, "horizon": horizon}

    @property
    def title(self) -> str:
        """What it is called, with the settings that are not usual."""
        return title({"name": self.name, "settings": self.settings, "horizon": self.horizon}, None)


def shape(schedule: Mapping[str, Any] | None, steps: int, points: int = 61) -> list[float]:
    """The share of its peak that a learning rate has at so many evenly spaced steps of a comparison."""
    places = [round((steps - 1) * place / (points - 1)) for place in range(points)]
    if schedule is None:
        return [1.0] * points
    at = named(schedule["name"]).multiplier(schedule["horizon"], schedule["settings"])
    return [at(place) for place in places]


def title(schedule: Mapping[str, Any] | None, steps: int | None) -> str:
    """What a schedule is called, with the settings that are not usual, and its horizon where that is not `steps`."""
    if schedule is None:
        return CONSTANT
    known = SCHEDULES.get(schedule["name"])
    if known is None:  # of an earlier version
        return str(schedule["name"])
    usual = known.filled({})
    said = [
        f"{name} {_text(value)}"
        for name, value in schedule["settings"].items()
        if _text(value) != _text(usual.get(name))
    ]
    if schedule["horizon"] not in (None, steps):
        said.append(f"horizon {schedule['horizon']}")
    return f"{known.title} ({', '.join(said)})" if said else known.title


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
