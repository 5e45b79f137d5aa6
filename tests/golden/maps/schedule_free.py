"""`schedule_free` as its authors write it: SGD, AdamW and RAdam, the parameters in train mode."""

from typing import Any

from descent.registry import rule

from tests.golden.decay import decoupled_inside
from tests.golden.options import Options
from tests.golden.replay import Plan, bare, runner


def plan(options: Options) -> Plan:
    base = options.form("base", "sgd", "adamw", "radam")
    for name, value in {"k": 0, "weight_sum": 0.0, "lr_max": -1.0, "scheduled_lr": 0.0}.items():
        options.expect(name, value)
    settings: dict[str, Any] = {"lr": options.take("lr"), "base": base, "r": options.take("r")}
    settings["inner_momentum"] = options.take("inner_momentum", default=0.0)
    settings["weight_lr_power"] = options.take("weight_lr_power")
    settings["warmup"] = options.take("warmup_steps", default=0) or 1
    if base == "sgd":
        settings["beta1"] = options.take("momentum")
    else:
        settings["beta1"], settings["beta2"] = options.several("betas", "beta1", "beta2")
        settings["eps"] = options.take("eps")
        options.expect("silent_sgd_phase", True)

    def fast(_before: Any, after: Any, _xp: Any) -> list[Any]:
        return [bare(p if s is None else s["z"]) for p, s in zip(after.params, after.states, strict=True)]

    return Plan(*decoupled_inside(rule("schedule_free"), settings, options), names={"buf": "m"}, derived={"z": fast})


run = runner(plan)
