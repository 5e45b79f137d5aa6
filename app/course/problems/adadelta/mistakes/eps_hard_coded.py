"""Your numbers are those of Adadelta with eps fixed at 1e-6, whatever eps is passed in. Use the argument, also
wherever it is passed on.
"""

import numpy as np


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for p, g, v_i, d in zip(params, grads, v, acc_delta):
        v_i[...] = rho * v_i + (1 - rho) * g**2
        u = np.sqrt(d + 1e-6) / np.sqrt(v_i + 1e-6) * g
        d[...] = rho * d + (1 - rho) * u**2
        p[...] = p - lr * u
