"""Your corrections are one step ahead: they are those of step t + 1. t is 1 at the first step."""

import numpy as np


def nadamw_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    t = t + 1
    now, ahead, square = 1 - beta1**t, 1 - beta1 ** (t + 1), 1 - beta2**t
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        v_i[...] = beta2 * v_i + (1 - beta2) * g**2
        n = (1 - beta1) * g / now + beta1 * m_i / ahead
        p[...] = p * (1 - lr * weight_decay) - lr * n / (np.sqrt(v_i / square) + eps)
