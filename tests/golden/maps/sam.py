"""`sam`: the modifier around Adam and gradient descent; the second gradient is that of a bowl of curvature 1."""

from typing import Any

from descent.modifiers.sam import sam
from descent.registry import rule
from descent.spec import Rule
from descent.stepper import ahead, compose

from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner

BASES = {"Adam": "adam", "SGD": "sgd"}


def plan(options: Options) -> Plan:
    base = options.take("base")
    if base not in BASES:
        raise NotUnderstood(f"base {base!r} is not understood; possible: {', '.join(BASES)}")
    settings = {
        "lr": options.take("lr"),
        "sam_rho": options.take("rho"),
        "sam_adaptive": options.take("adaptive"),
        "sam_eps": options.take("perturb_eps"),
    }
    options.expect("use_gc", False)
    made = compose(rule(BASES[base]), sam)
    return Plan(made, settings, ahead=in_a_bowl(made, settings))


def in_a_bowl(made: Rule, settings: dict[str, Any]) -> Any:
    """What the rule is stepped with: the gradients where it looks, from those at the parameters."""

    def seen(params: Any, grads: Any, xp: Any) -> list[Any]:
        points = ahead(made, params, grads, settings, xp)
        return [g + (point - p) for g, point, p in zip(grads, points, params, strict=True)]

    return seen


run = runner(plan)
