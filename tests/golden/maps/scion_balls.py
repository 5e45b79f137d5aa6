"""`scion` in its further norms, as the authors and pytorch_optimizer number them."""

from descent.registry import rule

from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner

BALLS = {1: "spectral", 4: "sign", 6: "columns", 7: "rows"}
"""The number of a norm -> the ball; 1 leaves it to the shape, and a vector then has the norm of biases."""


def plan(options: Options) -> Plan:
    norm = int(options.take("norm_type"))
    if norm not in BALLS:
        raise NotUnderstood(f"norm_type {norm} is not understood; possible: {', '.join(map(str, BALLS))}")
    options.expect("norm_kwargs", None)
    options.expect("weight_decay", 0.0)
    options.take("weight_decouple", default=True)  # without decay it says nothing
    options.expect("maximize", False)
    settings = {
        "lr": options.take("lr"),
        "momentum": 1 - options.take("momentum"),
        "radius": options.take("scale"),
        "ball": BALLS[norm],
        "constraint": options.take("constraint"),
        "coefficients": "simple",
    }
    return Plan(rule("scion"), settings)


run = runner(plan)
