"""The weights in your average are exchanged: the old v keeps alpha, the new square gets 1 - alpha."""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = (1 - alpha) * v_i + alpha * g**2
        b[...] = momentum * b + g / (np.sqrt(v_i) + eps)
        p[...] = p - lr * b
