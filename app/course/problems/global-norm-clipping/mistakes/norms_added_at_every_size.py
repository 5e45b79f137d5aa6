"""Your total is the sum of the tensors' norms. It is the root of the sum of their squares, the norm of all entries in
one vector.
"""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    present = [g for g in grads if g is not None]
    largest = max((float(np.max(np.abs(g), initial=0.0)) for g in present), default=0.0)
    if largest == 0.0:
        return 0.0
    total = sum(largest * float(np.sqrt(np.sum((g / largest) ** 2))) for g in present)
    if total + eps > max_norm:
        for g in present:
            g[...] = g * (max_norm / (total + eps))
    return total
