"""`madgrad` as pytorch_optimizer, timm and optax write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    settings = {name: options.take(name) for name in ("lr", "momentum", "eps")}
    composed, settings = plus_decay(rule("madgrad"), settings, options)
    if settings.get("decay_method", "l2") != "l2":
        raise NotUnderstood("decay after the average, of the parameter before it")
    return Plan(composed, settings)


run = runner(plan)
