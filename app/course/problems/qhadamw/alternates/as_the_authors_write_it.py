"""Weights of the averages that count the start, as in the authors' code."""

import numpy as np


def qhadamw_step(
    params, grads, m, v, t, lr=1e-3, beta1=0.995, beta2=0.999, nu1=0.7, nu2=1.0, eps=1e-8, weight_decay=0.01
):
    adjusted1, adjusted2 = nu1 / (1 - beta1**t), nu2 / (1 - beta2**t)
    for p, g, m_i, v_i in zip(params, grads, m, v):
        np.copyto(m_i, beta1 * m_i + (1 - beta1) * g)
        np.copyto(v_i, beta2 * v_i + (1 - beta2) * np.square(g))
        root = np.sqrt(adjusted2 * v_i + (1 - nu2) * np.square(g)) + eps
        np.copyto(p, p - lr * weight_decay * p - lr * (adjusted1 * m_i + (1 - nu1) * g) / root)
