"""Cases of ADOPT by its authors; the package is torch-adopt."""

from importlib.metadata import version
from typing import Any

from adopt import ADOPT

from tests.golden.make.case import Wanted
from tests.golden.make.torch_classes import follow

VERSION = version("torch-adopt")

STATES = {"m": "exp_avg", "v": "exp_avg_sq"}
"""The recorded name of a state -> the package's."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the package makes; `clip` is None or words for the package's own function."""
    hyper = dict(case["hyper"])
    if "clip" in hyper and hyper.pop("clip") is None:
        hyper["clip_lambda"] = None
    return {"expect": follow(ADOPT, case | {"hyper": hyper}, want, STATES)}
