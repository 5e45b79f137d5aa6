"""`rmsprop` as torch, optax and NVIDIA write it: torch makes the momentum's buffer only where there is a momentum."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    for name, value in {"initial_scale": 0.0, "nesterov": False, "bias_correction": False}.items():
        options.expect(name, value)
    eps_mode = options.form("eps_mode", "outside", "inside")
    options.agree("eps_in_sqrt", eps_mode == "inside")
    momentum = options.take("momentum", default=0.0) or 0.0
    settings = {
        "lr": options.take("lr"),
        "alpha": options.take("alpha", "decay"),
        "eps": options.take("eps"),
        "momentum": momentum,
        "centered": bool(options.take("centered", default=False)),
        "eps_mode": eps_mode,
    }
    names = {} if momentum else {"buf": "no buffer"}
    return Plan(*plus_decay(rule("rmsprop"), settings, options), names=names)


run = runner(plan)
