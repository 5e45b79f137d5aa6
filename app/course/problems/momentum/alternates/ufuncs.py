"""In-place ufuncs: every result is written into an array that is there already."""

import numpy as np


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        np.multiply(b, momentum, out=b)
        np.add(b, g, out=b)
        np.subtract(p, np.multiply(b, lr), out=p)
