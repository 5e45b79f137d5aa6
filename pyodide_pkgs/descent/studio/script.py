"""A race as a script that needs NumPy and Matplotlib alone: the rules, the landscape, the loop and the picture.

What somebody typed is copied into it as text and never run here.
"""

import ast
import importlib
import inspect
import keyword
import re
from typing import Any

from descent import registry
from descent.errors import BadMessage
from descent.expression.arithmetic import FUNCTIONS
from descent.expression.reading import read
from descent.spec import Landscape
from descent.studio.bench import Bench, seed_of, steps_of
from descent.studio.packet import Answer
from descent.studio.plain import Plain
from descent.studio.reading import Given

BODY = '''"""A race of update rules on {title}. NumPy computes it, Matplotlib draws it."""

from __future__ import annotations

import inspect
{imports}

import matplotlib.pyplot as plt
import numpy

STEPS = {steps}
START = {start}
WINDOW = {window}
RACERS = {racers}

{helpers}


{factories}


def chosen(function, settings):
    """The settings that the function takes."""
    wanted = inspect.signature(function).parameters
    if any(one.kind is one.VAR_KEYWORD for one in wanted.values()):
        return settings
    return {{name: value for name, value in settings.items() if name in wanted}}


def race(rule, settings):
    """The points, `(steps + 1, 2)`; a path that leaves all bounds ends where it does."""
    init, update = rule()
    p = numpy.array([START], dtype=float)
    state, path = init(p, numpy, **chosen(init, settings)), [p[0]]
    settings = chosen(update, settings)
    for t in range(1, STEPS + 1):
        step, state = update(p, gradient(p, numpy), state, t, numpy, **settings)
        p = p + step
        if not numpy.isfinite(p).all():
            break
        path.append(p[0])
    return numpy.array(path)


if __name__ == "__main__":
    value, gradient = landscape()
    (left, right), (bottom, top) = WINDOW
    x, y = numpy.meshgrid(numpy.linspace(left, right, 201), numpy.linspace(bottom, top, 201))
    heights = value(numpy.column_stack((x.ravel(), y.ravel())), numpy).reshape(x.shape)
    figure, (map_axes, loss_axes) = plt.subplots(1, 2, figsize=(12, 5))
    map_axes.contour(x, y, {heights}, 24, colors="tan", linewidths=0.7)
    for name, rule, settings in RACERS:
        path = race(globals()[rule], settings)
        losses = value(path, numpy)
        print(f"{{name}}: loss {{losses[-1]:.6g}} after {{len(path) - 1}} steps")
        map_axes.plot(path[:, 0], path[:, 1], label=name)
        loss_axes.plot(losses{offset}, label=name)
    map_axes.set(xlim=WINDOW[0], ylim=WINDOW[1])
    loss_axes.set(xlabel="step", ylabel="loss{label}", yscale="{scale}")
    loss_axes.legend()
    plt.show()
'''


def script(given: Given, bench: Bench) -> Answer:
    """`{script}`; `BadMessage` for a race that plain Python cannot reproduce, and why."""
    ground = given.raw("ground")
    found = bench.landscape(given)
    if found.dim != 2 or found.sample is not None or ground.get("transforms") or "family" in ground:
        raise BadMessage("A script is made for landscapes of two coordinates without noise or transforms.")
    seed_of(given)
    plain = Plain()
    entries = [_entry(Given(one), plain) for one in given.raw("entries")]
    factories = [_landscape(ground, found, plain), *{name: text for _, name, _, text in entries}.values()]
    least = found.least if found.least is not None else 0.0
    log = found.log_scale
    text = BODY.format(
        title=found.title,
        imports="\n".join(sorted(plain.imports - {"import inspect"})),
        steps=steps_of(given),
        start=tuple(found.start),
        window=tuple(found.window),
        racers="".join(["[\n", *(f"    ({name!r}, {rule!r}, {given!r}),\n" for name, rule, given, _ in entries), "]"]),
        helpers=plain.text,
        factories="\n\n\n".join(factories),
        heights=f"numpy.log10(heights - {least} + 1e-9)" if log else "heights",
        offset=f" - {least}" if least else "",
        label=" above the least" if least else "",
        scale="log" if found.least is not None else "linear",
    )
    ast.parse(text)
    return {"script": re.sub(r"\n{4,}", "\n\n\n", text)}, {}


def _entry(one: Given, plain: Plain) -> tuple[str, str, dict[str, Any], str]:
    """The racer's name, the name of its function, its settings and that function."""
    if one.raw("modifiers", []):
        raise BadMessage("A script is made for rules without modifiers.")
    settings = dict(one.raw("settings", {}))
    if "rule" not in one:
        name = f"typed_{one.text('id')}"
        return one.text("name"), name, settings, plain.factory(name, one.text("typed"), "init, update")
    name = one.text("rule")
    rule = registry.rule(name)
    if rule.inputs or rule.view is not None or rule.scope == "model":
        raise BadMessage(f"{rule.title} is given more than a gradient; a script cannot show that yet.")
    source = inspect.getsource(importlib.import_module(f"descent.rules.{name}"))
    called = f"{name}_rule" if keyword.iskeyword(name) else name
    return one.text("name"), called, rule.settings(settings), plain.factory(called, source, "init, update")


def _landscape(ground: dict[str, Any], found: Landscape, plain: Plain) -> str:
    if "name" in ground:
        source = inspect.getsource(importlib.import_module(f"descent.landscapes.{ground['name']}"))
        return plain.factory("landscape", source, "value, gradient")
    reading = read(ground["expression"])
    lines = [f"{name} = {ast.unparse(node)}" for name, node in reading.assignments]
    lines += [f"return {ast.unparse(reading.result)} + 0 * {reading.coordinates[0]}"]
    module = importlib.import_module("descent.derivatives")
    how = "complex_step_gradient" if found.analytic else "central_gradient"
    plain.take(module, how)
    nodes = [node for _, node in reading.assignments] + [reading.result]
    used = {one.id for node in nodes for one in ast.walk(node) if isinstance(one, ast.Name)}
    plain.imports.update(f"from numpy import {name}" for name in used if name in FUNCTIONS or name in ("pi", "e"))
    inside = "\n        ".join([f"{', '.join(reading.coordinates)} = points[:, 0], points[:, 1]", *lines])
    return (
        f"def landscape():\n    def value(points, xp):\n        {inside}\n\n"
        f"    def gradient(points, xp):\n        return {how}(value, points, xp)\n\n    return value, gradient"
    )
