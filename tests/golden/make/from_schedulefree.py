"""Cases of the package schedulefree."""

from importlib.metadata import version
from typing import Any

import schedulefree
import torch

from tests.golden.make.case import CannotMake, Wanted, entry
from tests.golden.make.torch_classes import Names, Reader, follow

VERSION = version("schedulefree")

STATES: dict[str, Names] = {
    "SGDScheduleFree": {"v": "exp_avg_sq"},
    "AdamWScheduleFree": {"v": "exp_avg_sq"},
    "RAdamScheduleFree": {"v": "exp_avg_sq"},
    "ScheduleFreeWrapperReference": {"v": "exp_avg_sq", "buf": "momentum_buffer"},
}
"""The class -> the recorded name of a state -> the package's."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the package makes: `params` is the training point y, `x_eval` the average."""
    name = entry(case)[0].rpartition(".")[2]
    if name not in STATES:
        raise CannotMake(f"no states are known for schedulefree.{name}; known: {', '.join(STATES)}")
    readers: dict[str, Reader] = {"x_eval": _average, "z": _z}
    factory = _wrapped if name == "ScheduleFreeWrapperReference" else getattr(schedulefree, name)
    return {"expect": follow(factory, case, want, STATES[name], readers, _step)}


def _wrapped(
    params: Any,
    base: str = "SGD",
    lr: float = 0.1,
    inner_momentum: float = 0.0,
    momentum: float = 0.9,
    betas: tuple[float, float] | None = None,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    r: float = 0.0,
    weight_lr_power: float = 2.0,
) -> Any:
    """The package's wrapper around one of torch's own optimizers, whose momentum is the inner one."""
    if base == "SGD":
        inner: torch.optim.Optimizer = torch.optim.SGD(params, lr=lr, momentum=inner_momentum, foreach=False)
    else:
        outer, beta2 = betas or (momentum, 0.999)
        momentum = outer
        inner = torch.optim.AdamW(params, lr, (inner_momentum, beta2), eps, weight_decay=0.0, foreach=False)
        for param in params:
            # AdamW starts a tensor whose state is empty, and the wrapper has put its own there by then.
            zeros = {name: torch.zeros_like(param) for name in ("exp_avg", "exp_avg_sq")}
            inner.state[param] = {"step": torch.tensor(0.0), **zeros}
    return schedulefree.ScheduleFreeWrapperReference(
        inner, momentum, weight_decay_at_y=weight_decay, r=r, weight_lr_power=weight_lr_power
    )


def _step(optimizer: Any, index: int) -> None:
    if index == 0:
        optimizer.train()
    optimizer.step()


def _average(optimizer: Any, params: list[torch.Tensor]) -> list[torch.Tensor]:
    """The points that the optimizer shows in evaluation; the training points are put back bit for bit."""
    training = [param.detach().clone() for param in params]
    optimizer.eval()
    average = [param.detach().clone() for param in params]
    optimizer.train()
    with torch.no_grad():
        for param, value in zip(params, training, strict=True):
            param.copy_(value)
    return average


def _z(optimizer: torch.optim.Optimizer, params: list[torch.Tensor]) -> list[Any]:
    return [optimizer.state[param].get("z") for param in params]
