"""One pair of basis vectors after another."""

import math

import numpy as np


def soap_step(
    params, grads, m, v, left, right, Q_left, Q_right, t, lr=3e-3, beta1=0.95, beta2=0.95, shampoo_beta=0.95, eps=1e-8
):
    correction = math.sqrt(1 - beta2**t) / (1 - beta1**t)
    for p, g, m_i, v_i, l_i, r_i, a, b in zip(params, grads, m, v, left, right, Q_left, Q_right):
        step = np.zeros(g.shape)
        for j in range(g.shape[0]):
            for k in range(g.shape[1]):
                seen = float(a[:, j] @ g @ b[:, k])
                m_i[j, k] = beta1 * m_i[j, k] + (1 - beta1) * seen
                v_i[j, k] = beta2 * v_i[j, k] + (1 - beta2) * seen**2
                step += m_i[j, k] / (math.sqrt(v_i[j, k]) + eps) * np.outer(a[:, j], b[:, k])
        p -= lr * correction * step
        l_i[:] = shampoo_beta * l_i + (1 - shampoo_beta) * (g @ g.T)
        r_i[:] = shampoo_beta * r_i + (1 - shampoo_beta) * (g.T @ g)
