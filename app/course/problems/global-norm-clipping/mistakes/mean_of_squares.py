"""Your total is a root mean square: it is divided by the number of entries. A norm sums the squares and does not
average them.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    count = sum(g.size for g in grads if g is not None)
    total = total / count**0.5 if count else total
    if total + eps > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return total
