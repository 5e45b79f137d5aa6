"""The change scaled by one number, lists swapped in at the end."""

import numpy as np


def mars_step(params, grads, m, v, last, t, lr=3e-3, beta1=0.95, beta2=0.99, gamma=0.025, eps=1e-8, weight_decay=0.0):
    scale = gamma * (beta1 / (1.0 - beta1))
    old = [np.array(one) for one in last]
    for p, g, m_i, v_i, before in zip(params, grads, m, v, old):
        c = (g - before) * scale + g
        c = np.where(np.linalg.norm(np.ravel(c)) > 1.0, c / (np.linalg.norm(np.ravel(c)) or 1.0), c)
        np.copyto(m_i, beta1 * m_i + (1 - beta1) * c)
        np.copyto(v_i, beta2 * v_i + (1 - beta2) * np.square(c))
        denominator = np.sqrt(v_i) / np.sqrt(1 - beta2**t) + eps
        np.copyto(p, p - lr * (weight_decay * p + m_i / (1 - beta1**t) / denominator))
    for kept, g in zip(last, grads):
        np.copyto(kept, g)
