"""Plain Python with math.hypot."""

import math


def clip_global_norm(grads, max_norm, eps=0.0):
    flat = [g.reshape(-1) for g in grads if g is not None]
    total = math.hypot(*(x for g in flat for x in g.tolist()))
    if total + eps <= max_norm:
        return total
    for g in flat:
        for k in range(len(g)):
            g[k] = g[k] * max_norm / (total + eps)
    return total
