"""The maximum by np.where, everything written back with np.copyto."""

import numpy as np


def amsgrad_step(params, grads, m, v, v_max, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, v_i, largest in zip(params, grads, m, v, v_max):
        np.copyto(m_i, beta1 * m_i + (1 - beta1) * g)
        np.copyto(v_i, beta2 * v_i + (1 - beta2) * np.square(g))
        np.copyto(largest, np.where(v_i > largest, v_i, largest))
        denominator = np.sqrt(largest / (1 - beta2**t)) + eps
        np.copyto(p, p - (lr / (1 - beta1**t)) * np.divide(m_i, denominator))
