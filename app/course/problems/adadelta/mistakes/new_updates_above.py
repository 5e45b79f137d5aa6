"""Your numerator already contains the update of this step. It cannot know it yet: use acc_delta as it was before,
then update it.
"""

import numpy as np


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for p, g, v_i, d in zip(params, grads, v, acc_delta):
        v_i[...] = rho * v_i + (1 - rho) * g**2
        u = np.sqrt(d + eps) / np.sqrt(v_i + eps) * g
        d[...] = rho * d + (1 - rho) * u**2
        u = np.sqrt(d + eps) / np.sqrt(v_i + eps) * g
        p[...] = p - lr * u
