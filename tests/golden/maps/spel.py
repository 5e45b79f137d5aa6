"""`spel`: its decay acts inside the retraction and belongs to the rule."""

from descent.registry import rule

from tests.golden.options import Options
from tests.golden.orthogonal import newton_schulz_settings, step_settings
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("weight_decay_method", "decoupled")
    settings = step_settings(options) | newton_schulz_settings(options)
    return Plan(rule("spel"), settings | {"weight_decay": options.take("weight_decay")})


run = runner(plan)
