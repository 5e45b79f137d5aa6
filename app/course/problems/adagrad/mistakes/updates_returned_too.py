"""Your numbers are right, but params and sums are returned as well. A function that works in place returns None, so
that nobody takes the result for a copy.
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        s[...] = s + g**2
        p[...] = p - rate * g / (np.sqrt(s) + eps)
    return params, sums
