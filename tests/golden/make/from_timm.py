"""Cases of the optimizers in timm."""

import importlib
import sys
from importlib.metadata import distribution, version
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import torch

from tests.golden.make.case import CannotMake, Wanted, entry
from tests.golden.make.torch_classes import Names, follow

VERSION = version("timm")

MOMENTS = {"m": "exp_avg", "v": "exp_avg_sq"}

STATES: dict[str, Names] = {
    "AdamWLegacy": MOMENTS,
    "Adan": {"m": "exp_avg", "v": "exp_avg_diff", "n": "exp_avg_sq"},
    "Lamb": MOMENTS,
    "Lars": {"m": "momentum_buffer"},
    "LaProp": MOMENTS,
    "MADGRAD": {"s": "s", "v": "grad_sum_sq"},
}
"""The class -> the recorded name of a state -> the package's."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that timm makes."""
    name = entry(case)[0].rpartition(".")[2]
    if name not in STATES:
        raise CannotMake(f"no states are known for timm.optim.{name}; known: {', '.join(STATES)}")
    factory = _adamc if name == "AdamWLegacy" else _optimizer(name)
    return {"expect": follow(factory, case, want, STATES[name])}


def _adamc(
    params: list[torch.Tensor], lr: float, max_lr: float, betas: tuple[float, float], eps: float, weight_decay: float
) -> Any:
    """AdamW with corrected decay: it takes the lr that it is made with for the largest of the schedule."""
    made = _optimizer("AdamWLegacy")(params, max_lr, betas, eps, weight_decay, corrected_weight_decay=True)
    for group in made.param_groups:
        group["lr"] = lr
    return made


def _optimizer(name: str) -> Any:
    """The class, without `timm` itself: that loads image models, and with them a torchvision for torch's very build."""
    folder = Path(str(distribution("timm").locate_file("timm")))
    bare = {"timm": ModuleType("timm"), "timm.optim": ModuleType("timm.optim")}
    bare["timm"].__path__ = [str(folder)]
    bare["timm.optim"].__path__ = [str(folder / "optim")]
    with mock.patch.dict(sys.modules, bare):
        return getattr(importlib.import_module(f"timm.optim.{name.removesuffix('Legacy').lower()}"), name)
