"""`sophia`: the authors' G form, and the clipped forms of rlx, optax and pytorch_optimizer."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options, number
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    form = options.form("form", "sophia_g", "sophia_h_rlx", "sophia_h_optax", "sophia_h_po")
    beta1, beta2 = options.several("betas", "b1", "b2")
    settings = {"lr": options.take("lr"), "beta1": beta1, "beta2": beta2}
    if form == "sophia_g":
        settings |= {"form": "sophia_g", "rho": options.take("rho"), "batch_size": options.take("bs")}
        settings["every"] = options.take("hessian_every")
        grads = number(options.case["grads"])
        hessian = [[None if g is None else squared(g) for g in step] for step in grads]
    else:
        settings["eps"] = options.take("eps")
        settings["gamma"] = options.take("gamma", default=1.0)
        settings["rho"] = options.take("rho", "p", "clip_threshold")
        hessian = options.further("hessian")
    if form == "sophia_h_optax":
        settings |= {"correct_bias": True, "order": "use_first", "every": options.take("update_interval")}
        options.expect("mu_dtype", None)
        options.expect("hessian_diagonal_fn", ["<callable>", "<callable>"])
        options.expect("print_win_rate_every_n_steps", 0)
    options.expect("debias", "<callable>")
    return Plan(*plus_decay(rule("sophia"), settings, options, "decoupled"), inputs={"hessian": hessian})


def squared(values):  # type: ignore[no-untyped-def]
    """The nested list with every number squared: the G form's estimate."""
    return [squared(value) for value in values] if isinstance(values, list) else values * values


run = runner(plan)
