"""A typed rule walked in torch as it was in NumPy where it was traced: by how much the two differ, in one sentence."""

import numpy as np
from array_api_compat import torch as xp
from descent.graph.proof import STEPS, walked

from app.comparisons.shard import Shard
from app.comparisons.typed_rules import graph_of

ROUNDING = 1e-9
"""A relative difference up to this is rounding, which two hundred steps have made larger."""


def parity(shard: Shard) -> tuple[str, ...]:
    """How far NumPy, where the rule was traced, and torch here, both in float64, are apart after 200 steps.

    One sentence, or none for a built-in rule and for one whose walk was not told.
    """
    if not shard.graphs or not shard.walked:
        return ()
    here = walked(graph_of(shard.graphs[0]), xp, np)
    if len(here) != len(shard.walked):
        return (f"{shard.rule} was walked with other tensors where it was traced: torch and NumPy were not compared.",)
    difference = float(np.max(np.abs(np.subtract(here, shard.walked)) / np.maximum(1e-300, np.abs(shard.walked))))
    if difference == 0:
        return (f"{shard.rule} after {STEPS} steps: torch has every bit that NumPy had where it was traced.",)
    told = f"{shard.rule} after {STEPS} steps: torch and NumPy, where it was traced, are {difference:.1g} apart"
    if difference <= ROUNDING:
        return (f"{told}: rounding.",)
    return (f"{told}: more than rounding alone; a rule that jumps, by a sign or a comparison, can do that.",)
