"""Your step is divided by the root of the sum as it was before this gradient. Add g**2 first, then take the step."""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        p[...] = p - rate * g / (np.sqrt(s) + eps)
        s[...] = s + g**2
