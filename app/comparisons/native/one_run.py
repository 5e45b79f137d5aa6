"""What a step does to one run: the graphs of workload and rule as one list of operations on single numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from descent.graph import Graph
from descent.graph.kinds import Kind

from app.comparisons.native.looping import looped
from app.comparisons.native.lowering import NoCode, Places, lowered
from app.comparisons.native.scalars import DATA, Level, Scalars


@dataclass(frozen=True)
class Kept:
    """One entry of what a run keeps from step to step: which array, which entry, its old and its new place.

    In a loop it is every entry, where its old place is of `Level.ENTRY`.
    """

    array: int
    entry: int
    old: int
    new: int


@dataclass(frozen=True)
class OneRun:
    """The operations of a step. Arrays are numbered: the parameter is 0, then the states in the order of the graph."""

    scalars: Scalars
    kept: tuple[Kept, ...]
    loss: int
    metric: int
    """At the parameter."""
    evaluated: int
    """The metric where the rule is evaluated: at its view, or at the parameter."""
    entries: tuple[int, ...]
    """How many entries of one run each array has."""


def one_run(
    formula: Graph,
    rule: Graph,
    given: Sequence[str],
    varying: Mapping[str, bool],
    scheduled: bool,
    dtype: Any,
    loops: bool = False,
) -> OneRun:
    """The step of a rule on a formula, whose `step` is the gradient and whose states are `loss` and `metric`.

    `given` are the arrays that come with each step, as the inputs of the graphs are called; `varying` says which
    hyperparameters differ between the runs. With `loops` what each entry of the parameter takes is written once, for a
    loop over them. `NoCode` where there is none.
    """
    finfo, sides, section = np.finfo(dtype), rule.shapes[0], looped if loops else lowered
    scalars = Scalars(entries=prod(sides) if loops else 1)
    arrays = {"p": Kind(("runs", *sides))} | {f"state.{name}": kind for name, kind in rule.state.items()}
    old = {name: _input(scalars, f"array {at}", kind) for at, (name, kind) in enumerate(arrays.items())}
    inputs = {name: _input(scalars, f"given {at}", arrays["p"]) for at, name in enumerate(given)}
    before = np.array(scalars.input("before", Level.STEP))
    time = np.array(scalars.add("add", int(before), scalars.constant(1.0)))
    hypers = {}
    for at, name in enumerate(rule.hypers):
        place = scalars.input(f"hyper {at}", Level.RUN if varying[name] else Level.ONCE)
        if scheduled and name == "lr":
            place = scalars.add("multiply", place, scalars.input("schedule", Level.STEP))
        hypers[f"hyper.{name}"] = np.array(place)

    def heights(p: Places) -> dict[str, Places]:
        return section(formula.update, _known(formula.update.inputs, inputs | {"p": p}), scalars, finfo)

    here = heights(old["p"])
    known = old | inputs | hypers | {"t": time, "g": here["step"]}
    out = section(rule.update, _known(rule.update.inputs, known), scalars, finfo)
    new = {name: np.broadcast_to(out[name], old[name].shape) for name in list(arrays)[1:]}
    step = np.broadcast_to(out["step"], old["p"].shape)
    added = zip(old["p"].reshape(-1).tolist(), step.reshape(-1).tolist(), strict=True)
    new["p"] = np.array([scalars.add("add", p, by) for p, by in added], dtype=np.int64)
    evaluated = here["state.metric"]
    if rule.view is not None:
        seen = section(rule.view, _known(rule.view.inputs, known | {"t": before}), scalars, finfo)["view"]
        begun = scalars.add("greater", int(before), scalars.constant(0.0), truth=True)
        pairs = zip(
            np.broadcast_to(seen, old["p"].shape).reshape(-1).tolist(), old["p"].reshape(-1).tolist(), strict=True
        )
        points = [scalars.add("where", begun, there, p) for there, p in pairs]
        evaluated = heights(np.array(points, dtype=np.int64).reshape(old["p"].shape))["state.metric"]
    kept = tuple(
        Kept(at, entry, int(before_), int(after))
        for at, name in enumerate(arrays)
        for entry, (before_, after) in enumerate(zip(old[name].reshape(-1), new[name].reshape(-1), strict=True))
    )
    loss, metric, last = (int(one.reshape(-1)[0]) for one in (here["state.loss"], here["state.metric"], evaluated))
    return OneRun(scalars, kept, loss, metric, last, tuple(kind.entries for kind in arrays.values()))


def _input(scalars: Scalars, name: str, kind: Kind) -> Places:
    """The places of an array's entries, `(1, *shape)`, or `()` for a number; in a loop one place for all of them."""
    if kind.dtype != "float":
        raise NoCode(f"{kind.dtype} entries that are kept have no code of one run")
    if scalars.entries > 1:
        if kind.entries not in (1, scalars.entries):
            raise NoCode(f"a state of {kind.entries} entries has no loop over {scalars.entries}")
        each = kind.entries == scalars.entries
        place = scalars.input(f"{name}" if each else f"{name} 0", DATA | Level.ENTRY if each else DATA)
        return np.array(place, dtype=np.int64).reshape((1,) * len(kind.sides))
    sides = tuple(1 if side == "runs" else int(side) for side in kind.sides)
    places = [scalars.input(f"{name} {entry}", DATA) for entry in range(kind.entries)]
    return np.array(places, dtype=np.int64).reshape(sides)


def _known(inputs: Sequence[tuple[str, Kind]], known: Mapping[str, Places]) -> dict[str, Places]:
    """What a section takes, by name; -1 for what there is not, which no node may read."""
    return {name: known.get(name, np.array(-1)) for name, _ in inputs}
