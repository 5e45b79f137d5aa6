"""The average as a step towards the new square; the root by hypot."""

import math

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        root = np.hypot(math.sqrt(alpha) * np.sqrt(v_i), math.sqrt(1 - alpha) * g)
        v_i += (1 - alpha) * (g * g - v_i)
        b[...] = b * momentum + g * np.reciprocal(root + eps)
        p += -lr * b
