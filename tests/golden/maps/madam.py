"""`madam`, and the scales it must refuse."""

from typing import Any

from descent.errors import BadHyper
from descent.registry import rule

from tests.golden.options import Options
from tests.golden.replay import Plan, array, runner


def plan(options: Options) -> Plan:
    beta1, beta2 = options.several("betas", "b1", "b2")
    settings = {name: options.take(name) for name in ("lr", "correct_bias", "scale_log2")}
    return Plan(rule("madam"), settings | {"beta1": beta1, "beta2": beta2})


replayed = runner(plan)


def run(case: dict[str, Any], xp: Any) -> list[str]:
    if "result" not in (case.get("extra") or {}):
        return replayed(case, xp)
    if set(case["hyper"]) != {"scale_log2"} or case["extra"] != {"result": "AssertionError"}:
        return ["a refusal that is not understood"]
    try:
        rule("madam").init(array([1.0], case, xp), xp, scale_log2=case["hyper"]["scale_log2"])
    except BadHyper:
        return []
    return [f"scale_log2 {case['hyper']['scale_log2']} was accepted"]
