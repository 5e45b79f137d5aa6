"""Your learning rate stays the same: lr_decay is not used. At step t it is lr / (1 + (t - 1) * lr_decay)."""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr
    for p, g, s in zip(params, grads, sums):
        s[...] = s + g**2
        p[...] = p - rate * g / (np.sqrt(s) + eps)
