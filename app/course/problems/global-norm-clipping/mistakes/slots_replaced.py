"""Your numbers are right, but the list holds new arrays and the caller's own are as they were. Write into each
array: g *= factor, or g[...] =.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    if total + eps > max_norm:
        for i, g in enumerate(grads):
            if g is not None:
                grads[i] = g * (max_norm / (total + eps))
    return total
