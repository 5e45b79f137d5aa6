"""Random problems for any rule of the registry: what the tests that cross all rules share.

What is special about a rule stands in its own file (`Rule.rounding`, `Rule.inputs`); a new input of a special shape
gets a line in `INPUTS`, for all rules that take one of that name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from descent import registry
from descent.spec import Hyper, Rule
from descent.stepper import Progress, advance, begin

INPUTS = {
    "hessian": lambda rng, p: np.abs(rng.standard_normal(p.shape)),
    "probes": lambda rng, p: rng.standard_normal((p.shape[0], 4, 8, max(p.shape[1:]))),
    "rows": lambda rng, p: rng.integers(0, 2, p.shape[: min(p.ndim, 2)]).astype(p.dtype),
}
"""Input name -> one array for a parameter; a name without an entry gets normal numbers of the parameter's shape."""

SHAPES = {
    "element": [[(3,)], [(5, 2)], [(41,)]],
    "tensor": [[(3,)], [(5, 2)], [(37, 6)]],
    "matrix": [[(4, 3)], [(3, 4)], [(3, 3)]],
    "model": [[(3,)], [(4,), (3, 2)]],
}
"""Scope -> the shapes, without the run axis, of the tensors of each problem."""


def variants(name: str) -> Iterator[dict[str, Any]]:
    """The rule's settings with one choice at a time taken through its options, the defaults first.

    Of a choice between counts, such as steps of an iteration, only the fewest and the most are taken.
    """
    rule = registry.rule(name)
    yield {}
    for choice in rule.choices:
        options = list(choice.options)
        if all(type(option) is int for option in options):
            options = [min(options), max(options)]
        yield from ({choice.name: option} for option in options if option != choice.default)


def every_variant() -> list[Any]:
    """(rule name, choices) of every rule of the registry."""
    return [(name, chosen) for name in registry.rule_names() for chosen in variants(name)]


def label(value: Any) -> str:
    """A readable test id."""
    if isinstance(value, dict):
        return ",".join(f"{name}={option}" for name, option in value.items()) or "default"
    return str(value)


@dataclass
class Sample:
    """A problem: parameters per tensor, then gradients and inputs per step and tensor, all with a run axis."""

    params: list[Any]
    grads: list[list[Any]]
    inputs: list[dict[str, list[Any]]]
    settings: dict[str, Any]

    def row(self, run: int) -> "Sample":
        """The problem of that run alone."""
        cut = slice(run, run + 1)
        return Sample(
            [p[cut] for p in self.params],
            [[g[cut] for g in step] for step in self.grads],
            [{name: [a[cut] for a in arrays] for name, arrays in step.items()} for step in self.inputs],
            {name: value[cut] if isinstance(value, np.ndarray) else value for name, value in self.settings.items()},
        )

    def to(self, convert: Any) -> "Sample":
        """The problem with every array converted."""
        return Sample(
            [convert(p) for p in self.params],
            [[convert(g) for g in step] for step in self.grads],
            [{name: [convert(a) for a in arrays] for name, arrays in step.items()} for step in self.inputs],
            {name: convert(value) if isinstance(value, np.ndarray) else value for name, value in self.settings.items()},
        )


def sample(
    rule: Rule,
    seed: int,
    runs: int,
    chosen: dict[str, Any],
    which: int = 0,
    steps: int = 4,
    per_run: bool = True,
    shapes: Sequence[tuple[int, ...]] | None = None,
    anywhere: bool = False,
) -> Sample:
    """A random problem; hyperparameters are arrays `(runs,)` near their defaults, or the defaults themselves.

    `shapes` are those of the tensors without the run axis, else the listed ones number `which`. With `anywhere` the
    hyperparameters come from the whole range that a slider offers.
    """
    rng = np.random.default_rng(seed)
    if shapes is None:
        shapes = SHAPES[rule.scope][which % len(SHAPES[rule.scope])]
    if any(chosen.get(choice.name, choice.default) in choice.matrices_only for choice in rule.choices):
        shapes = [(4, 3)]
    params = [rng.standard_normal((runs, *shape)) for shape in shapes]
    grads = [[rng.standard_normal(p.shape) for p in params] for _ in range(steps)]
    inputs = [{name: [INPUTS.get(name, normal)(rng, p) for p in params] for name in rule.inputs} for _ in range(steps)]
    settings = dict(chosen)
    for hyper in rule.hypers if per_run else ():
        if anywhere and not hyper.strict:
            settings[hyper.name] = in_range(hyper, rng, runs)
        else:
            spread = 1.0 if hyper.strict else rng.uniform(0.9, 1.0, runs)
            settings[hyper.name] = np.full(runs, float(hyper.default)) * spread
    return Sample(params, grads, inputs, settings)


def in_range(hyper: Hyper, rng: np.random.Generator, runs: int) -> Any:
    """One number per run from the hyperparameter's range, on its own scale."""
    if hyper.scale == "log":
        return np.exp(rng.uniform(np.log(hyper.low), np.log(hyper.high), runs))
    return rng.uniform(hyper.low, hyper.high, runs)


def normal(rng: np.random.Generator, p: Any) -> Any:
    """Normal numbers of the parameter's shape."""
    return rng.standard_normal(p.shape)


def replay(rule: Rule, problem: Sample, xp: Any) -> list[Progress]:
    """The progress after each step."""
    progress, passed = begin(rule, problem.params, problem.settings, xp), []
    for grads, inputs in zip(problem.grads, problem.inputs, strict=True):
        progress = advance(rule, progress, grads, problem.settings, xp, inputs)
        passed.append(progress)
    return passed


def arrays_of(progress: Progress) -> dict[str, Any]:
    """Every array of a progress by name."""
    found = {f"p{i}": p for i, p in enumerate(progress.params)}
    found |= {f"update{i}": u for i, u in enumerate(progress.updates)}
    for i, state in enumerate(progress.states):
        found |= {f"{name}{i}": value for name, value in (state or {}).items()}
    return found | dict(progress.shared)
