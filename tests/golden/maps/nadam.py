"""`nadam` and `nadamw`: torch's momentum that warms up, optax's constant one."""

from typing import Any

from descent.registry import rule

from tests.golden.decay import decoupled_inside, plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def settings_of(options: Options) -> dict[str, Any]:
    """The settings that both rules share."""
    options.expect("nesterov", True)
    schedule = options.form("schedule", "momentum_decay", "constant")
    return moments(options) | {"schedule": schedule, "psi": options.take("momentum_decay", default=0.004)}


def plan(options: Options) -> Plan:
    return Plan(*plus_decay(rule("nadam"), settings_of(options), options))


def plan_decoupled(options: Options) -> Plan:
    return Plan(*decoupled_inside(rule("nadamw"), settings_of(options), options))


run = runner(plan)
run_decoupled = runner(plan_decoupled)
