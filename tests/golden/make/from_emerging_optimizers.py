"""Cases of the update functions of NVIDIA's Emerging-Optimizers, where its release has them."""

import inspect
from importlib.metadata import version
from typing import Any

import torch
from emerging_optimizers.scalar_optimizers import update_functions

from tests.golden.make.case import CannotMake, Expect, Wanted, arguments, check_known, entry, in_order
from tests.golden.make.torch_classes import precision, tensor

VERSION = f"{version('emerging-optimizers')}, torch {torch.__version__}"


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the library makes: the update, and the point lr * update further down."""
    name = entry(case)[0]
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
    possible = list(inspect.signature(function).parameters)
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
            states[place] = states[place] or [torch.zeros_like(params[place]) for _ in want.states]
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
