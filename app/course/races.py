"""A solution as a racer of the playground: the lines that make an update rule of the function that a learner wrote."""

import ast
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from descent import registry
from descent.spec import Hyper

from app.course.catalog import Problem

FILE = Path(__file__).parent / "races.toml"
KEYS = {"give", "start", "settings"}
STEPS = ("t", "step")
ADAPTER = """

# What follows makes an update rule of it: one run after the other, each with arrays of its own.
from descent.spec import Hyper as _Hyper, Rule as _Rule


def _init(p, xp):
    return {{{init}}}


def _update(p, g, s, t, xp, *, {names}):
    after, state = p.copy(), {{name: array.copy() for name, array in s.items()}}
    for run in range(len(p)):
        _one_step(after[run:run + 1], g[run].copy(), {{name: array[run] for name, array in state.items()}},
                  *(_number(value, run) for value in (t, {names})))
    return after - p, state


def _number(value, run):
    return value if isinstance(value, (int, float)) else float(value.reshape(-1)[run % value.size])


def _one_step(p, g, s, t, {names}):
    {call}


RULE = _Rule(_init, _update, scope="{scope}", hypers=(
{hypers}
))
"""


@dataclass(frozen=True)
class Race:
    """How a solution of one problem races."""

    code: str
    """What is put after the learner's code."""
    rule: str
    """The built-in rule that it is an implementation of."""
    settings: Mapping[str, Any]
    """The choices with which that rule takes the same path."""
    hypers: tuple[str, ...]


@cache
def stored() -> dict[str, dict[str, Any]]:
    """What `races.toml` says, by slug; under `not` the problems that cannot race and why."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for slug, said in found.items():
        unknown = sorted(set(said) - KEYS) if slug != "not" else []
        if unknown:
            raise ValueError(f"{FILE.name} [{slug}] has {unknown[0]}; possible: {', '.join(sorted(KEYS))}")
    return found


def race(problem: Problem) -> Race | None:
    """How solutions of this problem race; None where they cannot."""
    said = stored().get(problem.slug)
    if said is None or problem.rule is None:
        return None
    rule = registry.rule(problem.rule)
    known = {hyper.name: hyper for hyper in rule.hypers}
    give: dict[str, str] = said.get("give", {})
    arguments = defaults(problem.signature)
    wanted = {name: number for name, number in arguments.items() if is_number(number) and name not in give}
    for name in arguments:
        if name in known and name not in wanted and name not in give:
            wanted[name] = known[name].default
    for text in give.values():
        wanted |= {name: known[name].default for name in names_in(text) if name in known}
    functional = "grad" in arguments
    if functional:
        wanted = {"lr": known["lr"].default, **wanted}
    states = [name for name in problem.mutates if name in arguments and name != "params" and name not in give]
    known_here = {"params", "grads", "grad", *STEPS, *states, *wanted, *give}
    passed = {name: argument(name, functional, states, give) for name in arguments if name in known_here}
    # By place where it can be: the names of arguments are the learner's to choose.
    plain = list(takewhile(passed.__contains__, (name for name in arguments if name in by_place(problem.signature))))
    call = (
        f"{problem.entry}({', '.join(value if name in plain else f'{name}={value}' for name, value in passed.items())})"
    )
    wanted = {name: wanted[name] for name in sorted(wanted, key=[*known, *wanted].index)}
    begin = said.get("start", {})
    return Race(
        ADAPTER.format(
            init=", ".join(f'"{name}": {begin.get(name, "xp.zeros_like(p)")}' for name in states),
            names=", ".join(wanted),
            scope="matrix" if rule.scope == "matrix" else "tensor",
            call=f"p[0] -= lr * {call}" if functional else call,
            hypers="\n".join(f"    {written(name, value, known.get(name))}," for name, value in wanted.items()),
        ),
        problem.rule,
        said.get("settings", {}),
        tuple(wanted),
    )


def defaults(signature: str) -> dict[str, Any]:
    """Every argument of a signature and its default; `...` where it has none."""
    (function,) = ast.parse(f"def {signature}: ...").body
    assert isinstance(function, ast.FunctionDef)
    spec = function.args
    found: dict[str, Any] = {one.arg: ... for one in (*spec.args, *spec.kwonlyargs)}
    pairs = [*zip(reversed(spec.args), reversed(spec.defaults), strict=False)]
    pairs += [(one, value) for one, value in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if value]
    found |= {one.arg: ast.literal_eval(value) for one, value in pairs}
    return found


def by_place(signature: str) -> list[str]:
    """The arguments of a signature that may be given by place."""
    (function,) = ast.parse(f"def {signature}: ...").body
    assert isinstance(function, ast.FunctionDef)
    return [one.arg for one in function.args.args]


def names_in(text: str) -> list[str]:
    """The names that an expression uses, in order."""
    return [node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)]


def is_number(value: object) -> bool:
    """Whether it is a number that can be dragged; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def argument(name: str, functional: bool, states: list[str], give: Mapping[str, str]) -> str:
    """What is passed for the argument of that name: alone for a function of one array, in a list for one of many."""
    if name in give:
        return give[name]
    if name in STEPS:
        return "int(t)"
    if name == "grad":
        return "g"
    if name == "params":
        return "[p[0]]"
    if name == "grads":
        return "[g]"
    if name in states:
        return f's["{name}"]' if functional else f'[s["{name}"]]'
    return name


def written(name: str, value: float, known: Hyper | None) -> str:
    """The hyperparameter as Python: with the range of the rule's own where it has one of that name."""
    if known is None:
        low, high = (0.0, 1.0) if 0 <= value <= 1 else (value / 100, value * 100) if value > 0 else (2 * value, 0.0)
        return f'_Hyper("{name}", {value!r}, {low!r}, {high!r})'
    scale = ', scale="log"' if known.scale == "log" else ""
    return f'_Hyper("{name}", {value!r}, {min(known.low, value)!r}, {max(known.high, value)!r}{scale})'
