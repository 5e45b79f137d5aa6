"""Your buf sums raw gradients and is scaled afterwards. In RMSprop the gradient is scaled first, and what enters buf
is g / (sqrt(v) + eps).
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        b[...] = momentum * b + g
        p[...] = p - lr * b / (np.sqrt(v_i) + eps)
