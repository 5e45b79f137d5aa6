"""Your numbers are right, but the list slots hold new arrays: params[i] = ... rebinds the slot and leaves the
caller's array as it was. Write into it, with params[i][...] = or -=.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for i, (p, g, v_i, b) in enumerate(zip(params, grads, v, buf)):
        v_i = v[i] = alpha * v_i + (1 - alpha) * g**2
        b = buf[i] = momentum * b + g / (np.sqrt(v_i) + eps)
        params[i] = p - lr * b
