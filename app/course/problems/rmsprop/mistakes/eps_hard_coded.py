"""Your numbers are those of RMSprop with eps fixed at 1e-8, whatever eps is passed in. Use the argument, also
wherever it is passed on.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        b[...] = momentum * b + g / (np.sqrt(v_i) + 1e-8)
        p[...] = p - lr * b
