"""Rewritten with the corrections folded into the learning rate and eps."""

import numpy as np


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    root = np.sqrt(1 - beta2**t)
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i += (1 - beta1) * (g - m_i)
        v_i += (1 - beta2) * (np.square(g) - v_i)
        p -= lr * root / (1 - beta1**t) * m_i / (np.sqrt(v_i) + eps * root)
