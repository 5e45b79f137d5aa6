"""How the cases of Muon and its relatives spell what they share."""

from typing import Any

from descent.matrices.newton_schulz import COEFFICIENTS

from tests.golden.options import NotUnderstood, Options


def step_settings(options: Options) -> dict[str, Any]:
    """lr, momentum and Nesterov."""
    return {
        "lr": options.take("lr"),
        "momentum": options.take("momentum"),
        "nesterov": options.take("nesterov", default=False),
    }


def newton_schulz_settings(options: Options) -> dict[str, Any]:
    """The coefficient set and the number of iterations."""
    return {
        "coefficients": options.take("coefficient_type", default="quintic"),
        "steps": options.take("num_ns_steps", default=5),
    }


def scale_settings(options: Options, default: str = "spectral") -> dict[str, Any]:
    """The scale of a shape and the further factor."""
    return {
        "scale": options.take("scale_mode", default=default),
        "extra_scale": options.take("extra_scale_factor", default=1.0),
    }


def simple_coefficients(options: Options, *names: str) -> str:
    """The set `simple`, given as its one triple."""
    triple = tuple(options.take(*names))
    if (triple,) != COEFFICIENTS["simple"]:
        raise NotUnderstood(f"{names[0]} = {triple} is not understood; possible: {COEFFICIENTS['simple'][0]}")
    return "simple"
