"""Your total is the sum of the tensors' norms. It is the root of the sum of their squares, the norm of all entries
in one vector.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(sum(np.sqrt(np.sum(g**2)) for g in grads if g is not None))
    if total + eps > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return total
