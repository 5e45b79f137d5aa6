"""`adamw`: torch's AdamW, which is Adam with a flag, and optax's."""

from descent.registry import rule

from tests.golden.decay import decoupled_inside, plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    settings = moments(options)
    if options.take("nesterov", default=False):
        return Plan(*decoupled_inside(rule("nadamw"), settings | {"schedule": "constant"}, options))
    if options.take("amsgrad", default=False):
        return Plan(*plus_decay(rule("amsgrad"), settings, options, "decoupled"))
    settings["correct_bias"] = options.take("correct_bias", "bias_correction", default=True)
    return Plan(*decoupled_inside(rule("adamw"), settings, options))


run = runner(plan)
