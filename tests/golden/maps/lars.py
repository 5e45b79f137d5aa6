"""`lars` as pytorch_optimizer, timm and optax write it."""

from descent.registry import rule

from tests.golden.decay import uphill
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    for name, value in {
        **{"dampening": 0.0, "trust_clip": False},
        **{"weight_decay_mask": True, "trust_ratio_mask": True},
    }.items():
        options.expect(name, value)
    decay = options.take("weight_decay")
    optax = options.source == "optax"
    if options.source == "timm" and not options.take("always_adapt", default=False) and not decay:
        raise NotUnderstood("no ratio without decay")
    settings = {
        **{"lr": options.take("lr"), "momentum": options.take("momentum"), "weight_decay": decay},
        "trust": options.take("trust_coefficient", "trust_coeff"),
        "eps": options.take("eps", default=0.0),
        "nesterov": options.take("nesterov", default=False),
        "lr_place": "inside" if optax else "outside",
        "ratio": "joint" if optax else "apart",
        "vectors": "plain" if options.source == "pytorch_optimizer" else "scaled",
    }
    return Plan(uphill(rule("lars"), options), settings)


run = runner(plan)
