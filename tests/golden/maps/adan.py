"""`adan` as pytorch_optimizer, timm and optax write it."""

from descent.registry import rule

from tests.golden.decay import uphill
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    beta1, beta2, beta3 = options.several("betas", "b1", "b2", "b3")
    for name, value in {"max_grad_norm": 0.0, "caution": False, "eps_root": 0.0, "mask": None}.items():
        options.expect(name, value)
    optax = options.source == "optax"
    decoupled = options.take("weight_decouple", "no_prox", default=optax)
    settings = {
        **{"lr": options.take("lr"), "beta1": beta1, "beta2": beta2, "beta3": beta3, "eps": options.take("eps")},
        "weight_decay": options.take("weight_decay"),
        "decay_method": "decoupled" if decoupled else "proximal",
        "look_ahead": "one_minus_beta2" if optax else "beta2",
    }
    return Plan(uphill(rule("adan"), options), settings)


run = runner(plan)
