"""You return new lists and leave params, m, v and v_max as they were. The function works in place: write into the
arrays that it is given, and return None.
"""

import numpy as np


def amsgrad_step(params, grads, m, v, v_max, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new_params = []
    new_m = []
    new_v = []
    new_v_max = []
    for p, g, m_i, v_i, largest in zip(params, grads, m, v, v_max):
        m_i = beta1 * m_i + (1 - beta1) * g
        v_i = beta2 * v_i + (1 - beta2) * g**2
        largest = np.maximum(largest, v_i)
        m_hat = m_i / (1 - beta1**t)
        v_hat = largest / (1 - beta2**t)
        p = p - lr * m_hat / (np.sqrt(v_hat) + eps)
        new_params.append(p)
        new_m.append(m_i)
        new_v.append(v_i)
        new_v_max.append(largest)
    return new_params, new_m, new_v, new_v_max
