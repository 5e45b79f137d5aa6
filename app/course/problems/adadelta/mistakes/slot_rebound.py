"""Your numbers are right, but the list slots hold new arrays: params[i] = ... rebinds the slot and leaves the
caller's array as it was. Write into it, with params[i][...] = or -=.
"""

import numpy as np


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for i, (p, g, v_i, d) in enumerate(zip(params, grads, v, acc_delta)):
        v_i = v[i] = rho * v_i + (1 - rho) * g**2
        u = np.sqrt(d + eps) / np.sqrt(v_i + eps) * g
        d = acc_delta[i] = rho * d + (1 - rho) * u**2
        params[i] = p - lr * u
