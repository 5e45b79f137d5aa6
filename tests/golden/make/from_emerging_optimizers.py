"""Cases of the update functions and classes of NVIDIA's Emerging-Optimizers, where its release has them."""

import importlib
import inspect
from importlib.metadata import version
from typing import Any

import torch
from emerging_optimizers.scalar_optimizers import update_functions

from tests.golden.make.case import CannotMake, Expect, Wanted, arguments, check_known, entry, in_order
from tests.golden.make.torch_classes import follow, precision, tensor

VERSION = f"{version('emerging-optimizers')}, torch {torch.__version__}"


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the library makes: the update, and the point lr * update further down.

    An entry with a module, `emerging_optimizers.soap.SOAP`, is a class that takes the steps itself.
    """
    name = entry(case)[0]
    module, _, short = name.rpartition(".")
    if module:
        factory = MADE_HERE.get(short) or getattr(importlib.import_module(module), short)
        with torch.compiler.set_stance("force_eager"):
            return {"expect": follow(factory, case, want, {})}
    function = getattr(update_functions, name, None)
    if function is None:
        raise CannotMake(f"release {VERSION} has no {name}")
    # The functions are compiled by decorator; run as written they give the recorded bits.
    with precision(case), torch.compiler.set_stance("force_eager"):
        return {"expect": _follow(function, case, want)}


def _follow(function: Any, case: dict[str, Any], want: Wanted) -> Expect:
    """The record of every step; a tensor counts only the steps at which it has a gradient."""
    keywords = arguments(case)
    lr = keywords.pop("lr")
    parameters = inspect.signature(function).parameters
    possible = list(parameters)
    # The gradient comes first, then the states; settings are named.
    moments = sum(one.kind is not one.KEYWORD_ONLY for one in parameters.values()) - 1
    check_known(keywords, possible, function.__name__)
    params = [tensor(values, case) for values in case["params"]]
    states: list[list[torch.Tensor]] = [[] for _ in params]
    steps = [0] * len(params)
    expect = []
    for grads in case["grads"]:
        updates: list[torch.Tensor | None] = []
        for place, grad in enumerate(grads):
            if grad is None:
                updates.append(None)
                continue
            steps[place] += 1
            states[place] = states[place] or [torch.zeros_like(params[place]) for _ in range(moments)]
            counter = {"step": steps[place]} if "step" in possible else {}
            update = function(tensor(grad, case), *states[place], **keywords, **counter)
            params[place] = params[place] - lr * update
            updates.append(update)
        by_name = {
            name: [state[index].clone() if state else None for state in states]
            for index, name in enumerate(want.states)
        }
        found = {"params": params, "update": updates, "step": list(steps), "state": by_name}
        expect.append(in_order(found, want))
    return expect


def _muon_hyperball(
    params: Any,
    lr: float,
    momentum: float,
    weight_decay: float,
    nesterov: bool = False,
    hyperball_eps: float = 1e-8,
    hyperball_radius: float | None = None,
) -> torch.optim.Optimizer:
    """MuonHyperball, whose own signature does not say what it takes, with products of float32 in float32."""
    made = importlib.import_module("emerging_optimizers.orthogonalized_optimizers").MuonHyperball
    how = {"nesterov": nesterov, "fp32_matmul_prec": "highest"}
    radius = {"hyperball_eps": hyperball_eps, "hyperball_radius": hyperball_radius}
    optimizer: torch.optim.Optimizer = made(params, lr, momentum, weight_decay, **how, **radius)
    return optimizer


MADE_HERE = {"MuonHyperball": _muon_hyperball}
"""The class -> how it is made, where its signature is not enough."""
