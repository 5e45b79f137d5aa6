"""`sgd`, `momentum` and `nesterov` as torch and optax write them: one optimizer with flags."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("accumulator_dtype", None)
    settings = {"lr": options.take("lr")}
    momentum = options.take("momentum", "beta", default=0) or 0
    dampening = options.take("dampening", default=0)
    nesterov = options.take("nesterov", default=False)
    first = options.form("dampening_first_step", "skip", "apply", default="skip")
    name = "nesterov" if nesterov else "momentum" if momentum else "sgd"
    if momentum:
        settings |= {"momentum": momentum}
    if name == "momentum":
        settings |= {"dampening": dampening, "dampening_first_step": first}
    elif dampening or (nesterov and not momentum):
        raise NotUnderstood("Nesterov needs a momentum and no dampening; dampening needs a momentum")
    return Plan(*plus_decay(rule(name), settings, options))


run = runner(plan)
