"""What the hyperparameters are called where somebody reads: a name in words, and the letter of the formulas.

One table for all rules and modifiers, by the name in the code; `rule.name` where one rule means something else by it.
What each does stands with the rule itself, as the `doc` of its `Hyper`.
"""

from typing import NamedTuple


class HyperName(NamedTuple):
    """A hyperparameter as people call it."""

    title: str
    symbol: str = ""
    """The letter of the formulas, in Unicode; empty where they have none."""
    meaning: str = ""
    """What it does, for the rules that say no more of it than its name."""


def hyper_name(name: str, rule: str = "") -> HyperName:
    """What the hyperparameter `name` of `rule` is called; its own name where the table has none, as in a typed rule."""
    return NAMES.get(f"{rule}.{name}") or NAMES.get(name) or HyperName(name)


NAMES = {
    name: HyperName(*words)
    for name, words in {
        "a": ("angle factor", "a"),
        "alpha": ("weight", "α"),
        "alpha_warmup": ("warm-up of α",),
        "asgd.alpha": ("power of decay", "α"),
        "average_decay": ("averaging decay",),
        "average_lr_power": ("weight power",),
        "average_share": ("averaging share",),
        "b": ("denominator factor", "b"),
        "batch_size": ("batch size", "b"),
        "beta": ("decay", "β"),
        "beta1": ("first decay", "β₁"),
        "beta1_warmup": ("warm-up of β₁",),
        "beta2": ("second decay", "β₂"),
        "beta2_decay": ("decay power", "κ"),
        "beta3": ("third decay", "β₃"),
        "beta3_warmup": ("warm-up of β₃",),
        "beta_lip": ("smoothness decay",),
        "clip": ("clipping threshold", "d"),
        "clip_at": ("clipping threshold",),
        "d0": ("first distance", "d₀"),
        "d_coef": ("distance factor",),
        "dampening": ("dampening", "τ"),
        "damping": ("damping noise", "σ"),
        "eps": ("epsilon", "ε"),
        "eps1": ("first epsilon", "ε₁"),
        "eps2": ("second epsilon", "ε₂"),
        "eta_minus": ("shrinking factor", "η⁻"),
        "eta_plus": ("growing factor", "η⁺"),
        "every": ("Hessian interval", "k"),
        "extra_scale": ("step factor",),
        "frequency": ("basis interval",),
        "gamma": ("correction strength", "γ"),
        "growth": ("growth limit",),
        "hook_eps": ("least norm",),
        "init_scale": ("first scale",),
        "initial_accumulator": ("first sum",),
        "inner_momentum": ("inner momentum",),
        "inward_scale": ("inward share",),
        "kron_psgd.clip": ("clipping threshold",),
        "lambd": ("decay", "λ"),
        "lookahead_share": ("lookahead share", "α"),
        "lookahead_steps": ("lookahead steps",),
        "lr": ("learning rate", "η", "how far a step goes for the same gradient"),
        "lr_decay": ("rate decay",),
        "lr_max": ("largest rate", "η_max"),
        "madgrad.momentum": ("old share", "c"),
        "max_step": ("largest step", "Δ_max"),
        "max_update_rms": ("step limit",),
        "min_beta1": ("β₁ at first",),
        "min_precond_lr": ("least factors' rate",),
        "min_step": ("smallest step", "Δ_min"),
        "momentum": ("momentum", "μ"),
        "norm_clamp": ("norm limit",),
        "ns_a": ("coefficient", "a"),
        "ns_b": ("coefficient", "b"),
        "ns_c": ("coefficient", "c"),
        "nu1": ("first share", "ν₁"),
        "nu2": ("second share", "ν₂"),
        "outward_scale": ("outward share",),
        "polargrad.alpha": ("nuclear power", "α"),
        "precond_lr": ("factors' rate", "η_P"),
        "prodigy_beta3": ("distance decay", "β₃"),
        "prodigy_coef": ("distance factor",),
        "prodigy_d0": ("first distance", "d₀"),
        "prodigy_growth": ("growth limit",),
        "psi": ("warm-up power", "ψ"),
        "r": ("weight power", "r"),
        "r_eps": ("first distance", "r_ε"),
        "radius": ("radius", "R"),
        "rho": ("decay", "ρ"),
        "rms_beta": ("basis decay", "ρ"),
        "rmsprop.alpha": ("decay", "α"),
        "sam_eps": ("epsilon of SAM", "ε"),
        "sam_rho": ("SAM radius", "ρ"),
        "scale_log2": ("scale exponent", "k"),
        "scion.radius": ("radius", "r"),
        "shampoo_beta": ("covariance decay", "β"),
        "sophia.gamma": ("Hessian factor", "γ"),
        "sophia.rho": ("clipping threshold", "ρ"),
        "start": ("first moments",),
        "t0": ("averaging start", "t₀"),
        "trust": ("trust coefficient", "τ"),
        "update_limit": ("step limit", "d"),
        "warmup": ("warm-up steps",),
        "warmup_steps": ("falling steps",),
        "weight_decay": ("weight decay", "λ"),
        "weight_lr_power": ("rate power",),
    }.items()
}
