"""Plain Python with math.hypot, which scales by itself."""

import math


def clip_global_norm(grads, max_norm, eps=0.0):
    flat = [g.flat for g in grads if g is not None]
    total = math.hypot(*(float(x) for g in flat for x in g))
    if total + eps <= max_norm:
        return total
    for g in flat:
        for k in range(len(g)):
            g[k] = g[k] * max_norm / (total + eps)
    return total
