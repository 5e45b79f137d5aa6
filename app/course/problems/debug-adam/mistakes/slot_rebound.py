"""Your numbers are right, but the list slots hold new arrays: m[i] = ... rebinds the slot, and the caller's own
array never changes. Write into it, with m_i[...] = or *= and +=.
"""

import numpy as np


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for i, (p, g, v_i) in enumerate(zip(params, grads, v)):
        m[i] = m_i = beta1 * m[i] + (1 - beta1) * g
        v_i *= beta2
        v_i += (1 - beta2) * g * g
        m_hat = m_i / (1 - beta1**t)
        v_hat = v_i / (1 - beta2**t)
        p -= lr * m_hat / (np.sqrt(v_hat) + eps)
