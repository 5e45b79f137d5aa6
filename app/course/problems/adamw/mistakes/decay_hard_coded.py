"""Your decay is 0.01, whatever weight_decay is passed in. Use the argument, also wherever it is passed on."""

import numpy as np


def adamw_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        v_i[...] = beta2 * v_i + (1 - beta2) * g**2
        m_hat = m_i / (1 - beta1**t)
        v_hat = v_i / (1 - beta2**t)
        p[...] = p - lr * 0.01 * p - lr * m_hat / (np.sqrt(v_hat) + eps)
