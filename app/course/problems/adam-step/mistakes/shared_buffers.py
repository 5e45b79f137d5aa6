"""Only the first tensor's m and v are used, for all tensors in turn. Each tensor has buffers of its own: m[i] and
v[i].
"""

import numpy as np


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g in zip(params, grads):
        m_i, v_i = np.resize(m[0], p.shape), np.resize(v[0], p.shape)
        m_i = beta1 * m_i + (1 - beta1) * g
        v_i = beta2 * v_i + (1 - beta2) * g**2
        m_hat = m_i / (1 - beta1**t)
        v_hat = v_i / (1 - beta2**t)
        p[...] = p - lr * m_hat / (np.sqrt(v_hat) + eps)
        m[0][...] = np.resize(m_i, m[0].shape)
        v[0][...] = np.resize(v_i, v[0].shape)
