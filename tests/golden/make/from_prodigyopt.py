"""Cases of the package prodigyopt."""

from importlib.metadata import version
from typing import Any

import prodigyopt

from tests.golden.make.case import Wanted
from tests.golden.make.torch_classes import Reader, follow

VERSION = version("prodigyopt")

STATES = {"m": "exp_avg", "v": "exp_avg_sq", "s": "s"}
"""The recorded name of a state -> the package's."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the package makes; `d` and its parts are one number for all tensors."""
    readers = {name: _of_group(name) for name in ("d", "d_hat", "d_numerator")}
    return {"expect": follow(prodigyopt.Prodigy, case, want, STATES, readers)}


def _of_group(name: str) -> Reader:
    # The estimate is not there before the first gradient that is not zero.
    return lambda optimizer, _: optimizer.param_groups[0].get(name, 0.0)
