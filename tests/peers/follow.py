"""Runs both sides of a pair over a drawn case; the greatest difference between their points."""

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

import array_api_compat.torch as xp
import torch
from descent.stepper import advance, begin

from tests.golden.make.case import Wanted
from tests.golden.make.sources import make
from tests.golden.options import Options, number
from tests.golden.replay import Plan
from tests.peers.draw import case
from tests.peers.pair import Pair


def plan(pair: Pair, given: Mapping[str, Any]) -> Plan:
    """Our rule and its settings for the case; what the map does not understand is an error."""
    options = Options({**given, "hyper": {**given["hyper"], **pair.ours}})
    module = importlib.import_module(f"tests.golden.maps.{pair.rule}")
    made: Plan = getattr(module.run, "plan", getattr(module, "plan", None))(options)
    unread = options.leftovers()
    if unread:
        raise ValueError(f"{pair.entry}: {'; '.join(unread)}")
    return made


def our_points(made: Plan, given: Mapping[str, Any]) -> Iterator[list[torch.Tensor]]:
    """Our points after every step, in torch."""
    dtype = getattr(torch, given["dtype"])

    def array(values: Any) -> torch.Tensor:
        return torch.tensor(number(values), dtype=dtype)[None]

    progress = begin(made.rule, [array(values) for values in given["params"]], made.settings, xp)
    for grads in given["grads"]:
        progress = advance(made.rule, progress, [array(grad) for grad in grads], made.settings, xp)
        yield [point[0].double() for point in progress.params]


def difference(pair: Pair, dtype: str, seed: int) -> float:
    """The greatest difference over all steps, relative to the larger of 1 and the peer's number."""
    given = case(pair, dtype, seed)
    theirs = make(pair.rule, given, Wanted(("params",)))["expect"]
    greatest = 0.0
    for ours, step in zip(our_points(plan(pair, given), given), theirs, strict=True):
        for found, values in zip(ours, step["params"], strict=True):
            wanted = torch.tensor(number(values), dtype=torch.float64)
            gap = (found - wanted).abs() / wanted.abs().clamp(min=1.0)
            gap = torch.where(found.isnan() & wanted.isnan(), 0.0, gap)
            greatest = max(greatest, float(torch.nan_to_num(gap, nan=float("inf")).max()))
    return greatest
