"""Typed source to a rule: the same `init` and `update` that the built-in files have.

Hyperparameters come from `RULE = Rule(...)`, so that a built-in file loads as it is, else from `HYPERS`, else from the
keyword parameters of `update`. This runs what somebody typed: only the sandbox does it.
"""

import functools
import inspect
import linecache
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from descent.errors import BadRule
from descent.sandbox.one_by_one import one_by_one
from descent.sandbox.soundness import Notice, Soundness, examine
from descent.spec import Hyper, Rule

POSITIONS = ("p", "g", "s", "t", "xp")
GUESSES = {"lr": Hyper("lr", 0.01, 1e-6, 10.0, scale="log")}


@dataclass(frozen=True)
class Typed:
    """A typed rule, ready to run, and what a person should know about it."""

    rule: Rule
    notices: tuple[Notice, ...]


class Author:
    """Makes rules of typed source, each time in a fresh module; what `examine` found is remembered by source.

    `sources` maps the file names under which source was compiled to the source, for tracebacks.
    """

    def __init__(self, xp: Any):
        self.xp = xp
        self.sources: dict[str, str] = {}
        self._found: dict[str, Soundness] = {}

    def typed(self, source: str) -> Typed:
        """The rule of `source`; `BadRule` for one that is none, and whatever the source itself raises."""
        rule = self._load(source)
        if source not in self._found:
            if len(self._found) > 64:
                self._found.clear()
            self._found[source] = examine(rule, self.xp)
        found = self._found[source]
        return Typed(one_by_one(rule) if found.alone else rule, found.notices)

    def _load(self, source: str) -> Rule:
        name = f"rule_{len(self.sources)}.py" if source not in self.sources.values() else _key(self.sources, source)
        if len(self.sources) > 64:
            self.sources.clear()
        self.sources[name] = source
        code = compile(source, name, "exec", dont_inherit=True)
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        module = ModuleType("typed_rule")
        module.__file__ = name
        sys.modules[module.__name__] = module
        exec(code, vars(module))
        return rule_of(vars(module))


def _key(sources: Mapping[str, str], source: str) -> str:
    return next(name for name, text in sources.items() if text == source)


def rule_of(names: Mapping[str, Any]) -> Rule:
    """The rule that a module's names make; `BadRule` where it lacks something."""
    given = names.get("RULE")
    if given is not None:
        if not isinstance(given, Rule):
            raise BadRule(f"RULE is a Rule(init, update, ...), given {type(given).__name__}")
        return _careful(given)
    update, init = names.get("update"), names.get("init")
    if not callable(update):
        own = sorted(name for name, value in names.items() if inspect.isfunction(value))
        raise BadRule(f"a rule needs a function update(p, g, s, t, xp, *, lr); there are: {', '.join(own) or 'none'}")
    if init is not None and not callable(init):
        raise BadRule(f"init is a function init(p, xp) that returns the state, given {type(init).__name__}")
    hypers = _hypers(_keywords(update) | _keywords(init), names.get("HYPERS"))
    return _careful(Rule(init or _no_state, update, scope=names.get("SCOPE", "element"), hypers=hypers, title="Typed"))


def _no_state(p: Any, xp: Any) -> dict[str, Any]:  # noqa: ARG001
    return {}


def _keywords(function: Callable[..., Any] | None) -> dict[str, Any]:
    """The parameters after `xp` and their defaults; `BadRule` where the first ones are not p, g, s, t, xp or p, xp."""
    if function is None:
        return {}
    parameters = list(inspect.signature(function).parameters.values())
    first = POSITIONS if function.__name__ == "update" or len(parameters) > 4 else ("p", "xp")
    found = tuple(one.name for one in parameters[: len(first)])
    if found != first:
        raise BadRule(f"{function.__name__} begins with ({', '.join(first)}), given ({', '.join(found)})")
    named = [one for one in parameters[len(first) :] if one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)]
    return {one.name: None if one.default is one.empty else one.default for one in named}


def _hypers(keywords: Mapping[str, Any], listed: Any) -> tuple[Hyper, ...]:
    if listed is not None and not isinstance(listed, dict):
        raise BadRule(f'HYPERS is a dict such as {{"lr": (0.01, 1e-6, 1.0)}}, given {type(listed).__name__}')
    hypers = []
    for name in dict.fromkeys([*(listed or {}), *keywords]):
        value = (listed or {}).get(name, keywords.get(name))
        hypers.append(_hyper(name, value))
    return tuple(hypers)


def _hyper(name: str, value: Any) -> Hyper:
    if value is None:
        return GUESSES.get(name, Hyper(name, 0.9, 0.0, 0.999))
    parts = list(value) if isinstance(value, tuple | list) else [value]
    if not parts or any(isinstance(part, bool) or not isinstance(part, int | float) for part in parts[:3]):
        raise BadRule(f"the hyperparameter {name!r} is a number or (default, low, high), given {value!r}")
    default = float(parts[0])
    if len(parts) >= 3:
        low, high = float(parts[1]), float(parts[2])
        wide = low > 0 and high / low >= 100
        return Hyper(name, default, low, high, scale="log" if wide else "linear")
    if name == "lr":
        return Hyper(name, default, min(1e-6, default), max(10.0, default), scale="log")
    if 0 <= default < 1 and default >= 0.5:
        return Hyper(name, default, 0.0, max(0.9999, default))
    if default > 0:
        return Hyper(name, default, default / 1e3, default * 1e3, scale="log")
    return Hyper(name, default, min(2 * default, 0.0), 1.0)


def _careful(rule: Rule) -> Rule:
    """The rule whose update takes a step alone for a rule without state, and names what is no step when it comes."""
    original = rule.update
    if rule.scope == "model":
        return rule

    @functools.wraps(original)
    def update(p: Any, *rest: Any, **settings: Any) -> Any:
        answer = original(p, *rest, **settings)
        step, state = answer if isinstance(answer, tuple) and len(answer) == 2 else (answer, rest[1])
        if getattr(step, "shape", None) != p.shape:
            shape = getattr(step, "shape", None)
            what = f"an array of shape {tuple(shape)}" if shape is not None else f"{type(step).__name__}"
            raise BadRule(f"update returned {what} as the step; a step has the shape of p, here {tuple(p.shape)}")
        if not isinstance(state, dict):
            raise BadRule(f"update returns (step, state) with a dict as the state, given {type(state).__name__}")
        return step, state

    # A copy of a heavy ball that was edited need not be one: what only its author can know is not believed.
    return Rule(**{**vars(rule), "update": update, "heavy_ball": None})
