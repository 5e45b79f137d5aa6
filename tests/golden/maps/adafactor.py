"""`adafactor` as torch, Hugging Face (`hf`), optax and rlx write it."""

from collections.abc import Callable
from typing import Any

from descent.registry import rule

from tests.golden.decay import decay_of, uphill
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, bare, runner


def plan(options: Options) -> Plan:
    form = options.form("form", "torch", "hf", "optax", "rlx")
    amount, _ = decay_of(options)
    options.expect("weight_decay_rate", None)
    settings = {"form": form, "weight_decay": amount, "clip": options.take("d", "clip_threshold", "clipping_threshold")}
    options.expect("ams_bound", False)
    both = options.take("betas", default=None)
    # The second only bounds 1 - t^κ, from 5623 steps on with 0.999.
    beta1 = options.take("beta1", "momentum", default=both[0] if both else None)
    settings |= {"first_moment": beta1 is not None, "beta1": beta1 or 0.0}
    lr = options.take("lr", "learning_rate", default=None)
    if form == "optax":
        options.expect("min_dim_size_to_factor", 2)
        options.expect("decay_offset", 0)
        options.expect("dtype_momentum", "<callable>")
        options.expect("factored", True)
        settings["beta2_decay"] = -options.take("decay_rate")
        settings["eps1"], settings["eps2"] = options.take("eps"), 1e-3
    else:
        settings["beta2_decay"] = options.take("beta2_decay", "decay_rate")
        eps1, settings["eps2"] = (
            (options.take("eps1"), options.take("eps2"))
            if options.source == "pytorch_optimizer"
            else options.take("eps", "eps2")
        )
        settings["eps1"] = 0.0 if eps1 is None else eps1
    options.expect("warmup_init", False)
    relative = options.take("relative_step", default=lr is None)
    settings["relative_step"] = relative
    settings["scale_parameter"] = options.take(
        "scale_parameter", "multiply_by_parameter_scale", default=form != "rlx" or relative
    )
    if not relative and lr is None:
        raise NotUnderstood("neither lr nor relative steps")
    settings["lr"] = 0.0 if lr is None else lr
    derived = {f"state.{name}": flattened(name) for name in ("r", "c")} if form == "hf" else {}
    return Plan(uphill(rule("adafactor"), options), settings, derived=derived)


def flattened(name: str) -> Callable[..., list[Any]]:
    """The row or column means without the axis of length one."""

    def value(_before: Any, after: Any, _xp: Any) -> list[Any]:
        return [None if s is None or name not in s else bare(s[name]).reshape(-1) for s in after.states]

    return value


run = runner(plan)
