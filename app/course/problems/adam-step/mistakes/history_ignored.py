"""Your m and v are the gradient and its square of this step alone: what they held before is lost. Both are running
averages, beta * old + (1 - beta) * new.
"""

import numpy as np


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = g
        v_i[...] = g**2
        m_hat = m_i
        v_hat = v_i
        p[...] = p - lr * m_hat / (np.sqrt(v_hat) + eps)
