"""`rprop` as torch and optax write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    eta_minus, eta_plus = options.several("etas", "eta_minus", "eta_plus")
    min_step, max_step = options.several("step_sizes", "min_step_size", "max_step_size")
    form = options.form("form", "optax", default="textbook")
    settings = {"lr": options.take("lr"), "eta_minus": eta_minus, "eta_plus": eta_plus, "form": form}
    return Plan(*plus_decay(rule("rprop"), settings | {"min_step": min_step, "max_step": max_step}, options))


run = runner(plan)
