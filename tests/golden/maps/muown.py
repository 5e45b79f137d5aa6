"""`muown`: Muon for directions, Adam for lengths."""

from descent.registry import rule

from tests.golden.options import Options
from tests.golden.orthogonal import newton_schulz_settings, scale_settings, step_settings
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("weight_decay_method", "decoupled")
    options.expect("nesterov", False)
    settings = step_settings(options) | newton_schulz_settings(options) | scale_settings(options)
    settings.pop("nesterov")
    beta1, beta2 = options.take("betas")
    settings |= {
        "beta1": beta1,
        "beta2": beta2,
        "eps": options.take("adam_eps"),
        "weight_decay": options.take("weight_decay"),
    }
    return Plan(rule("muown"), settings)


run = runner(plan)
