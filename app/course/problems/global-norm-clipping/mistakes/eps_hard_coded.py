"""Your eps is 1e-6, as in a well-known library, whatever eps is passed in. Use the argument."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    if total + 1e-6 > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + 1e-6))
    return total
