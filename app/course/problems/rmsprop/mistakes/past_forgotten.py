"""Your buf holds this step's scaled gradient alone. Keep the share momentum of what it held before, and add to that."""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        b[...] = g / (np.sqrt(v_i) + eps)
        p[...] = p - lr * b
