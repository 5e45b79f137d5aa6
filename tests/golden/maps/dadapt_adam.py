"""`dadapt_adam` as pytorch_optimizer and optax write it."""

from descent.registry import rule

from tests.golden.decay import decay_of
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    beta1, beta2 = options.several("betas", "beta1", "beta2")
    amount, method = decay_of(options, "decoupled")
    if amount and method != "decoupled":
        raise NotUnderstood(f"decay {method}")
    settings = {
        "lr": options.take("lr", "learning_rate"),
        "beta1": beta1,
        "beta2": beta2,
        "eps": options.take("eps"),
        "d0": options.take("d0", "estim_lr0"),
        "growth": min(options.take("growth_rate", default=1e30), 1e30),
        "weight_decay": amount,
        "bias_correction": options.take("bias_correction", default=options.source == "optax"),
    }
    options.expect("maximize", False)
    return Plan(rule("dadapt_adam"), settings)


run = runner(plan)
