"""Your step looks ahead as Nesterov's does: it adds momentum * buf to the scaled gradient once more. Here params move
by buf itself.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        scaled = g / (np.sqrt(v_i) + eps)
        b[...] = momentum * b + scaled
        p[...] = p - lr * (scaled + momentum * b)
