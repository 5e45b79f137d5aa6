"""`mars` as its authors and pytorch_optimizer write it; the authors' Lion form keeps a v that stays 0."""

from typing import Any

import numpy as np
from descent.registry import rule

from tests.golden.decay import decoupled_inside
from tests.golden.maps.adam import moments
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, bare, runner


def plan(options: Options) -> Plan:
    base = options.take("mars_type", default="adamw").removeprefix("mars-")
    kind = options.form("type", "mars-adamw", "mars-lion", default=f"mars-{base}")
    if kind != f"mars-{base}":
        raise NotUnderstood(f"variant {kind} with type {base}")
    options.expect("optimize_1d", True)
    for name in ("weight_decay_1d", "lr_1d", "lr_1d_factor", "betas_1d"):
        options.take(name, default=None)  # read only where vectors go another way
    options.expect("cautious", False)
    options.expect("mars", True)
    composed, settings = decoupled_inside(rule("mars"), moments(options, bound=True), options)
    gamma = options.take("gamma", "mars_gamma")
    if options.source == "heavyball":
        # It weighs the change by beta1 gamma / (1 - gamma) where the paper has gamma beta1 / (1 - beta1).
        gamma = gamma * (1 - settings["beta1"]) / (1 - gamma)
    settings |= {"gamma": gamma, "base": base}
    settings["eps_mode"] = "uncorrected" if options.source == "pytorch_optimizer" else "corrected"

    def second(_before: Any, after: Any, _xp: Any) -> list[Any]:
        return [None if s is None else bare(s["v"] if "v" in s else np.zeros_like(s["m"])) for s in after.states]

    return Plan(composed, settings, derived={"state.v": second})


run = runner(plan)
