"""Your numbers are right, but the list slots hold new arrays: params[i] = ... rebinds the slot and leaves the
caller's array as it was. Write into it, with params[i][...] = or -=.
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for i, (p, g, s) in enumerate(zip(params, grads, sums)):
        s = sums[i] = s + g**2
        params[i] = p - rate * g / (np.sqrt(s) + eps)
