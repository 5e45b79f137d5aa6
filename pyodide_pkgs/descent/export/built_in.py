"""A rule of the registry as a subject: traced with its choices, described by its own texts."""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

from descent import registry
from descent.export.subject import NotExported, Subject, graphs_of
from descent.graph import Refused, trace
from descent.graph.graph import Graph
from descent.spec import Namespace, Rule
from descent.stepper import compose


def built_in(
    name: str,
    xp: Namespace,
    choices: Mapping[str, Any] | None = None,
    numbers: Mapping[str, float] | None = None,
    modifiers: Sequence[str] = (),
    version: str = "",
    command: str = "",
) -> Subject:
    """The subject; `UnknownName` and `BadHyper` for names that are none, `NotExported` for what has no graph.

    `numbers` take the place of defaults, `modifiers` go around the rule; `xp` is NumPy, in which numbers are computed.
    """
    around = registry.in_order(modifiers)
    rule = compose(registry.rule(name), *map(registry.modifier, around))
    given = dict(choices or {})
    rule.settings({**given, **(numbers or {})})
    if rule.perturb is not None:
        raise NotExported(f"{name} with SAM takes two gradients a step, which no function of one gradient can")
    if rule.scope == "model":
        _as_one_vector(name, around)

    def graph(shapes: Sequence[Sequence[int]]) -> Graph:
        try:
            return trace(rule, shapes, xp, {**given, **(numbers or {})}).graph
        except Refused as error:
            place = f" (line {error.line})" if error.line else ""
            raise NotExported(f"{name} has no graph with these choices{place}: {error.sentence}") from None

    chosen = rule.settings(given)
    matrices = any(chosen[choice.name] in choice.matrices_only for choice in rule.choices)
    scope = "matrix" if matrices else rule.scope
    graphs = graphs_of(scope, graph)
    first = next(iter(graphs.values()))[0]
    return Subject(
        name=name,
        title=" + ".join([rule.title or name, *(modifier.replace("_", " ") for modifier in around)]),
        scope=scope,
        graphs=graphs,
        defaults=first.hypers,
        choices={key: value for key, value in first.choices.items() if key in _choices(rule)},
        documents={hyper.name: hyper.doc for hyper in rule.hypers} | dict(rule.state_doc),
        valid={hyper.name: hyper.valid for hyper in rule.hypers},
        paper=rule.paper,
        lines=() if around else _formula_lines(name),
        built_in=True,
        version=version,
        command=command or f"optimizer-playground export {name}",
    )


def _as_one_vector(name: str, modifiers: Sequence[str]) -> None:
    """`NotExported` where a modifier makes one vector of all tensors around a rule that has to know them one by one."""
    rule = registry.rule(name)
    for modifier in modifiers:
        inner, rule = rule, registry.modifier(modifier)(rule)
        if rule.scope != "model" or inner.scope == "model":
            continue
        if inner.scope != "element":
            why = f"takes each {inner.scope} as a whole"
        elif inner.view is not None:
            why = "has a point to evaluate of each tensor"
        else:
            continue
        sentence = f"{modifier} is written for all tensors as one vector, and {name} as it is inside {why}"
        raise NotExported(f"{sentence}; possible are rules that go entry by entry")


def _choices(rule: Rule) -> set[str]:
    return {choice.name for choice in rule.choices}


def _formula_lines(name: str) -> tuple[str, ...]:
    """The formula that the rule's document shows: its indented lines."""
    document = (importlib.import_module(f"descent.rules.{name}").__doc__ or "").splitlines()
    return tuple(line[4:] for line in document if line.startswith("    "))
