"""A race as a script that needs NumPy alone: the rules, the landscape, the loop, and a picture by Matplotlib.

Most races become a short script: each rule's own two functions and a loop of ten lines. Noise, transforms, families,
modifiers and rules that take more than a gradient need more of this package, and it is copied along. What somebody
typed is copied as text and never run here.
"""

import ast
import importlib
import inspect
import keyword
import re
from dataclasses import dataclass
from typing import Any

from descent import transform
from descent.errors import BadMessage
from descent.expression.reading import read
from descent.playground import racer as racers
from descent.playground.answers import Answer
from descent.playground.arguments import Bench, seed_of, steps_of
from descent.playground.export.numpy_text import NumpyText
from descent.playground.export.plain import Plain
from descent.playground.export.script_text import FULL, HEAD, LEAN, TAIL
from descent.playground.reading import Given
from descent.sandbox import typed_rule as typed_rules
from descent.spec import Landscape, Rule

OWN = ("STEPS", "SEED", "START", "WINDOW", "LEAST", "RACERS", "numpy", "plt", "landscape", "value", "found", "name")
OWN_FUNCTIONS = ("chosen", "race", "ended", "runs", "draw", "path", "losses")
"""With the one before, the names that the script itself uses."""
MORE = {"inputs", "view", "vectors"}
"""What a typed `RULE` says that a short script could not follow."""


@dataclass(frozen=True)
class Entry:
    """One racer: its name, the module's source, what it is called, its modifiers and settings, whether it is simple."""

    name: str
    called: str
    source: str
    built_in: bool
    modifiers: tuple[str, ...]
    settings: dict[str, Any]
    simple: bool


def script(given: Given, bench: Bench) -> Answer:
    """`{script}`; `BadMessage` for a race that cannot be run."""
    ground = given.raw("ground")
    found = bench.landscape(given)
    entries = [_entry(Given(one), found) for one in given.raw("entries")]
    if not entries:
        raise BadMessage("There is no racer whose code may be copied: code from a link is, once it has been run here.")
    plane = found.dim == 2 and not found.shapes
    exact = found.sample is None and found.motion is None and found.project is None
    lean = plane and exact and not ground.get("transforms") and "family" not in ground
    lean = lean and all(entry.simple for entry in entries)
    text = (_lean if lean else _full)(given, ground, found, entries)
    ast.parse(text)
    return {"script": re.sub(r"\n{4,}", "\n\n\n", text)}, {}


def _lean(given: Given, ground: dict[str, Any], found: Landscape, entries: list[Entry]) -> str:
    plain = Plain((*OWN, *OWN_FUNCTIONS))
    plain.imports.add("import inspect")
    factories = {entry.called: _functions(entry, plain) for entry in entries}
    parts = [_value_and_gradient(ground, found, plain), *factories.values()]
    listed = [(entry.name, entry.called, entry.settings) for entry in entries]
    return _written(given, found, plain, parts, listed, LEAN, "landscape()[0]")


def _functions(entry: Entry, plain: Plain) -> str:
    """The function that gives `init` and `update` of a rule."""
    named = {node.name for node in ast.parse(entry.source).body if isinstance(node, ast.FunctionDef)}
    init = "init" if "init" in named else "lambda p, xp: {}"
    return plain.factory(entry.called, entry.source, f"{init}, update")


def _full(given: Given, ground: dict[str, Any], found: Landscape, entries: list[Entry]) -> str:
    plain = Plain((*OWN, *OWN_FUNCTIONS))
    plain.take(importlib.import_module("descent.trace.march"), "March")
    factories = {entry.called: _rule(entry, plain) for entry in entries}
    for name in dict.fromkeys(name for entry in entries for name in entry.modifiers):
        source = inspect.getsource(importlib.import_module(f"descent.modifiers.{name}"))
        factories[f"{name}_modifier"] = plain.factory(f"{name}_modifier", source, name, set())
    parts = [_landscape(ground, found, plain), *factories.values()]
    listed = [
        (entry.name, entry.called, [f"{name}_modifier" for name in entry.modifiers], entry.settings)
        for entry in entries
    ]
    return _written(given, found, plain, parts, listed, FULL, "landscape().value")


def _rule(entry: Entry, plain: Plain) -> str:
    """The function that gives the whole `Rule`."""
    tree = ast.parse(entry.source)
    if any(_assigned(node) == "RULE" for node in tree.body):
        return plain.factory(entry.called, entry.source, "RULE", set())
    made = plain.take(typed_rules, "rule_of")
    return plain.factory(entry.called, entry.source, f"{made}(locals())", set())


def _written(
    given: Given, found: Landscape, plain: Plain, parts: list[str], racers: list[Any], loop: str, value: str
) -> str:
    least = found.least
    head = HEAD.format(
        title=found.title.replace('"', "'"),
        imports="\n".join(sorted(plain.imports)),
        steps=steps_of(given),
        seed=seed_of(given),
        start=tuple(float(place) for place in found.start),
        window=tuple((float(low), float(high)) for low, high in found.window),
        least=least,
        racers="".join(["[\n", *(f"    {one!r},\n" for one in racers), "]"]),
        helpers=plain.text,
        factories="\n\n\n".join(parts),
    )
    heights = f"numpy.log10(numpy.maximum(heights - {least or 0.0}, 0) + 1e-9)" if found.log_scale else "heights"
    return head + loop + TAIL.format(value=value, heights=heights)


def _entry(one: Given, found: Landscape) -> Entry:
    settings = dict(one.raw("settings", {}))
    modifiers = tuple(one.raw("modifiers", []))
    for name in modifiers:
        racers.modifier(name)
    if "rule" not in one:
        source = one.text("typed")
        known = Given(one.raw("known", {}))
        numbers = {**known.raw("hypers", {})}
        settings = {**numbers, **known.raw("choices", {}), **settings}
        settings = {name: _number(value) if name in numbers else value for name, value in settings.items()}
        simple = "known" in one and not modifiers and _simple(source)
        return Entry(one.text("name"), f"typed_{one.text('id')}", source, False, modifiers, settings, simple)
    name = one.text("rule")
    racer = racers.racer({"rule": name, "modifiers": list(modifiers), "settings": settings}, None)
    racer.fits(found)
    rule: Rule = racer.base
    hypers = {hyper.name for hyper in racer.rule.hypers}
    values = racer.rule.settings(settings)
    settings = {key: _number(value) if key in hypers else value for key, value in values.items()}
    simple = not (modifiers or rule.inputs or rule.view is not None) and rule.scope in ("element", "tensor")
    source = inspect.getsource(importlib.import_module(f"descent.rules.{name}"))
    called = f"{name}_rule" if keyword.iskeyword(name) else name
    return Entry(one.text("name"), called, source, True, modifiers, settings, simple)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _assigned(node: ast.stmt) -> str | None:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return None


def _simple(source: str) -> bool:
    """Whether typed source is a rule of plain coordinates that takes a gradient alone."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise BadMessage(f"Line {error.lineno} of a typed rule cannot be read: {error.msg}.") from error
    for node in tree.body:
        named = _assigned(node)
        if named == "SCOPE":
            return False
        if named == "RULE" and isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            given = {one.arg: one.value for one in node.value.keywords}
            scope = given.get("scope", ast.Constant("element"))
            if given.keys() & MORE or not isinstance(scope, ast.Constant) or scope.value not in ("element", "tensor"):
                return False
    return True


def _value_and_gradient(ground: dict[str, Any], found: Landscape, plain: Plain) -> str:
    """The function `landscape` that gives value and gradient."""
    if "name" in ground:
        source = inspect.getsource(importlib.import_module(f"descent.landscapes.{ground['name']}"))
        return plain.factory("landscape", source, "value, gradient")
    return "def landscape():\n" + _typed(ground, found, plain) + "\n\n    return value, gradient"


def _landscape(ground: dict[str, Any], found: Landscape, plain: Plain) -> str:
    """The function `landscape` that gives the `Landscape` after its transforms, and what it needs before it."""
    before: list[str] = []
    if "name" in ground:
        called = f"{ground['name']}_landscape"
        source = inspect.getsource(importlib.import_module(f"descent.landscapes.{ground['name']}"))
        before = [plain.factory(called, source, "LANDSCAPE", set())]
        lines = [f"    here = {called}()"]
    elif "family" in ground:
        called = f"{ground['family']}_family"
        source = inspect.getsource(importlib.import_module(f"descent.families.{ground['family']}"))
        before = [plain.factory(called, source, "landscape", set())]
        parameters = {name: tuple(one) if isinstance(one, list) else one for name, one in _parameters(ground).items()}
        lines = [f"    here = {called}()({', '.join(f'{name}={one!r}' for name, one in parameters.items())})"]
    else:
        made = plain.take(importlib.import_module("descent.spec"), "Landscape")
        lines = [_typed(ground, found, plain)]
        # The window is that before the transforms, which move it themselves.
        window = tuple(tuple(map(float, side)) for side in ground.get("window", ((-5, 5), (-5, 5))))
        centre = tuple((low + high) / 2 for low, high in window)
        lines += ["", f"    here = {made}(value, gradient, window={window}, start={centre}, analytic={found.analytic})"]
    for step in ground.get("transforms") or []:
        function, arguments = _transform(Given(step))
        lines.append(f"    here = {plain.take(transform, function)}(here, {arguments})")
    return "\n\n\n".join([*before, "\n".join(["def landscape():", *lines, "    return here"])])


def _parameters(ground: dict[str, Any]) -> dict[str, Any]:
    return dict(ground.get("parameters") or {})


def _transform(step: Given) -> tuple[str, str]:
    """The function of `descent.transform` for one transform and its arguments after the landscape."""
    stay = ", stay=True" if step.raw("stay", False) else ""
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


def _typed(ground: dict[str, Any], found: Landscape, plain: Plain) -> str:
    """The functions `value` and `gradient` of a typed landscape, indented."""
    reading = read(ground["expression"])
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
    if found.analytic:
        # A complex point comes from a complex step for second derivatives; its own imaginary part is taken.
        exact = plain.take(derivatives, "complex_step_gradient")
        how = f"({central} if numpy.iscomplexobj(points) else {exact})"
    inside = "\n        ".join([f"{', '.join(reading.coordinates)} = points[:, 0], points[:, 1]", *lines])
    return (
        f"    def value(points, xp):\n        {inside}\n\n"
        f"    def gradient(points, xp):\n        return {how}(value, points, xp)"
    )
