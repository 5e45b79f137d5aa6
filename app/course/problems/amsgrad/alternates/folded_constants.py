"""The corrections folded into the learning rate and eps."""

import numpy as np


def amsgrad_step(params, grads, m, v, v_max, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    for p, g, m_i, v_i, largest in zip(params, grads, m, v, v_max):
        m_i += (1 - beta1) * (g - m_i)
        v_i += (1 - beta2) * (g * g - v_i)
        np.maximum(largest, v_i, out=largest)
        p -= rate * m_i / (np.sqrt(largest) + eps * root)
