"""`scion`: its decay of 1 is part of the formula."""

from descent.registry import rule

from tests.golden.options import Options
from tests.golden.orthogonal import newton_schulz_settings, step_settings
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("weight_decay", 1)
    options.expect("weight_decay_method", "decoupled")
    options.expect("nesterov", False)
    settings = step_settings(options) | newton_schulz_settings(options)
    settings.pop("nesterov")
    return Plan(rule("scion"), settings | {"radius": options.take("spectral_radius")})


run = runner(plan)
