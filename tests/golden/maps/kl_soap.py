"""`kl_soap`: Adam in the basis of KL-Shampoo."""

from typing import Any

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def settings_of(options: Options) -> dict[str, Any]:
    """What the KL relatives of SOAP share."""
    beta1, beta2 = options.take("betas")
    names = ("lr", "shampoo_beta", "eps")
    return {"beta1": beta1, "beta2": beta2} | {name: options.take(name) for name in names}


def plan(options: Options) -> Plan:
    return Plan(*plus_decay(rule("kl_soap"), settings_of(options), options, otherwise="decoupled"))


run = runner(plan)
