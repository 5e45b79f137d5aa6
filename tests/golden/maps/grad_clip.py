"""`grad_clip`: gradients of two tensors, clipped by torch's and optax's functions."""

from typing import Any

from descent.modifiers.clipping import clip_adaptive, clip_global, clip_value, global_norm

from tests.golden.compare import mismatch
from tests.golden.replay import array, bare

KNOWN = {"fn", "case", "source", "notes", "grads", "out"}
TOL = {"rtol": 1e-11, "atol": 1e-13}


def run(case: dict[str, Any], xp: Any) -> list[str]:
    own = {name: value for name, value in case.items() if name not in KNOWN}
    made = {"dtype": "float64"}
    grads = [array(g, made, xp) for g in case["grads"]]
    found: list[str] = []
    match case["fn"], sorted(own):
        case "clip_grad_norm_", ["max_norm", "norm", "norm_type"]:
            order = float(own["norm_type"])
            found += mismatch("norm", own["norm"], bare(global_norm(grads, xp, order)), TOL)
            out = clip_global(grads, own["max_norm"], xp, order, eps=1e-6)
        case "clip_by_global_norm", ["max_norm"]:
            out = clip_global(grads, own["max_norm"], xp)
        case "clip_grad_value_", ["clip_value"]:
            out = [clip_value(g, own["clip_value"], xp) for g in grads]
        case "adaptive_grad_clip", ["clipping", "params"]:
            params = [array(p, made, xp) for p in own["params"]]
            out = [clip_adaptive(p, g, own["clipping"], xp) for p, g in zip(params, grads, strict=True)]
        case name, keys:
            return [f"{name} with {keys} is not understood"]
    for tensor, (want, have) in enumerate(zip(case["out"], out, strict=True)):
        found += mismatch(f"out[{tensor}]", want, bare(have), TOL)
    return found
