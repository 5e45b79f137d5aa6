"""Lets NumPy's own iterator walk over all four arrays."""

import math

import numpy as np

MODES = [["readonly"], ["readwrite"], ["readwrite"], ["readwrite"]]


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for arrays in zip(grads, params, m, v):
        with np.nditer(arrays, flags=["zerosize_ok"], op_flags=MODES) as entries:
            for g, p, m_i, v_i in entries:
                m_i[...] = beta1 * m_i + (1 - beta1) * g
                v_i[...] = beta2 * v_i + (1 - beta2) * g * g
                m_hat, v_hat = m_i / (1 - beta1**t), v_i / (1 - beta2**t)
                p[...] = p - lr * m_hat / (math.sqrt(v_hat) + eps)
