"""Your total is the sum of absolute values. The norm here is Euclidean: squares, sum, root."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(sum(np.sum(np.abs(g)) for g in grads if g is not None))
    if total + eps > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return total
