"""`adagrad` as torch (ε outside the root; `sum` is once called `v`) and optax (inside) write it."""

from typing import Any

import numpy as np
from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, bare, runner


def plan(options: Options) -> Plan:
    settings = {
        "lr": options.take("lr"),
        "lr_decay": options.take("lr_decay", default=0.0),
        "initial_accumulator": options.take("initial_accumulator_value", default=0.0),
        "eps": options.take("eps"),
        "eps_mode": options.form("eps_mode", "outside", "inside"),
    }

    def sums(_before: Any, after: Any, _xp: Any) -> list[Any]:
        """The sums; torch makes them with the optimizer, here they are made at the first gradient."""
        start = settings["initial_accumulator"]
        pairs = zip(after.params, after.states, strict=True)
        return [np.full(p.shape[1:], start) if state is None else bare(state["sum"]) for p, state in pairs]

    composed, every = plus_decay(rule("adagrad"), settings, options)
    return Plan(composed, every, derived={"state.sum": sums, "state.v": sums})


run = runner(plan)
