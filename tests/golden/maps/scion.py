"""`scion`: its decay of 1 is part of the formula."""

from descent.registry import rule

from tests.golden.decay import uphill
from tests.golden.options import Options
from tests.golden.orthogonal import newton_schulz_settings, step_settings
from tests.golden.replay import Plan, runner


def pytorch_optimizer(options: Options) -> Plan:
    """With the constraint and the spectral norm; its momentum is the weight of the newest gradient."""
    options.expect("constraint", True)
    options.expect("norm_type", 2)
    options.expect("norm_kwargs", None)
    for name in ("weight_decay", "weight_decouple"):
        options.take(name)  # is not read under the constraint
    settings = {"lr": options.take("lr"), "momentum": 1 - options.take("momentum"), "radius": options.take("scale")}
    return Plan(uphill(rule("scion"), options), settings | {"coefficients": "simple", "steps": 5})


def plan(options: Options) -> Plan:
    if options.source == "pytorch_optimizer":
        return pytorch_optimizer(options)
    options.expect("weight_decay", 1)
    options.expect("weight_decay_method", "decoupled")
    options.expect("nesterov", False)
    settings = step_settings(options) | newton_schulz_settings(options)
    settings.pop("nesterov")
    return Plan(rule("scion"), settings | {"radius": options.take("spectral_radius")})


run = runner(plan)
