"""You return new lists and leave params, v and acc_delta as they were. The function works in place: write into the
arrays that it is given, and return None.
"""

import numpy as np


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    new_params = []
    new_v = []
    new_acc_delta = []
    for p, g, v_i, d in zip(params, grads, v, acc_delta):
        v_i = rho * v_i + (1 - rho) * g**2
        u = np.sqrt(d + eps) / np.sqrt(v_i + eps) * g
        d = rho * d + (1 - rho) * u**2
        p = p - lr * u
        new_params.append(p)
        new_v.append(v_i)
        new_acc_delta.append(d)
    return new_params, new_v, new_acc_delta
