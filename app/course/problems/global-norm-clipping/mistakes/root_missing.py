"""Your total is the sum of squares. The norm is its square root."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(sum(np.sum(g**2) for g in grads if g is not None))
    if total + eps > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return total
