"""`prodigy` as its authors (d, its numerator and the estimate listed) and optax write it."""

from typing import Any

from descent.registry import rule

from tests.golden.decay import decay_of
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, bare, runner


def plan(options: Options) -> Plan:
    form = options.form("form", "optax", default="authors")
    beta1, beta2 = options.several("betas", "beta1", "beta2")
    beta3 = options.take("beta3", default=None)
    options.expect("fsdp_in_use", False)
    d0 = options.take("d0", "estim_lr0")
    for name, value in {"d": d0, "d_max": d0, "d_numerator": 0.0, "k": 0, "slice_p": 1}.items():
        options.expect(name, value)
    amount, method = decay_of(options, "decoupled")
    if method not in ("decoupled", "l2"):
        raise NotUnderstood(f"decay {method}")
    growth = options.take("growth_rate", default=1e30)
    settings = {
        "lr": options.take("lr", "learning_rate"),
        "beta1": beta1,
        "beta2": beta2,
        "beta3": 0.0 if beta3 is None else beta3,
        "eps": options.take("eps"),
        "d0": d0,
        "d_coef": options.take("d_coef", "estim_lr_coef"),
        "growth": min(growth, 1e30),
        "weight_decay": amount,
        "decay_method": method,
        "bias_correction": options.take("use_bias_correction", "bias_correction", default=form == "optax"),
        "safeguard_warmup": options.take("safeguard_warmup", default=False),
        "nothing_seen": "nan" if form == "optax" else "stand_still",
    }

    def shared(name: str) -> Any:
        return lambda _before, after, _xp: [bare(after.shared[name])]

    def estimate(_before: Any, after: Any, _xp: Any) -> list[Any]:
        """The last estimate of d, 0 while there is none."""
        size = sum(abs(bare(s["s"])).sum() for s in after.states if s is not None)
        return [settings["d_coef"] * bare(after.shared["numerator"]) / size if size else 0.0]

    def sums(_before: Any, after: Any, _xp: Any) -> list[Any]:
        return [None if s is None else bare(s["s"]).reshape(-1) for s in after.states]

    derived = {"d": shared("d"), "d_numerator": shared("numerator"), "d_hat": estimate, "state.s": sums}
    return Plan(rule("prodigy"), settings, derived=derived)


run = runner(plan)
