"""The weights in your averages are exchanged: the old value keeps rho, the new one gets 1 - rho."""

import numpy as np


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for p, g, v_i, d in zip(params, grads, v, acc_delta):
        v_i[...] = (1 - rho) * v_i + rho * g**2
        u = np.sqrt(d + eps) / np.sqrt(v_i + eps) * g
        d[...] = (1 - rho) * d + rho * u**2
        p[...] = p - lr * u
