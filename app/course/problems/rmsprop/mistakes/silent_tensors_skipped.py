"""Your numbers are right except where a gradient is zero: there nothing happens. Zero is a gradient too: v shrinks,
buf fades, and what buf remembers still moves params.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        if not np.any(g):
            continue
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        b[...] = momentum * b + g / (np.sqrt(v_i) + eps)
        p[...] = p - lr * b
