"""The learning rates and momenta that torch's schedules give, epoch by epoch."""

import ast
from typing import Any

import torch
from torch.optim import lr_scheduler

from tests.golden.make.case import arguments, listed

CHAINS = {
    "LinearLR": ("start_factor", "end_factor", "total_iters"),
    "CosineAnnealingLR": ("T_max",),
    "ConstantLR": ("factor", "total_iters"),
    "ExponentialLR": ("gamma",),
}
"""The schedule in a chain -> the names of the arguments that the words give by place."""


def make(case: dict[str, Any]) -> dict[str, Any]:
    """`lrs` and `momentum` at every epoch of the case, the start included."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=case["base_lr"], momentum=0.9)
    schedule = _schedule(case, optimizer)
    group = optimizer.param_groups[0]
    lrs, momenta = [group["lr"]], [group["momentum"]]
    for epoch in range(len(case["metrics"] or case["lrs"][1:])):
        optimizer.step()
        schedule.step(*([case["metrics"][epoch]] if case["metrics"] else []))
        lrs.append(group["lr"])
        momenta.append(group["momentum"])
    return {"lrs": listed([float(lr) for lr in lrs]), "momentum": listed([float(value) for value in momenta])}


def _schedule(case: dict[str, Any], optimizer: torch.optim.Optimizer) -> Any:
    """The schedule object; functions and chains are written in words."""
    name, hyper = case["schedule"], arguments(case)
    if "lr_lambda" in hyper:
        hyper["lr_lambda"] = _function(hyper["lr_lambda"])
    if "schedulers" in hyper:
        parts = [_from_words(words, optimizer) for words in hyper.pop("schedulers")]
        if name == "ChainedScheduler":
            return lr_scheduler.ChainedScheduler(parts, optimizer=optimizer)
        return lr_scheduler.SequentialLR(optimizer, parts, milestones=list(hyper.pop("milestones")), **hyper)
    return getattr(lr_scheduler, name)(optimizer, **hyper)


def _from_words(words: str, optimizer: torch.optim.Optimizer) -> Any:
    """The schedule that `LinearLR(0.1,1.0,5)` writes."""
    name, _, listed_arguments = words.removesuffix(")").partition("(")
    values = ast.literal_eval(f"[{listed_arguments}]")
    return getattr(lr_scheduler, name)(optimizer, **dict(zip(CHAINS[name], values, strict=True)))


def _function(words: str) -> Any:
    """The function of the epoch that the words write; they come from our own file."""
    code = compile(ast.parse(words, mode="eval"), "<schedule>", "eval")
    return lambda epoch: eval(code, {"__builtins__": {}}, {"epoch": epoch})
