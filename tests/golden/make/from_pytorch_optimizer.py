"""Cases of the package pytorch-optimizer."""

from importlib.metadata import version
from typing import Any
from unittest import mock

import pytorch_optimizer
import torch

from tests.golden.make.case import CannotMake, Wanted, entry
from tests.golden.make.torch_classes import Names, Step, follow, tensor

VERSION = version("pytorch_optimizer")

MOMENTS = {"m": "exp_avg", "v": "exp_avg_sq"}

STATES: dict[str, Names] = {
    "ADOPT": MOMENTS,
    "AdEMAMix": {},
    "AdaBelief": {"m": "exp_avg", "s": "exp_avg_var", "s_max": "max_exp_avg_var"},
    "Adan": {"m": "exp_avg", "v": "exp_avg_diff", "n": "exp_avg_sq"},
    "Grams": MOMENTS,
    "Kron": {"m": "momentum_buffer", "Q0": "Q.0", "Q1": "Q.1"},
    "Lamb": MOMENTS,
    "LaProp": MOMENTS,
    "Lion": {"m": "exp_avg"},
    "MADGRAD": {"s": "s", "v": "grad_sum_sq", "p0": "x0"},
    "MARS": MOMENTS,
    "QHAdam": MOMENTS,
    "SignSGD": {},
    "SophiaH": {"m": "momentum", "h": "hessian_moment"},
    "Yogi": MOMENTS,
}
"""The class -> the recorded name of a state -> the package's."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the package makes."""
    written = entry(case)[0].removeprefix("pytorch_optimizer.")
    name = written.partition(".")[0]
    if name not in STATES:
        raise CannotMake(f"no states are known for pytorch_optimizer.{name}; known: {', '.join(STATES)}")
    factory = getattr(pytorch_optimizer, name)
    step: Step | None = _with_hessian(case) if name == "SophiaH" else None
    if name == "Kron":
        # The noise of the case takes the place of a draw, in the order of the calls.
        noise = [tensor(values, case) for values in case["extra"]["noise"]]
        with mock.patch.object(torch, "randn_like", side_effect=noise):
            return {"expect": follow(factory, case, want, STATES[name])}
    return {"expect": follow(factory, case, want, STATES[name], step=step)}


def _with_hessian(case: dict[str, Any]) -> Step:
    """A step that hands over the case's estimates of the Hessian's diagonal."""

    def step(optimizer: torch.optim.Optimizer, index: int) -> None:
        optimizer.step(hessian=[tensor(values, case) for values in case["extra"]["hessian"][index]])  # type: ignore[call-arg]

    return step
