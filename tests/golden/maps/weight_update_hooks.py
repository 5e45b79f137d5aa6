"""`weight_update_hooks`: the hooks around NVIDIA's Muon, its decay around the hooks."""

from collections.abc import Callable

from descent.modifiers.hyperball import hyperball
from descent.modifiers.radial_brake import radial_brake
from descent.modifiers.relative_update import relative_update
from descent.registry import rule
from descent.spec import Rule
from descent.stepper import compose

from tests.golden.decay import plus_decay
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner

HOOKS: dict[str, tuple[Callable[[Rule], Rule], tuple[str, ...]]] = {
    "hyperball": (hyperball, ("radius",)),
    "relative_update": (relative_update, ()),
    "radial_brake": (radial_brake, ("outward_scale", "inward_scale")),
    "radial_brake_in": (radial_brake, ("outward_scale", "inward_scale")),
}


def plan(options: Options) -> Plan:
    name = options.take("hook")
    if name not in HOOKS:
        raise NotUnderstood(f"hook {name!r}; possible: {', '.join(HOOKS)}")
    hook, own = HOOKS[name]
    settings = {"lr": options.take("lr"), "momentum": options.take("momentum")}
    settings["nesterov"] = options.take("nesterov")
    settings["coefficients"] = options.take("coefficient_type")
    settings["steps"] = options.take("num_ns_steps")
    settings["scale"] = options.take("scale_mode")
    options.expect("extra_scale_factor", 1.0)
    settings |= {name: options.take(name) for name in own} | {"hook_eps": options.take("eps")}
    return Plan(*plus_decay(compose(rule("muon"), hook), settings, options, "decoupled"))


run = runner(plan)
