"""Your entries are cut one by one at max_norm. That is clipping by value and turns the gradient; clipping by norm
scales all entries alike.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    present = [g for g in grads if g is not None]
    largest = max((float(np.max(np.abs(g), initial=0.0)) for g in present), default=0.0)
    if largest == 0.0:
        return 0.0
    total = largest * float(np.sqrt(sum(np.sum((g / largest) ** 2) for g in present)))
    for g in present:
        g[...] = np.clip(g, -max_norm, max_norm)
    return total
