"""Your m and v give the old value the weight 1 - beta and the gradient the weight beta. It is the other way round:
beta * old + (1 - beta) * new.
"""

import numpy as np


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = (1 - beta1) * m_i + beta1 * g
        v_i[...] = (1 - beta2) * v_i + beta2 * g**2
        m_hat = m_i / (1 - beta1**t)
        v_hat = v_i / (1 - beta2**t)
        p[...] = p - lr * m_hat / (np.sqrt(v_hat) + eps)
