"""Your numbers are those of AdamW with the two betas exchanged: beta1 belongs to m, beta2 to v, in the averages and
in the corrections.
"""

import numpy as np


def adamw_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = beta2 * m_i + (1 - beta2) * g
        v_i[...] = beta1 * v_i + (1 - beta1) * g**2
        m_hat = m_i / (1 - beta2**t)
        v_hat = v_i / (1 - beta1**t)
        p[...] = p - lr * weight_decay * p - lr * m_hat / (np.sqrt(v_hat) + eps)
