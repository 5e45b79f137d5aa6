"""`lookahead`: the modifier around Adam, as pytorch_optimizer writes it."""

from descent.modifiers.lookahead import lookahead
from descent.registry import rule
from descent.stepper import compose

from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    how = {"lookahead_steps": options.take("k"), "lookahead_share": options.take("alpha")}
    options.expect("pullback_momentum", "none")
    return Plan(compose(rule("adam"), lookahead), moments(options) | how)


run = runner(plan)
