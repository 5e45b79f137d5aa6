"""Your numbers are those of Adamax with the two betas exchanged: beta1 belongs to m and to the correction, beta2 to
u.
"""

import numpy as np


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, u_i in zip(params, grads, m, u):
        m_i[...] = beta2 * m_i + (1 - beta2) * g
        u_i[...] = np.maximum(beta1 * u_i, np.abs(g) + eps)
        p[...] = p - lr / (1 - beta2**t) * m_i / u_i
