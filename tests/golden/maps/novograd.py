"""`novograd` as pytorch_optimizer and optax write it; their v is one number without axes."""

from typing import Any

from descent.registry import rule

from tests.golden.decay import decay_of, uphill
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, bare, runner


def plan(options: Options) -> Plan:
    beta1, beta2 = options.several("betas", "b1", "b2")
    options.expect("eps_root", 0.0)
    amount, method = decay_of(options)
    if method != "l2":
        raise NotUnderstood(f"decay {method}")
    settings = {
        **{"lr": options.take("lr"), "beta1": beta1, "beta2": beta2, "eps": options.take("eps")},
        **{"weight_decay": amount, "grad_averaging": options.take("grad_averaging", default=False)},
    }

    def norms(_before: Any, after: Any, _xp: Any) -> list[Any]:
        return [None if s is None else bare(s["v"]).reshape(()) for s in after.states]

    return Plan(uphill(rule("novograd"), options), settings, derived={"state.v": norms})


run = runner(plan)
