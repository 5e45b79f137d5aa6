"""Your sums add up |g|, not its square. The sum is of g**2, and its root is taken in the step."""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        s[...] = s + np.abs(g)
        p[...] = p - rate * g / (np.sqrt(s) + eps)
