"""Your gradients are right, but the number returned is the norm after clipping. Return the one from before: it is
what one logs, to see how often clipping acts.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    if total + eps > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return min(total, max_norm * total / (total + eps)) if total else total
