"""Cases of the G form of Sophia; the package sophia-opt copies its authors' class."""

from importlib.metadata import version
from typing import Any

from sophia_opt import SophiaG

from tests.golden.make.case import Wanted
from tests.golden.make.torch_classes import follow

VERSION = version("sophia-opt")

STATES = {"m": "exp_avg", "h": "hessian"}
"""The recorded name of a state -> the package's."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the package makes: the Hessian is estimated from the gradient of the same step."""
    hyper = dict(case["hyper"])
    batch, every = hyper.pop("bs"), hyper.pop("hessian_every")

    def step(optimizer: Any, index: int) -> None:
        if index % every == 0:
            optimizer.update_hessian()
        optimizer.step(bs=batch)

    return {"expect": follow(SophiaG, case | {"hyper": hyper}, want, STATES, step=step)}
