"""In-place ufuncs: every result is written into an array that is there already."""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        np.multiply(v_i, alpha, out=v_i)
        np.add(v_i, (1 - alpha) * np.square(g), out=v_i)
        root = np.sqrt(v_i)
        np.multiply(b, momentum, out=b)
        np.add(b, np.divide(g, root + eps), out=b)
        np.subtract(p, lr * b, out=p)
