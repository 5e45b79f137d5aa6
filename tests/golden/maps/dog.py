"""`dog` as optax writes it: DoG begins at a share of 1 + |p₀|, DoWG at a squared distance."""

from descent.registry import rule

from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    form = options.entry.rpartition(".")[2]
    eps = options.take("eps")
    if form == "dog":
        way, r_eps = options.take("init_step")
        if way != "heuristic":
            raise NotUnderstood(f"init_step {way}")
    else:
        squared = options.take("init_estim_sq_dist")
        r_eps = (eps if squared is None else squared) ** 0.5
    options.expect("weight_decay", None)
    options.expect("mask", None)
    settings = {"lr": options.take("learning_rate"), "r_eps": r_eps, "eps": eps, "form": form}
    return Plan(rule("dog"), settings)


run = runner(plan)
