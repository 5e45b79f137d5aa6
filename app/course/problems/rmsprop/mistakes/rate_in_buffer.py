"""Your buf contains the learning rate. While lr stays the same, params come out right, but buf sums the scaled
gradients alone; lr belongs to the step.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        b[...] = momentum * b + lr * g / (np.sqrt(v_i) + eps)
        p[...] = p - b
