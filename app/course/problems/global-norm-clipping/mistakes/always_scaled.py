"""Your gradients are scaled to max_norm even where they are shorter. Clipping only shortens: the factor is at most
1.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    if total > 0:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return total
