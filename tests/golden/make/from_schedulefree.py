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
}
"""The class -> the recorded name of a state -> the package's."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the package makes: `params` is the training point y, `x_eval` the average."""
    name = entry(case)[0].rpartition(".")[2]
    if name not in STATES:
        raise CannotMake(f"no states are known for schedulefree.{name}; known: {', '.join(STATES)}")
    readers: dict[str, Reader] = {"x_eval": _average, "z": _z}
    return {"expect": follow(getattr(schedulefree, name), case, want, STATES[name], readers, _step)}


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
