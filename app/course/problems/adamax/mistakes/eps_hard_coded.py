"""Your numbers are those of Adamax with eps fixed at 1e-8, whatever eps is passed in. Use the argument, also wherever
it is passed on.
"""

import numpy as np


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, u_i in zip(params, grads, m, u):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        u_i[...] = np.maximum(beta2 * u_i, np.abs(g) + 1e-8)
        p[...] = p - lr / (1 - beta1**t) * m_i / u_i
