"""Your numbers are right, but the list slots hold new arrays: params[i] = ... rebinds the slot and leaves the
caller's array as it was. Write into it, with params[i][...] = or -=.
"""

import numpy as np


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for i, (p, g, m_i, u_i) in enumerate(zip(params, grads, m, u)):
        m_i = m[i] = beta1 * m_i + (1 - beta1) * g
        u_i = u[i] = np.maximum(beta2 * u_i, np.abs(g) + eps)
        params[i] = p - lr / (1 - beta1**t) * m_i / u_i
