"""Both averages as steps towards the new square."""

import numpy as np


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for p, g, v_i, d in zip(params, grads, v, acc_delta):
        v_i += (1 - rho) * (g * g - v_i)
        ratio = np.sqrt(d + eps) * np.reciprocal(np.sqrt(v_i + eps))
        d += (1 - rho) * ((ratio * g) ** 2 - d)
        p += -lr * ratio * g
