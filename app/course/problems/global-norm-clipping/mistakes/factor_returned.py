"""Your gradients are right, but the number returned is the factor. The norm from before the clipping is wanted."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    if total + eps > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return min(1.0, max_norm / (total + eps)) if total + eps else 1.0
