"""The corrections folded into the learning rate and eps; the averages as steps towards the new value."""

import numpy as np


def adamw_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i += (1 - beta1) * (g - m_i)
        v_i += (1 - beta2) * (g * g - v_i)
        p[...] = (1 - lr * weight_decay) * p - rate * m_i / (np.sqrt(v_i) + eps * root)
