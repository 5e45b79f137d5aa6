"""Your sums add up the squares of the whole tensor, so that all its elements share one scale. In AdaGrad every
element has its own sum.
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        s[...] = s + np.sum(g**2)
        p[...] = p - rate * g / (np.sqrt(s) + eps)
