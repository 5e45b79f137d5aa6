"""Your sums forget: they are a running average with a decay of 0.9, which is RMSprop. AdaGrad adds and never forgets.
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        s[...] = 0.9 * s + 0.1 * g**2
        p[...] = p - rate * g / (np.sqrt(s) + eps)
