"""Your gradient is divided by its norm, so that only its direction counts. Plain gradient descent keeps the length:
flat places give short steps.
"""

import numpy as np


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        norm = np.sqrt(np.sum(g**2))
        p[...] = p - lr * g / np.where(norm > 0, norm, 1)
