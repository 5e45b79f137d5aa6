"""The numbers that are put into a rule's formula make it true."""

import re
from math import sqrt
from typing import Any

import numpy
import pytest
from descent import registry
from descent.playground.methods import studio_methods

from app.web.render.formula_slots import FIRST_SLOT, Equation, formulas_of_rules, numbered

ASK = studio_methods(numpy)["studio.look"]
PLANE = [name for name in registry.rule_names() if registry.rule(name).scope in ("element", "tensor")]
WITH_ALL_NUMBERS = {"sgd": 1, "momentum": 2, "nesterov": 2, "adam": 3, "adamw": 3, "lion": 2, "rmsprop": 3, "laprop": 3}


def looked(rule: str, step: int) -> dict[str, Any]:
    asked = {"ground": {"name": "himmelblau"}, "racer": {"id": "r", "rule": rule}, "step": step}
    answer, _ = ASK(asked, None)
    return answer


def value(slot: str, seen: dict[str, Any], coordinate: int) -> float | None:
    """The number of one coordinate, as the page finds it."""
    kind, _, name = slot.partition(":")
    states = {one["name"]: one for one in seen["state"]}
    lines = {one["name"]: one["value"] for one in seen["lines"]}
    found: Any = {
        "hyper": lambda: seen["settings"][name],
        "before": lambda: states[name]["before"],
        "after": lambda: states[name]["after"],
        "gradient": lambda: seen["gradient"],
        "point": lambda: seen["point"],
        "next": lambda: [a + b for a, b in zip(seen["point"], seen["update"], strict=True)],
        "step": lambda: seen["step"],
        "local": lambda: lines.get(name),
    }[kind]()
    return found[coordinate if len(found) > 1 else 0] if isinstance(found, list) else found


def sides(equation: Equation, numbers: list[float]) -> tuple[float, float]:
    """What stands left and right of the last equals sign of an equation with these numbers."""
    text = equation.latex.partition(" = ")[2]
    for place, number in enumerate(numbers):
        text = text.replace(f" {FIRST_SLOT + place} ", f" ({number!r}) ").replace(
            f"= {FIRST_SLOT + place}", f"= {number!r}"
        )
    text = re.sub(rf"^{FIRST_SLOT} ", f"({numbers[0]!r}) ", text)
    for written, meant in {r"\cdot": "*", r"\mathrm{sign}": "sign", "^": "**", "{": "(", "}": ")", "\\": ""}.items():
        text = text.replace(written, meant)
    names = {"frac": lambda a: lambda b: a / b, "sqrt": sqrt, "sign": numpy.sign, "max": max, "min": min}
    left, right = text.rsplit("=", 1)
    return float(eval(left, names)), float(right)


@pytest.mark.parametrize("name", PLANE)
def test_every_equation_with_numbers_is_true(name: str) -> None:
    for step in (1, 2, 7):
        seen = looked(name, step)
        for equation in numbered(name):
            for coordinate in (0, 1):
                numbers = [value(slot, seen, coordinate) for slot in equation.slots]
                if None in numbers:
                    continue
                left, right = sides(equation, [float(number) for number in numbers if number is not None])
                assert left == pytest.approx(right, rel=1e-9), (step, equation)


@pytest.mark.parametrize(("name", "count"), WITH_ALL_NUMBERS.items())
def test_the_rules_that_lessons_use_have_numbers_in_every_equation(name: str, count: int) -> None:
    seen = looked(name, 7)
    whole = [one for one in numbered(name) if None not in [value(slot, seen, 0) for slot in one.slots]]
    assert len(whole) == count


def test_the_slots_are_in_the_markup() -> None:
    adam = formulas_of_rules()["adam"]
    assert "<math" in str(adam["formula"])
    first = adam["numbers"][0]  # type: ignore[index]
    assert re.findall(r'data-put="([^"]*)"', first) == ["hyper:beta1", "before:m", "hyper:beta1", "gradient", "after:m"]
