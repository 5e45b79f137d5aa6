"""Your entries are cut one by one at max_norm. That is clipping by value and turns the gradient; clipping by norm
scales all entries alike.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    for g in grads:
        if g is not None:
            g[...] = np.clip(g, -max_norm, max_norm)
    return total
