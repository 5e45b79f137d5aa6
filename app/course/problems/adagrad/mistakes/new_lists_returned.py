"""You return new lists and leave params and sums as they were. The function works in place: write into the arrays
that it is given, and return None.
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    new_params = []
    new_sums = []
    for p, g, s in zip(params, grads, sums):
        s = s + g**2
        p = p - rate * g / (np.sqrt(s) + eps)
        new_params.append(p)
        new_sums.append(s)
    return new_params, new_sums
