"""`radam` as torch, optax, pytorch_optimizer and rlx write it: which threshold, and where ε stands."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("nesterov", False)
    threshold = options.form("threshold", 5, 4)
    options.agree("threshold", threshold)
    if options.source == "pytorch_optimizer":
        options.expect("n_sma_threshold", 5)
    stays = options.source == "pytorch_optimizer" and not options.take("degenerated_to_sgd")
    settings = moments(options) | {
        "untrusted": "stand_still" if stays else "momentum",
        "threshold": threshold,
        "eps_mode": options.form("eps_mode", "uncorrected", "corrected"),
    }
    otherwise = "decoupled" if options.source == "pytorch_optimizer" else "l2"
    return Plan(*plus_decay(rule("radam"), settings, options, otherwise))


run = runner(plan)
