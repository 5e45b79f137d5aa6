"""`lamb` as optax, rlx, torch_optimizer, pytorch_optimizer and timm write it."""

from typing import Any

from descent.modifiers.clipping import clip_global
from descent.registry import rule
from descent.rules.lamb import direction, trust_ratio

from tests.golden.maps.adam import moments
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, bare, runner


def plan(options: Options) -> Plan:
    settings = moments(options) | {"weight_decay": options.take("weight_decay")}
    form = options.form("form", "plain", "nvlamb", "pytorch_optimizer", default="plain")
    asked = options.take("bias_correction", default=None)
    plain = "none" if asked is False else "moments"
    correction = options.form("bias_correction", "moments", "none", "step_size", default=plain)
    clamp = options.form("norm_clamp", *(None, options.take("clamp_value", default=None)), default=None)
    if asked is not None and asked != (correction == "moments"):
        raise NotUnderstood(f"bias_correction {asked} with the correction {correction}")
    if options.take("debias", default=False) not in (correction == "step_size", "<callable>"):
        raise NotUnderstood(f"debias with the correction {correction}")
    for name, value in {
        **{"grad_averaging": True, "caution": False, "decoupled_decay": False, "corrected_weight_decay": False},
        **{"weight_decouple": True, "fixed_decay": False, "adam": False, "decoupled_weight_decay": False},
    }.items():
        options.expect(name, value)
    options.take("max_lr_snapshot", default=None)  # read only by corrected_weight_decay
    settings |= {
        "form": "decay_first" if form == "pytorch_optimizer" else form,
        "bias_correction": "m_after" if form == "pytorch_optimizer" else correction,
        "norm_clamp": 10.0 if form == "pytorch_optimizer" else 1e12 if clamp is None else clamp,
        "norms": "finite" if options.source == "rlx-optim" else "all",
        "always_adapt": options.take("always_adapt", default=False),
        "trust_clip": options.take("trust_clip", default=False),
    }
    most = options.take("max_grad_norm", default=None)
    most = None if form == "pytorch_optimizer" else most  # read there only by an option that is off

    def clip(grads: list[Any], xp: Any) -> list[Any]:
        return clip_global(grads, most, xp)

    def trust(before: Any, after: Any, xp: Any) -> list[Any]:
        """The ratio that the source keeps in its state."""
        names = ("eps", "weight_decay", "form")
        same = {name: settings[name] for name in names}
        first = {name: settings[name] for name in ("beta1", "beta2", "bias_correction")}
        second = {name: settings[name] for name in ("norm_clamp", "norms", "always_adapt", "trust_clip")}
        ratios = []
        for p, state, t in zip(before.params, after.states, after.steps, strict=True):
            u = direction(p, state, t, xp, **same, **first)
            ratios.append(bare(trust_ratio(p, u, xp, **same, **second)).reshape(()))
        return ratios

    return Plan(
        rule("lamb"),
        settings,
        clip=clip if most else None,
        derived={"state.trust": trust},
    )


run = runner(plan)
