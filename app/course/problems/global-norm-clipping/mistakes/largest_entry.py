"""Your total is the largest entry, the infinity norm. The norm here is Euclidean: squares, sum, root."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(max((np.max(np.abs(g), initial=0.0) for g in grads if g is not None), default=0.0))
    if total + eps > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return total
