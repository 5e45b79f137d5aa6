"""Runs a rule through the steps of a golden case and compares everything the case lists.

A map turns a case's `Options` into a `Plan`; `runner` makes of it the function `run(case, xp)` that each module of
`tests.golden.maps` offers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from descent.spec import Rule
from descent.stepper import Progress, advance, begin, view

from tests.golden.compare import mismatch
from tests.golden.options import NotUnderstood, Options, number

CASE_KEYS = {
    *("case", "dtype", "variant", "hyper", "source_defaults", "params", "grads", "extra", "expect", "source"),
    *("assurance", "tol", "notes", "advisory"),
}

Derived = Callable[[Progress, Progress, Any], Sequence[Any]]


@dataclass
class Plan:
    """How to replay a case: the composed rule, its settings, and where the listed quantities are found."""

    rule: Rule
    settings: dict[str, Any]
    names: Mapping[str, str] = field(default_factory=dict)
    """The case's name of a state array -> the rule's, where they differ."""
    inputs: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)
    """Further inputs: name -> [step][tensor]."""
    grads: Sequence[Sequence[Any]] | None = None
    """[step][tensor] where the case writes its gradients in a form of its own."""
    clip: Callable[[list[Any], Any], list[Any]] | None = None
    """What happens to all gradients of a step before the rule sees them: (gradients, xp) -> gradients."""
    ahead: Callable[[Sequence[Any], list[Any], Any], list[Any]] | None = None
    """Second gradients, of a rule that takes two a step: (parameters, gradients, xp) -> gradients."""
    derived: Mapping[str, Derived] = field(default_factory=dict)
    """Listed quantities that are no state: (progress before, progress after, xp) -> one array or number per tensor."""
    compared: Sequence[str] | None = None
    """The only quantities to compare, where the others are arbitrary by nature (signs of eigenvectors)."""


ONE_COUNTER = {"rlx-optim", "timm", "pytorch_optimizer"}
"""Sources that count steps once for all tensors, those without a gradient included."""


def runner(plan: Callable[[Options], Plan]) -> Callable[[dict[str, Any], Any], list[str]]:
    """The function `run(case, xp) -> mismatches` of a map."""

    def run(case: dict[str, Any], xp: Any) -> list[str]:
        try:
            options = Options(case)
            made = plan(options)
            unread = options.leftovers() + [f"entry {name!r} of the case" for name in case if name not in CASE_KEYS]
            return unread or replay(made, case, xp)
        except NotUnderstood as error:
            return [str(error)]

    run.plan = plan  # type: ignore[attr-defined]
    return run


def array(values: Any, case: dict[str, Any], xp: Any) -> Any:
    """The nested list as an array of the case's precision with a run axis of one in front."""
    return xp.asarray(number(values), dtype=getattr(xp, case["dtype"]))[None, ...]


def bare(value: Any) -> Any:
    """The array of run 0, as NumPy."""
    return np.asarray(value)[0]


def replay(plan: Plan, case: dict[str, Any], xp: Any) -> list[str]:
    """Every mismatch of the case under the plan, the first step that departs last to be looked at."""
    if not case["expect"] or len(case["expect"]) != len(case["grads"]):
        return [f"{len(case['expect'])} expectations for {len(case['grads'])} steps"]
    progress = begin(plan.rule, [array(p, case, xp) for p in case["params"]], plan.settings, xp)
    listed = case["grads"] if plan.grads is None else plan.grads
    for index, (grads, expected) in enumerate(zip(listed, case["expect"], strict=True)):
        before = progress
        if case["source"]["lib"] in ONE_COUNTER:
            progress = replace(progress, steps=(index,) * len(progress.params))
        given = [None if g is None else array(g, case, xp) for g in grads]
        if plan.clip:
            given = plan.clip(given, xp)
        if plan.ahead:
            given = plan.ahead(progress.params, given, xp)
        inputs = {
            name: [None if value is None else array(value, case, xp) for value in steps[index]]
            for name, steps in plan.inputs.items()
        }
        progress = advance(plan.rule, progress, given, plan.settings, xp, inputs)
        found = _compare(plan, case, expected, before, progress, xp)
        if found:
            return [f"step {index + 1}: {line}" for line in found]
    return []


def _compare(
    plan: Plan, case: dict[str, Any], expected: dict[str, Any], before: Progress, after: Progress, xp: Any
) -> list[str]:
    """The mismatches of one step."""
    if "params" not in expected:
        return ["lists no parameters"]
    flat = {name: value for name, value in expected.items() if name != "state"}
    flat |= {f"state.{name}": value for name, value in (expected.get("state") or {}).items()}
    found: list[str] = []
    for name, values in flat.items():
        if plan.compared is not None and name not in plan.compared:
            continue
        found += _compare_one(plan, case, name, values, before, after, xp)
    return found


def _compare_one(
    plan: Plan, case: dict[str, Any], name: str, values: Any, before: Progress, after: Progress, xp: Any
) -> list[str]:
    """The mismatches of one listed quantity."""
    tol = case["tol"]
    actual: Sequence[Any]
    if name in plan.derived:
        actual = plan.derived[name](before, after, xp)
        values = values if isinstance(values, list) else [values] * len(actual)
    elif name == "params":
        actual = [bare(p) for p in after.params]
    elif name in ("step", "state.step"):
        values = [0 if value is None else value for value in values]
        actual = after.steps
    elif name == "update":
        lr = plan.settings["lr"]
        actual = [None if step is None else -bare(step) / lr for step in after.updates]
    elif name == "x_eval":
        actual = [bare(point) for point in view(plan.rule, after, plan.settings, xp)]
    else:
        short = name.removeprefix("state.")
        short = plan.names.get(short, short)
        actual = [None if s is None or short not in s else bare(s[short]) for s in after.states]
    if len(values) != len(actual):
        return [f"{name} has {len(actual)} tensors, expected {len(values)}"]
    found: list[str] = []
    for tensor, (want, have) in enumerate(zip(values, actual, strict=True)):
        if want is None and have is None:
            continue
        if want is None or have is None:
            found.append(f"{name}[{tensor}] is {have!r}, expected {want!r}")
        else:
            found += mismatch(f"{name}[{tensor}]", want, have, tol)
    return found
