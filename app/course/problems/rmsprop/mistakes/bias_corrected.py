"""Your v is divided as in Adam, as if this were the first step: 1 - alpha is taken out of it. RMSprop has no bias
correction, so its first steps are long.
"""

import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        v_i[...] = alpha * v_i + (1 - alpha) * g**2
        b[...] = momentum * b + g / (np.sqrt(v_i / (1 - alpha)) + eps)
        p[...] = p - lr * b
