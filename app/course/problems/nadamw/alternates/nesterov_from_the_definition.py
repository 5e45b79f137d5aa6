"""The average is moved once more with the same gradient, as the idea says."""

import numpy as np


def corrected(before, g, beta, weight_before, weight_now):
    return beta * before / weight_before + (1 - beta) * g / weight_now


def nadamw_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    for p, g, m_i, v_i in zip(params, grads, m, v):
        np.copyto(m_i, beta1 * m_i + (1 - beta1) * g)
        np.copyto(v_i, beta2 * v_i + (1 - beta2) * np.square(g))
        n = corrected(m_i, g, beta1, 1 - beta1 ** (t + 1), 1 - beta1**t)
        update = n / (np.sqrt(v_i) / np.sqrt(1 - beta2**t) + eps) + weight_decay * p
        np.subtract(p, lr * update, out=p)
