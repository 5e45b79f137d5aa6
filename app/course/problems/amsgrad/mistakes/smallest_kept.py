"""Your v_max keeps the smallest v. It is to keep the largest one."""

import numpy as np


def amsgrad_step(params, grads, m, v, v_max, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, v_i, largest in zip(params, grads, m, v, v_max):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        v_i[...] = beta2 * v_i + (1 - beta2) * g**2
        largest[...] = np.minimum(largest, v_i)
        m_hat = m_i / (1 - beta1**t)
        v_hat = largest / (1 - beta2**t)
        p[...] = p - lr * m_hat / (np.sqrt(v_hat) + eps)
