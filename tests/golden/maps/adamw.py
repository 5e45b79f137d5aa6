"""`adamw`: torch's AdamW, which is Adam with a flag, and optax's."""

from descent.registry import rule

from tests.golden.decay import decoupled_inside
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    settings = moments(options, bound=True)
    if options.take("nesterov", default=False):
        settings.pop("ams_bound")
        return Plan(*decoupled_inside(rule("nadamw"), settings | {"schedule": "constant"}, options))
    settings["correct_bias"] = options.take("correct_bias", "bias_correction", default=True)
    return Plan(*decoupled_inside(rule("adamw"), settings, options))


run = runner(plan)
