"""`ademamix` as NVIDIA, Apple, optax and pytorch_optimizer write it, and NVIDIA's warm-ups on their own."""

from typing import Any

from descent.registry import rule
from descent.rules.ademamix import decay_of_half_life, half_life, half_life_warmup, linear_warmup

from tests.golden.compare import mismatch
from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    beta1, beta2, beta3 = options.several("betas", "b1", "b2", "b3")
    both = options.take("t_alpha_beta3", default=None)
    beta3_warmup = options.take("num_beta_slow_warmup_steps", "beta3_warmup", default=both)
    alpha_warmup = options.take("num_alpha_warmup_steps", "alpha_warmup", default=both)
    offset = options.form("beta3_eps", 0, 1e-8, default=1e-8)
    hyper = {name: value for name, value in options.hyper.items() if name != "betas"}
    defaults = {name: value for name, value in options.defaults.items() if name != "betas"}
    shared = Options(options.case | {"hyper": hyper, "source_defaults": defaults})
    settings = moments(shared)
    for name in ("lr", "eps", "eps_root", "mu_dtype", "mask", "debias"):
        options.take(name, default=None)
    settings |= {
        "beta1": beta1,
        "beta2": beta2,
        "beta3": beta3,
        "alpha": options.take("alpha"),
        "alpha_warmup": alpha_warmup or 1,
        "beta3_warmup": beta3_warmup or 1,
        "correct_bias": options.take("correct_bias", default=True),
        "beta3_schedule": "half_life" if offset else "paper",
    }
    return Plan(*plus_decay(rule("ademamix"), settings, options, "decoupled"))


def warmups(case: dict[str, Any], xp: Any) -> list[str]:
    """The mismatches of the case that lists values of the warm-ups."""
    found, tol = [], case["tol"]
    for name, entries in case["extra"].items():
        for entry in entries:
            if name == "linear":
                want, have = entry["value"], linear_warmup(entry["step"], entry["end"], entry["n"], xp, entry["start"])
            elif name == "half_life":
                want, have = (
                    entry["value"],
                    half_life_warmup(entry["step"], entry["end"], entry["start"], entry["n"], xp),
                )
            elif name == "half_life_steps":
                want, have = entry[1], half_life(entry[0], xp)
            elif name == "inverse":
                want, have = entry[1], decay_of_half_life(entry[0])
            else:
                return [f"extra {name!r} is not understood"]
            found += mismatch(f"{name} {entry}", want, have, tol)
    return found


replayed = runner(plan)


def run(case: dict[str, Any], xp: Any) -> list[str]:
    return warmups(case, xp) if case["source"]["entry"] == "_schedulers" else replayed(case, xp)
