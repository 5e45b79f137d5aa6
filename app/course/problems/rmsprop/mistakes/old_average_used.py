"""Your step is divided by the root of v as it was before this gradient. Update v first, then scale the gradient."""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        scaled = g / (np.sqrt(v_i) + eps)
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        b[...] = momentum * b + scaled
        p[...] = p - lr * b
