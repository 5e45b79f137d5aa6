"""Your numbers are right, but params, m, v and v_max are returned as well. A function that works in place returns
None, so that nobody takes the result for a copy.
"""

import numpy as np


def amsgrad_step(params, grads, m, v, v_max, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, v_i, largest in zip(params, grads, m, v, v_max):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        v_i[...] = beta2 * v_i + (1 - beta2) * g**2
        largest[...] = np.maximum(largest, v_i)
        m_hat = m_i / (1 - beta1**t)
        v_hat = largest / (1 - beta2**t)
        p[...] = p - lr * m_hat / (np.sqrt(v_hat) + eps)
    return params, m, v, v_max
