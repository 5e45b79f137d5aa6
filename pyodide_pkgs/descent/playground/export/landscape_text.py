"""The landscape of a script as text: a built-in file, a family's, or a typed formula, with its transforms."""

import importlib
import inspect
from typing import Any

from descent import transform
from descent.expression.reading import read
from descent.playground.arguments import Arguments
from descent.playground.export.numpy_text import NumpyText
from descent.playground.export.plain import Plain
from descent.spec import Landscape

Description = dict[str, Any]


def value_and_gradient(description: Description, landscape: Landscape, plain: Plain) -> str:
    """The function `landscape` that gives value and gradient."""
    if "name" in description:
        source = inspect.getsource(importlib.import_module(f"descent.landscapes.{description['name']}"))
        return plain.factory("landscape", source, "value, gradient")
    return "def landscape():\n" + _typed(description, landscape, plain) + "\n\n    return value, gradient"


def whole_landscape(description: Description, landscape: Landscape, plain: Plain) -> str:
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
        lines = [_typed(description, landscape, plain)]
        # The window is that before the transforms, which move it themselves.
        window = tuple(tuple(map(float, side)) for side in description.get("window", ((-5, 5), (-5, 5))))
        centre = tuple((low + high) / 2 for low, high in window)
        facts = f"window={window}, start={centre}, analytic={landscape.analytic}"
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


def _typed(description: Description, landscape: Landscape, plain: Plain) -> str:
    """The functions `value` and `gradient` of a typed landscape, indented."""
    reading = read(description["expression"])
    writer = NumpyText(reading.coordinates, plain)
    lines = []
    for name, node in reading.assignments:
        lines.append(f"{name} = {writer.text(node)}")
        writer.named(name)
    # Where no coordinate is left it is a number, and one is needed for each point.
    lines.append(f"return {writer.text(reading.result)} + 0 * {reading.coordinates[0]}")
    derivatives = importlib.import_module("descent.derivatives")
    central = plain.take(derivatives, "central_gradient")
    how = central
    if landscape.analytic:
        # A complex point comes from a complex step for second derivatives; its own imaginary part is taken.
        exact = plain.take(derivatives, "complex_step_gradient")
        how = f"({central} if numpy.iscomplexobj(points) else {exact})"
    inside = "\n        ".join([f"{', '.join(reading.coordinates)} = points[:, 0], points[:, 1]", *lines])
    return (
        f"    def value(points, xp):\n        {inside}\n\n"
        f"    def gradient(points, xp):\n        return {how}(value, points, xp)"
    )
