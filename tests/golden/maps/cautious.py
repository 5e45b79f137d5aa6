"""`cautious`: the modifier around Lion or Adam, decay outside."""

from descent.modifiers.cautious import cautious
from descent.registry import rule
from descent.stepper import compose

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner

RESCALES = {"numel/(sum+1)": "sum", "1/max(mean,1e-3)": "mean"}


def plan(options: Options) -> Plan:
    options.expect("cautious", True)
    options.expect("caution", True)
    base = options.form("base", "lion", "adamw")
    settings = moments(options) | {"cautious_rescale": RESCALES[options.form("rescale", *RESCALES)]}
    if base == "lion":
        del settings["eps"]
    else:
        settings |= {"correct_bias": options.take("correct_bias", default=True), "eps_mode": "uncorrected"}
    made = compose(rule("lion" if base == "lion" else "adam"), cautious)
    return Plan(*plus_decay(made, settings, options, "decoupled"))


run = runner(plan)
