"""Your tensors are scaled one after the other, and the norm is taken anew each time from gradients of which some are
clipped already. Take it once, before the loop.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    for g in grads:
        if g is not None:
            now = float(np.sqrt(sum(np.sum(other**2) for other in grads if other is not None)))
            if now + eps > max_norm:
                g[...] = g * (max_norm / (now + eps))
    return total
