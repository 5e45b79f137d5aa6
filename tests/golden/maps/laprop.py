"""`laprop` as NVIDIA (lr outside the average) and pytorch_optimizer (inside, no bias flag) write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("centered", False)
    options.take("steps_before_using_centered", default=None)  # read only where centered
    form = options.form("form", "lr_in_ema", default="lr_outside")
    settings = moments(options, bound=True) | {
        "correct_bias": options.take("correct_bias", default=True),
        "frob_normalize": options.take("frob_normalize", default=False),
        "lr_place": "inside" if form == "lr_in_ema" else "outside",
    }
    return Plan(*plus_decay(rule("laprop"), settings, options, "decoupled"))


run = runner(plan)
