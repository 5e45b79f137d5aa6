"""One option of a workload with several values in one comparison: every rule is trained and tuned with each of them.

Rules are compared where the option is the same; across its values it is seen how the best learning rate goes
(`results/across.py`).
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field
from pydantic_core import PydanticCustomError

from app.comparisons.strict import Name, Number
from app.comparisons.validation import unknown_name
from app.text.numbers import number_text
from app.workloads.card import BadOption, Card

Values = Annotated[list[int | Number], Field(min_length=2, max_length=8)]
Across = Annotated[dict[Name, Values], Field(min_length=1, max_length=1)]
"""The option, and its values."""

MOST_ENTRIES = 32
"""Rules times values, baselines included: more than a page can show."""


def each(across: Mapping[str, Sequence[float]] | None) -> list[dict[str, Any]]:
    """What is laid over the options of the workload, value by value; once nothing where no option has several."""
    return [{name: value} for name, values in across.items() for value in values] if across else [{}]


def labelled(title: str, options: Mapping[str, Any]) -> str:
    """The title of a rule with the value of the option, where there are several."""
    return ", ".join([title, *(f"{name} {number_text(value)}" for name, value in options.items())])


def check(across: Mapping[str, Sequence[float]], workload: Card, given: Mapping[str, Any]) -> None:
    """Refuse an option that is no number, has a value beside this, is named twice a value or out of bounds."""
    numeric = {option.name: option for option in workload.options if not option.possible}
    for name, values in across.items():
        if name not in numeric:
            raise unknown_name(f"option of {workload.name} that is a number", numeric)
        if name in given:
            raise PydanticCustomError(
                "across_twice", f"{name} is among the options and in across; possible: one of the two"
            )
        if len(set(values)) != len(values):
            raise PydanticCustomError("across_value_twice", f"across names a value of {name} twice; give each once")
        for value in values:
            try:
                numeric[name].check(value)
            except BadOption as error:
                raise PydanticCustomError("bad_option", "{message}", {"message": str(error)}) from error
