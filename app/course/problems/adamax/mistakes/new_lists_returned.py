"""You return new lists and leave params, m and u as they were. The function works in place: write into the arrays
that it is given, and return None.
"""

import numpy as np


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new_params = []
    new_m = []
    new_u = []
    for p, g, m_i, u_i in zip(params, grads, m, u):
        m_i = beta1 * m_i + (1 - beta1) * g
        u_i = np.maximum(beta2 * u_i, np.abs(g) + eps)
        p = p - lr / (1 - beta1**t) * m_i / u_i
        new_params.append(p)
        new_m.append(m_i)
        new_u.append(u_i)
    return new_params, new_m, new_u
