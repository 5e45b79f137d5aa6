"""Cases of the package torch-optimizer."""

from typing import Any

import torch_optimizer

from tests.golden.make.case import CannotMake, Wanted, entry
from tests.golden.make.torch_classes import Names, follow

VERSION = torch_optimizer.__version__

STATES: dict[str, Names] = {
    "Adafactor": {"r": "exp_avg_sq_row", "c": "exp_avg_sq_col", "v": "exp_avg_sq", "m": "exp_avg"},
    "Lamb": {"m": "exp_avg", "v": "exp_avg_sq", "trust": "trust_ratio"},
    "QHAdam": {"m_hat": "exp_avg", "v_hat": "exp_avg_sq"},
    "Yogi": {"m": "exp_avg", "v": "exp_avg_sq"},
}
"""The class -> the recorded name of a state -> the package's."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:  # noqa: ARG001
    """The part of the case that the package makes."""
    name = entry(case)[0].rpartition(".")[2]
    if name not in STATES:
        raise CannotMake(f"no states are known for torch_optimizer.{name}; known: {', '.join(STATES)}")
    expect = follow(getattr(torch_optimizer, name), case, want, STATES[name])
    for step in expect:
        if "trust" in want.states:
            # A ratio that is set by rule, 1, is an int there.
            step["state"]["trust"] = [None if ratio is None else float(ratio) for ratio in step["state"]["trust"]]
    return {"expect": expect}
