"""You return new lists and leave params, v and buf as they were. The function works in place: write into the arrays
that it is given, and return None.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    new_params = []
    new_v = []
    new_buf = []
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i = alpha * v_i + (1 - alpha) * g**2
        b = momentum * b + g / (np.sqrt(v_i) + eps)
        p = p - lr * b
        new_params.append(p)
        new_v.append(v_i)
        new_buf.append(b)
    return new_params, new_v, new_buf
