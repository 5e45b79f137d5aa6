"""Your corrections are one step ahead: they are those of step t + 1. t is 1 at the first step."""

import numpy as np


def qhadamw_step(
    params, grads, m, v, t, lr=1e-3, beta1=0.995, beta2=0.999, nu1=0.7, nu2=1.0, eps=1e-8, weight_decay=0.01
):
    c1, c2 = 1 - beta1 ** (t + 1), 1 - beta2 ** (t + 1)
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        v_i[...] = beta2 * v_i + (1 - beta2) * g**2
        n = (1 - nu1) * g + nu1 * m_i / c1
        d = (1 - nu2) * g**2 + nu2 * v_i / c2
        p[...] = p * (1 - lr * weight_decay) - lr * n / (np.sqrt(d) + eps)
