"""Your sums hold the square of this gradient alone: what was there before is lost, and every step is about as long as
the learning rate. Add to it.
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        s[...] = g**2
        p[...] = p - rate * g / (np.sqrt(s) + eps)
