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


def triple_settings(options: Options, *names: str) -> dict[str, Any]:
    """The set `simple` where its one triple is given, else the triple as a custom one."""
    triple = tuple(options.take(*names))
    if (triple,) == COEFFICIENTS["simple"]:
        return {"coefficients": "simple"}
    if len(triple) != 3 or not all(isinstance(value, float | int) for value in triple):
        raise NotUnderstood(f"{names[0]} = {triple} is not understood; possible: three numbers")
    return {"coefficients": "custom"} | dict(zip(("ns_a", "ns_b", "ns_c"), map(float, triple), strict=True))
