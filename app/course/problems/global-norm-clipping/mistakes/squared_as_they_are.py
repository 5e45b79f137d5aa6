"""Your numbers are right for gradients of ordinary size. The square of 1e200 overflows and that of 1e-200 vanishes:
divide by the largest entry before you square, and multiply the norm by it again.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    if total + eps > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return total
