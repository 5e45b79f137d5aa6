"""In-place ufuncs: every product is written into an array that is there already."""

import numpy as np


def adamw_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    for p, g, m_i, v_i in zip(params, grads, m, v):
        np.multiply(m_i, beta1, out=m_i)
        np.add(m_i, (1 - beta1) * g, out=m_i)
        np.multiply(v_i, beta2, out=v_i)
        np.add(v_i, (1 - beta2) * np.square(g), out=v_i)
        direction = np.divide(m_i / (1 - beta1**t), np.sqrt(v_i / (1 - beta2**t)) + eps)
        np.multiply(p, 1 - lr * weight_decay, out=p)
        np.subtract(p, lr * direction, out=p)
