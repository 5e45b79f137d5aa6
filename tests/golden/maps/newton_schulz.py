"""`newton_schulz`: the iteration, the coefficient sets with the scales, and what happens to tiny matrices."""

from typing import Any

from descent.arrays import norm
from descent.matrices.newton_schulz import COEFFICIENTS, REPEAT_LAST, newton_schulz
from descent.matrices.shapes import muon_scale

from tests.golden.compare import mismatch
from tests.golden.functions import Pieces, function_runner
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import array, bare

FLOAT32 = {"rtol": 5e-5, "atol": 5e-6}


def iteration(options: Options, case: dict[str, Any], xp: Any) -> Pieces:
    coefficients = options.take("coefficient_type")
    mode = options.take("mode")
    if mode != ("repeat_last" if coefficients in REPEAT_LAST else "cycle"):
        raise NotUnderstood(f"mode {mode!r} is not the one of the set {coefficients!r}")
    x = array(case["grads"][0][0], case, xp)
    settings = {"coefficients": coefficients, "steps": options.take("steps"), "eps": options.take("eps")}
    return {"update": newton_schulz(x, xp, **settings)}


def tables(case: dict[str, Any], _xp: Any) -> list[str]:
    """The coefficient sets, all of them, and the scales of some shapes."""
    sets, scales = case["extra"]["sets"], case["extra"]["scale_factors"]
    found = [f"no coefficients for {name!r}" for name in set(sets) ^ set(COEFFICIENTS)]
    for name in set(sets) & set(COEFFICIENTS):
        found += mismatch(name, sets[name], COEFFICIENTS[name], case["tol"])
    for scale, rows in scales.items():
        for *shape, factor in rows:
            found += mismatch(f"{scale} of {shape}", factor, muon_scale(shape, scale), case["tol"])
    return found


def tiny(case: dict[str, Any], xp: Any) -> list[str]:
    """The norm underflows in float32; measured in float64 first, the result is orthogonal.

    The second is a float32 iteration of matrices of norm 1: its rounding differs by some 1e-7 between libraries and
    orders of products, far above the tolerance of the case, so it is compared as the other float32 cases are.
    """
    x = array(case["grads"][0][0], case, xp)
    (expected,) = case["expect"]
    found = mismatch("update", expected["update"][0], bare(newton_schulz(x, xp)), case["tol"])
    double = xp.astype(x, xp.float64)
    scaled = xp.astype(double / norm(double, xp), xp.float32)
    double_first = bare(newton_schulz(scaled, xp))
    return found + mismatch("normalize_in_double", expected["normalize_in_double"][0], double_first, FLOAT32)


def run(case: dict[str, Any], xp: Any) -> list[str]:
    options = Options(case)
    if "sets" in case["extra"]:
        options.further("sets"), options.further("scale_factors")
        return options.leftovers() or tables(case, xp)
    if case["expect"] and "normalize_in_double" in case["expect"][0]:
        return options.leftovers() or tiny(case, xp)
    return function_runner(iteration)(case, xp)
