"""`asgd` as torch writes it: the file lists η and μ of the step to come."""

from typing import Any

from descent.registry import rule
from descent.rules.asgd import step_size, weight

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    hyper = {name: options.take(name) for name in ("lr", "lambd", "alpha", "t0")}

    def eta(_before: Any, after: Any, _xp: Any) -> list[Any]:
        return [step_size(t + 1, hyper["lr"], hyper["lambd"], hyper["alpha"]) if t else None for t in after.steps]

    def mu(_before: Any, after: Any, xp: Any) -> list[Any]:
        return [weight(t + 1, hyper["t0"], xp) if t else None for t in after.steps]

    composed, settings = plus_decay(rule("asgd"), hyper, options)
    return Plan(composed, settings, derived={"state.eta": eta, "state.mu": mu})


run = runner(plan)
