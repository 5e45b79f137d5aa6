"""Your numbers are those of AdaGrad with eps fixed at 1e-10, whatever eps is passed in. Use the argument, also
wherever it is passed on.
"""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    rate = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        s[...] = s + g**2
        p[...] = p - rate * g / (np.sqrt(s) + 1e-10)
