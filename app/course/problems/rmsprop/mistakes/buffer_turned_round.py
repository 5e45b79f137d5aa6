"""Your buf holds the negative: the scaled gradient is subtracted from it, and buf is added to the parameters. They
come out right, but buf is to take in the scaled gradient with a plus, and the step subtracts it.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        b[...] = momentum * b - g / (np.sqrt(v_i) + eps)
        p[...] = p + lr * b
