"""Your u is one number for the whole tensor, the largest of all old and new entries. The maximum is over time, for
every element by itself.
"""

import numpy as np


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, u_i in zip(params, grads, m, u):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        u_i[...] = np.max([beta2 * u_i, np.abs(g) + eps], initial=0)
        p[...] = p - lr / (1 - beta1**t) * m_i / u_i
