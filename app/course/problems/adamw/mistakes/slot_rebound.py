"""Your numbers are right, but the list slots hold new arrays: params[i] = ... rebinds the slot and leaves the
caller's array as it was. Write into it, with params[i][...] = or -=.
"""

import numpy as np


def adamw_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    for i, (p, g, m_i, v_i) in enumerate(zip(params, grads, m, v)):
        m_i = m[i] = beta1 * m_i + (1 - beta1) * g
        v_i = v[i] = beta2 * v_i + (1 - beta2) * g**2
        m_hat = m_i / (1 - beta1**t)
        v_hat = v_i / (1 - beta2**t)
        params[i] = p - lr * weight_decay * p - lr * m_hat / (np.sqrt(v_hat) + eps)
