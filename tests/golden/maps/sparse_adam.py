"""`sparse_adam`: torch's, whose gradients name the rows they touch."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    settings = moments(options) | {"mode": options.form("mode", "dense", "masked_rows")}
    composed, settings = plus_decay(rule("sparse_adam"), settings, options)
    if settings["mode"] == "dense":
        return Plan(composed, settings)
    case = options.case
    grads = [[None if g is None else g["dense"] for g in step] for step in case["grads"]]
    rows = [
        [
            None if g is None else [float(row in g["rows"]) for row in range(len(p))]
            for g, p in zip(step, case["params"], strict=True)
        ]
        for step in case["grads"]
    ]
    return Plan(composed, settings, grads=grads, inputs={"rows": rows})


run = runner(plan)
