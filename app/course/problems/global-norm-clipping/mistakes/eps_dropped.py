"""Your factor has no eps. The denominator is the norm plus eps."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    if total > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total))
    return total
