"""Your gradients are right, but the norm returned has eps in it. Add eps in the denominator only."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    present = [g for g in grads if g is not None]
    largest = max((float(np.max(np.abs(g), initial=0.0)) for g in present), default=0.0)
    if largest == 0.0:
        return 0.0
    total = largest * float(np.sqrt(sum(np.sum((g / largest) ** 2) for g in present)))
    if total + eps > max_norm:
        for g in present:
            g[...] = g * (max_norm / (total + eps))
    return total + eps
