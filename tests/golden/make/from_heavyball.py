"""Cases of the package heavyball, run as written: nothing compiled, states as exact as the parameters."""

from importlib.metadata import version
from typing import Any

import heavyball
import torch
from heavyball import utils

from tests.golden.make.case import CannotMake, Wanted, entry
from tests.golden.make.torch_classes import follow

VERSION = version("heavyball")

# Its functions are compiled by decorator; run as written they need no compiler and give the same numbers.
utils.compile_mode = None
# In bfloat16 it adds that many random numbers before it cuts the digits off; with none of them it rounds to nearest.
utils.dither_steps = 0


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the package makes: points alone, for its states are those of a chain of functions."""
    name = entry(case)[0].removeprefix("heavyball.")
    if not hasattr(heavyball, name):
        raise CannotMake(f"heavyball {VERSION} has no {name}")
    if want.states:
        raise CannotMake("no states of heavyball are known")
    # States are kept in float32 unless told otherwise.
    exact = {"storage_dtype": "float64"} if case["dtype"] == "float64" else {}
    given = case | {"hyper": {**case["hyper"], **exact}}
    return {"expect": follow(getattr(heavyball, name), given, want, {}, step=_step)}


def _step(optimizer: torch.optim.Optimizer, index: int) -> None:  # noqa: ARG001
    # Scalars are in the default dtype; bfloat16 has too few digits for the powers of a beta.
    if torch.get_default_dtype() == torch.bfloat16:
        torch.set_default_dtype(torch.float32)
    optimizer.step()
