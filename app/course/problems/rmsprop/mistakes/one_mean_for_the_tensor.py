"""Your v averages g^2 over the whole tensor, so that all its elements share one scale. In RMSprop every element has
its own v.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * np.mean(g**2) if g.size else v_i
        b[...] = momentum * b + g / (np.sqrt(v_i) + eps)
        p[...] = p - lr * b
