"""A typed rule as a graph: its source is run with stand-ins, traced, and the graph held against the source itself.

This runs what somebody typed: only the sandbox, or a process of its own, does it.
"""

import ast
import inspect
import linecache
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from descent import registry
from descent.arrays import per_run
from descent.errors import BadHyper, DescentError
from descent.graph import Graph, Refused, trace
from descent.graph.proof import STEPS, Difference, compared
from descent.graph.tree import leaves, rebuilt
from descent.sandbox import stand_ins
from descent.sandbox.typed_rule import GUESSES
from descent.spec import Hyper, Namespace, Rule
from descent.stepper import compose

SHORT = 20
"""Steps of the proof for the second shape and later ones."""
ALONE = "takes all runs at once (a sum or norm without an axis, perhaps); in the graph it is that of each run alone"


@dataclass(frozen=True)
class TracedRule:
    """The graph of a typed rule, and sentences, each with a line, on what its author should know."""

    graph: Graph
    notices: tuple[tuple[int, str], ...]


def traced(
    source: str,
    file: str,
    shapes: Sequence[Sequence[int]],
    xp: Namespace,
    *,
    steps: int = STEPS,
    modifiers: Sequence[str] = (),
    choices: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> TracedRule:
    """The graph of the rule that the source makes; `Refused` with a line of it where there is none.

    `modifiers` go around the rule; `choices` take another option of them or of the rule, which may be its text.
    `settings` are numbers and choices in place of defaults, those among them that the rule then has.
    """
    try:
        code = compile(source, file, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise Refused(f"this is not Python: {getattr(error, 'msg', error)}").placed(file, line) from None
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    space: list[Any] = [None]

    def loaded(own: dict[str, Any] | None) -> Rule:
        rule = _rule(_run(code, file, own), file)
        rule = compose(rule, *map(registry.modifier, registry.in_order(modifiers))) if modifiers else rule
        return _set(_chosen(rule, choices or {}), settings or {})

    try:
        own = stand_ins.names(lambda: space[0])
        found = trace(
            lambda: loaded(own),
            shapes,
            xp,
            files=frozenset({file}),
            entering=lambda one: space.__setitem__(0, one),
        )
    except Refused as error:
        raise _at_home(error, source, file) from None
    except DescentError as error:
        raise Refused(str(error)).placed(file, _line(error, file, source)) from None
    except Exception as error:
        raise Refused(_said(error)).placed(file, _line(error, file, source)) from None
    runs = 1 if found.alone is not None else 2
    difference = _difference(lambda: loaded(None), found.graph, xp, runs, steps, file, source)
    if difference is not None:
        raise Refused(difference.sentence).placed(file, _defined(source, "update"))
    notices = () if found.alone is None else ((found.alone, ALONE),)
    return TracedRule(found.graph, notices)


def scope_of(source: str, file: str, modifiers: Sequence[str] = ()) -> str:
    """The scope of the rule with its modifiers; element where it does not run, which tracing will tell."""
    try:
        rule = _rule(_run(compile(source, file, "exec", dont_inherit=True), file, None), file)
        return compose(rule, *map(registry.modifier, registry.in_order(modifiers))).scope if modifiers else rule.scope
    except Exception:
        return "element"


def traced_for(
    source: str,
    file: str,
    shapes: Sequence[Sequence[int]],
    matrices: Sequence[Sequence[int]],
    xp: Namespace,
    *,
    modifiers: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
) -> tuple[TracedRule, ...]:
    """The graphs with which the rule steps tensors of these shapes, one for each that differs; `Refused` as `traced`.

    `matrices` are the shapes that a rule of scope matrix takes; one of scope model takes all tensors in one graph.
    """
    first = [shapes] if shapes else []
    scope = scope_of(source, file, modifiers)
    if scope != "model":
        taken = matrices if scope == "matrix" else shapes
        first = [[one] for one in dict.fromkeys(map(tuple, taken))]
    return tuple(
        traced(source, file, one, xp, steps=SHORT if place else STEPS, modifiers=modifiers, settings=settings)
        for place, one in enumerate(first)
    )


def _run(code: Any, file: str, own: dict[str, Any] | None) -> dict[str, Any]:
    module = ModuleType("typed_rule")
    module.__file__ = file
    if own is not None:
        vars(module)["__builtins__"] = own
    exec(code, vars(module))
    return vars(module)


def _rule(names: dict[str, Any], file: str) -> Rule:
    given = names.get("RULE")
    if isinstance(given, Rule):
        return given
    update, init = names.get("update"), names.get("init")
    if not callable(update):
        raise Refused("a rule needs a function update(p, g, s, t, xp, *, lr)").placed(file, 1)
    hypers: dict[str, Hyper] = {}
    listed = names.get("HYPERS") or {}
    for function, first in ((update, 5), (init, 2)):
        if function is None:
            continue
        parameters = list(inspect.signature(function).parameters.values())
        plain = [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
        wanted = "(p, g, s, t, xp)" if first == 5 else "(p, xp)"
        if len(plain) < first and not any(one.kind is one.VAR_POSITIONAL for one in parameters):
            raise Refused(f"{function.__name__} begins with {wanted}").placed(file, _first_line(function))
        later = [one for one in parameters if one not in plain[:first]]
        for one in later:
            if one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL) and one.name not in hypers:
                hyper = _hyper(one.name, listed.get(one.name, one.default), one.default is one.empty)
                hypers |= {one.name: hyper} if hyper else {}
    for name, value in listed.items():
        hyper = hypers.get(name) or _hyper(name, value, False)
        hypers |= {name: hyper} if hyper else {}
    scope = names.get("SCOPE", "element")
    view = names.get("view")
    return Rule(init or _nothing, update, scope=scope, hypers=tuple(hypers.values()), view=view, title="Typed")


def _chosen(rule: Rule, given: Mapping[str, Any]) -> Rule:
    """The rule with other options as its defaults; `BadHyper` for a choice or an option that it has not."""
    known = {choice.name: choice for choice in rule.choices}
    for name, value in given.items():
        if name not in known:
            raise BadHyper(f"no choice is called {name!r}; there are: {', '.join(known) or 'none'}")
        texts = {str(option): option for option in known[name].options}
        option = texts.get(str(value), value)
        known[name].check(option)
        known[name] = replace(known[name], default=option)
    return replace(rule, choices=tuple(known.values())) if given else rule


def _set(rule: Rule, settings: Mapping[str, Any]) -> Rule:
    """The rule with these as defaults; what it does not have counts for nothing."""
    choices = {choice.name for choice in rule.choices}
    rule = _chosen(rule, {name: value for name, value in settings.items() if name in choices})
    hypers = (replace(hyper, default=settings.get(hyper.name, hyper.default)) for hyper in rule.hypers)
    return replace(rule, hypers=tuple(hypers)) if settings else rule


def _nothing(p: Any, xp: Any) -> dict[str, Any]:  # noqa: ARG001
    return {}


def _hyper(name: str, value: Any, empty: bool) -> Hyper | None:
    """A numeric setting; None for what stays as it is written: a truth, text, None, a pair, an object."""
    if empty and not isinstance(value, int | float | tuple | list):
        return GUESSES.get(name, Hyper(name, 0.9, 0.0, 0.999))
    if isinstance(value, tuple | list) and len(value) == 3 and all(_is_number(one) for one in value):
        value = value[0]
    return Hyper(name, value, value, value) if _is_number(value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0


def _difference(
    fresh: Callable[[], Rule], graph: Graph, xp: Namespace, runs: int, steps: int, file: str, source: str
) -> Difference | None:
    """The first difference of function and graph, over the steps, with settings as numbers or else one per run."""
    failure: Exception | None = None
    for arrays in (False, True):
        with xp.errstate(all="ignore"):
            try:
                return _walked(fresh(), graph, xp, runs, steps, arrays)
            except Exception as error:
                failure = failure or error
    assert failure is not None
    raise Refused(_said(failure)).placed(file, _line(failure, file, source))


def _walked(rule: Rule, graph: Graph, xp: Namespace, runs: int, steps: int, arrays: bool) -> Difference | None:
    fixed = {name: value for name, value in rule.defaults.items() if name not in graph.hypers}

    def form(value: Any, p: Any) -> Any:
        return per_run(value, p, xp) if arrays else value

    def init(p: Any, settings: Any) -> Any:
        state = rule.init(p, xp, **rule.wanted(rule.init, settings | fixed))
        return rebuilt(state, _Copied(state))

    def update(p: Any, g: Any, state: Any, t: Any, settings: Any) -> Any:
        answer = rule.update(p, g, state, t, xp, **rule.wanted(rule.update, settings | fixed))
        return answer if isinstance(answer, tuple) and len(answer) == 2 else (answer, state)

    for seed, count in ((0, steps), (1, min(steps, 20))):
        own = {name: rule.defaults.get(name, value) for name, value in graph.hypers.items()}
        if seed:
            own = {name: value * 0.93 if isinstance(value, float) else value for name, value in own.items()}
        found = compared(init, update, graph, xp, runs=runs, seed=seed, steps=count, settings=own, form=form)
        if found is not None:
            return found
    return None


class _Copied(dict[str, Any]):
    """The leaves of a state, arrays copied, so that what changes them in place changes no other's."""

    def __init__(self, state: Any):
        super().__init__((name, value.copy() if hasattr(value, "copy") else value) for name, value in leaves(state))


def _said(error: Exception) -> str:
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _line(error: BaseException, file: str, source: str) -> int:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines and lines[-1] else _defined(source, "update")


def _at_home(error: Refused, source: str, file: str) -> Refused:
    """The refusal at a line of the author's file."""
    if error.file != file or not error.line:
        error.line = _line(error, file, source)
    error.file = file
    return error


def _defined(source: str, name: str) -> int:
    for one in ast.walk(ast.parse(source)):
        if isinstance(one, ast.FunctionDef) and one.name == name:
            return one.lineno
    return 1


def _first_line(function: Any) -> int:
    code = getattr(function, "__code__", None)
    return int(code.co_firstlineno) if code is not None else 1
