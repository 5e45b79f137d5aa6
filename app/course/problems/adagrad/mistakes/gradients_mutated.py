"""Your params and sums are right, but the gradients have changed: somewhere g is scaled or squared in place (g *=
..., or out=g). Write the product into a new array.
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        s[...] = s + g**2
        p[...] = p - rate * g / (np.sqrt(s) + eps)
        g *= lr
