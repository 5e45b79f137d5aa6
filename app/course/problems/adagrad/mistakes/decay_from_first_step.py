"""Your learning rate falls one step too early: you divide by 1 + t * lr_decay. Steps count from 1, and the first
takes the whole lr, so it is t - 1.
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + t * lr_decay)
    for p, g, s in zip(params, grads, sums):
        s[...] = s + g**2
        p[...] = p - rate * g / (np.sqrt(s) + eps)
