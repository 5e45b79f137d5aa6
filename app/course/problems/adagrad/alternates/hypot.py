"""The root by hypot, before the sum is written."""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        root = np.hypot(np.sqrt(s), g)
        s[...] = s + np.square(g)
        p[...] = p + g * (-rate * np.reciprocal(root + eps))
