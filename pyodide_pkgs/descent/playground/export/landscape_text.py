"""The landscape of a script as text: a built-in file, a family's, or a typed formula, with its transforms."""

import importlib
import inspect
from typing import Any

from descent import transform
from descent.expression.reading import read
from descent.playground.arguments import Arguments
from descent.playground.export.numpy_text import NumpyText
from descent.playground.export.plain import Plain

Description = dict[str, Any]


def value_and_gradient(description: Description, plain: Plain) -> str:
    """The function `landscape` that gives value and gradient."""
    if "name" in description:
        source = inspect.getsource(importlib.import_module(f"descent.landscapes.{description['name']}"))
        return plain.factory("landscape", source, "value, gradient")
    return "def landscape():\n" + _typed(description, plain) + "\n\n    return value, gradient"


def whole_landscape(description: Description, plain: Plain) -> str:
    """The function `landscape` that gives the `Landscape` after its transforms, and what it needs before it."""
    before: list[str] = []
    if "name" in description:
        called = f"{description['name']}_landscape"
        source = inspect.getsource(importlib.import_module(f"descent.landscapes.{description['name']}"))
        before = [plain.factory(called, source, "LANDSCAPE", set())]
        lines = [f"    here = {called}()"]
    elif "family" in description:
        called = f"{description['family']}_family"
        source = inspect.getsource(importlib.import_module(f"descent.families.{description['family']}"))
        before = [plain.factory(called, source, "landscape", set())]
        lines = [f"    here = {called}()({_parameters(description)})"]
    else:
        made = plain.take(importlib.import_module("descent.spec"), "Landscape")
        lines = [_typed(description, plain)]
        # The window is that before the transforms, which move it themselves.
        window = tuple(tuple(map(float, side)) for side in description.get("window", ((-5, 5), (-5, 5))))
        centre = tuple((low + high) / 2 for low, high in window)
        facts = f"window={window}, start={centre}"
        lines += ["", f"    here = {made}(value, gradient, {facts})"]
    for step in description.get("transforms") or []:
        function, arguments = _transform(Arguments(step, None))
        lines.append(f"    here = {plain.take(transform, function)}(here, {arguments})")
    return "\n\n\n".join([*before, "\n".join(["def landscape():", *lines, "    return here"])])


def _parameters(description: Description) -> str:
    """The parameters of a family as keyword arguments, lists as tuples."""
    given = dict(description.get("parameters") or {})
    tuples = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return ", ".join(f"{name}={value!r}" for name, value in tuples.items())


def _transform(step: Arguments[Any]) -> tuple[str, str]:
    """The function of `descent.transform` for one transform and its arguments after the landscape."""
    stay = ", stay=True" if step.flag("stay") else ""
    kind = step.text("kind")
    if kind in ("shift", "rescale", "move"):
        named = {"shift": ("shifted", "by"), "rescale": ("rescaled", "factors"), "move": ("moving", "velocity")}[kind]
        return named[0], f"{step.numbers(named[1])!r}{stay}"
    names = {
        "rotate": ("rotated", "angle"),
        "multiply": ("multiplied", "factor"),
        "noise": ("noisy", "spread"),
        "sparse": ("sparse", "share"),
    }
    function, argument = names[kind]
    return function, repr(step.number(argument))


def _typed(description: Description, plain: Plain) -> str:
    """The functions `value` and `gradient` of a typed landscape, indented."""
    reading = read(description["expression"])
    # What the script takes along must not be called as a variable of the formula is.
    names = {*reading.coordinates, *(name for name, _ in reading.assignments)}
    plain.taken |= names
    xp = next(name for name in ("xp", "namespace", "array_namespace") if name not in names)
    writer = NumpyText(reading.coordinates, plain, xp)
    lines = [writer.assigned(name, node) for name, node in reading.assignments]
    # Where no coordinate is left it is a number, and one is needed for each point.
    lines.append(f"return {writer.text(reading.result)} + 0 * {reading.coordinates[0]}")
    inside = "\n        ".join(line for line in lines if line)
    gradient = plain.take(importlib.import_module("descent.expression.gradient"), "gradient_of")
    return (
        f"    def f({', '.join(reading.coordinates)}, {xp}):\n        {inside}\n\n"
        "    def value(points, xp):\n        return f(points[:, 0], points[:, 1], xp)\n\n"
        "    def gradient(points, xp):\n"
        "        with numpy.errstate(all='ignore'):\n"
        f"            return {gradient}(f, points, xp)"
    )
