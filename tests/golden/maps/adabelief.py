"""`adabelief` as pytorch_optimizer and optax write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    beta1, beta2 = options.several("betas", "b1", "b2")
    eps = options.take("eps")
    if options.take("eps_root", default=eps) != eps:
        raise NotUnderstood("an eps_root that is not eps")
    options.expect("nesterov", False)
    options.expect("n_sma_threshold", 5)
    before = "momentum" if options.take("degenerated_to_sgd", default=True) else "stand_still"
    settings = {
        "lr": options.take("lr"),
        "beta1": beta1,
        "beta2": beta2,
        "eps": eps,
        "ams_bound": options.take("ams_bound", default=False),
        "rectify": before if options.take("rectify", default=False) else "no",
    }
    return Plan(*plus_decay(rule("adabelief"), settings, options, "decoupled"))


run = runner(plan)
