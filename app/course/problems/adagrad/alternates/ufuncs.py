"""In-place ufuncs, and one array for the denominator."""

import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    clr = lr / (1 + (t - 1) * lr_decay)
    for p, g, s in zip(params, grads, sums):
        np.add(s, np.square(g), out=s)
        denominator = np.asarray(np.sqrt(s))
        np.add(denominator, eps, out=denominator)
        np.subtract(p, clr * np.divide(g, denominator), out=p)
