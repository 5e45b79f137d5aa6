"""Divided by the largest entry first, so that squares can neither overflow nor vanish."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    present = [g for g in grads if g is not None and g.size]
    largest = max((float(np.max(np.abs(g))) for g in present), default=0.0)
    if largest == 0.0:
        return 0.0
    total = largest * sum(float(np.sum((g / largest) ** 2)) for g in present) ** 0.5
    if total + eps > max_norm:
        for g in present:
            np.copyto(g, g / ((total + eps) / max_norm))
    return total
