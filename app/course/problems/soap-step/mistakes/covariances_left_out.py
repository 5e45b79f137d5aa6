"""Your steps are right, but left and right do not change. They take in the gradient at every step, since the next
bases are made from them.
"""

import numpy as np


def soap_step(
    params, grads, m, v, left, right, Q_left, Q_right, t, lr=3e-3, beta1=0.95, beta2=0.95, shampoo_beta=0.95, eps=1e-8
):
    correction = np.sqrt(1 - beta2**t) / (1 - beta1**t)
    for p, g, m_i, v_i, l_i, r_i, Q_L, Q_R in zip(params, grads, m, v, left, right, Q_left, Q_right):
        seen = Q_L.T @ g @ Q_R
        m_i[...] = beta1 * m_i + (1 - beta1) * seen
        v_i[...] = beta2 * v_i + (1 - beta2) * seen**2
        u = m_i / (np.sqrt(v_i) + eps)
        p[...] = p - lr * correction * (Q_L @ u @ Q_R.T)
