"""The code of one run of a shard's structure: a library, and which arrays it takes. Or a sentence why there is none."""

import ctypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from descent.errors import DescentError
from descent.graph import Graph, trace
from descent.spec import Rule
from torch import Tensor

from app.comparisons.native.compiling import NotCompiled, library
from app.comparisons.native.lowering import NoCode
from app.comparisons.native.one_run import one_run
from app.comparisons.native.scalars import TooLong
from app.comparisons.native.writing import written
from app.comparisons.shard import Shard
from app.comparisons.training.routing import ParameterGroup
from app.comparisons.typed_rules import graph_of
from app.places import GENERATED
from app.workloads.workload import Tensors, Workload

NUMBERS = {torch.float32: ("float", np.float32), torch.float64: ("double", np.float64)}


@dataclass(frozen=True)
class Code:
    """The library's function and the names of its arrays, in its order; None and a notice where it cannot be had."""

    function: Callable[..., None] | None
    arrays: tuple[str, ...] = ()
    """As a population calls them: the parameter, then the states."""
    entries: tuple[int, ...] = ()
    """How many numbers of one run each has."""
    hypers: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    """As a window calls them: what comes with each step."""
    notice: str | None = None


def code_of(shard: Shard, workload: Workload, groups: tuple[ParameterGroup, ...], hypers: Tensors) -> Code:
    """The code for the shards of a structure in which the same hyperparameters differ between runs."""
    try:
        return _made(shard, workload, groups, {name: varies(values) for name, values in hypers.items()})
    except NotCompiled as error:
        return Code(None, notice=f"The step is torch's and no generated code: {error}.")
    except DescentError:
        return Code(None)


def varies(values: Tensor) -> bool:
    """Whether a hyperparameter differs between runs."""
    return not bool((values == values[0]).all())


def _made(shard: Shard, workload: Workload, groups: tuple[ParameterGroup, ...], varying: Mapping[str, bool]) -> Code:
    group = groups[0]
    if len(workload.shapes) != 1 or len(groups) != 1 or group.rule.scope in ("matrix", "model") or group.guarded:
        raise NoCode("only an element or tensor rule on one tensor has code of one run")
    if group.rule.perturb is not None:
        raise NoCode("two gradients a step have no code of one run")
    ((name, shape),) = workload.shapes.items()
    given = _given(workload, group, name, shape)
    rule = _rule_graph(shard, group, shape)
    named = {f"{group.key}.{hyper}": hyper for hyper in rule.hypers}
    if set(named.values()) != {hyper.name for hyper in group.rule.hypers}:
        raise NoCode("a hyperparameter that is needed as a Python number has no code of one run")
    text, dtype = NUMBERS[workload.device.dtype]
    each = {hyper: varying[key] for key, hyper in named.items()}
    inputs = [f"input.{one}" for one in given]
    formula = _formula_graph(workload, name, shape, tuple(name for name in given if name == given[name]))
    try:
        run = one_run(formula, rule, inputs, each, shard.schedule is not None, dtype)
    except TooLong:
        run = one_run(formula, rule, inputs, each, shard.schedule is not None, dtype, loops=True)
    arrays = (f"params/{name}", *(f"states/{group.key}.{name}.{state}" for state in rule.state))
    loaded = library(written(run, len(arrays), len(named), len(given), text), GENERATED)
    loaded.advance.argtypes, loaded.advance.restype = [ctypes.c_void_p], None
    return Code(loaded.advance, arrays, run.entries, tuple(named), tuple(given.values()))


def _given(workload: Workload, group: ParameterGroup, name: str, shape: tuple[int, ...]) -> dict[str, str]:
    """What comes with each step, by the name of the graph's input: the window's name. Each has the tensor's shape."""
    one = torch.zeros(1, dtype=torch.int64, device=workload.device.torch_device)
    batch = workload.batches(one, 0, 1)
    if any(tuple(values.shape[2:]) != shape or not values.is_floating_point() for values in batch.values()):
        raise NoCode("a batch of samples has no code of one run")
    # Lowering refuses a rule that reads any other input.
    inputs = [one for one in group.rule.inputs if one == "noise"]
    if set(inputs) & set(batch):
        raise NoCode("noise of the batch beside noise of the rule has no code of one run")
    return {key: key for key in batch} | {key: f"{key}.{name}" for key in inputs}


def _rule_graph(shard: Shard, group: ParameterGroup, shape: tuple[int, ...]) -> Graph:
    if not shard.graphs:
        return trace(group.rule, [shape], np, group.choices).graph
    if shard.decay or shard.modifiers:
        raise NoCode("a typed rule with something around it has no code of one run")
    fitting = [graph for graph in map(graph_of, shard.graphs) if graph.shapes == (shape,)]
    if not fitting:
        raise NoCode("no graph is for the tensor")
    return fitting[0]


def _formula_graph(workload: Workload, name: str, shape: tuple[int, ...], batch: tuple[str, ...]) -> Graph:
    """The workload's formula as the graph of a rule: its step is the gradient, its states are loss and metric."""

    def init(p: Any, xp: Any) -> dict[str, Any]:
        return dict.fromkeys(("loss", "metric"), xp.zeros((p.shape[0],), dtype=p.dtype))

    def update(p: Any, g: Any, s: Any, t: Any, xp: Any, **given: Any) -> tuple[Any, dict[str, Any]]:  # noqa: ARG001
        found = workload.formula({name: p}, given, xp)
        if found is None:
            raise NoCode("the workload is known to torch alone")
        loss, metric, grads = found
        return grads[name], {"loss": loss, "metric": metric}

    return trace(Rule(init, update, "tensor", (), inputs=batch), [shape], np).graph
