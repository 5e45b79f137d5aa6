"""Corrections by expm1 and log, the root by hypot, the division by a reciprocal: other roundings, the same numbers."""

import math

import numpy as np


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    correction1 = -math.expm1(t * math.log(beta1)) if beta1 > 0 else 1.0
    correction2 = -math.expm1(t * math.log(beta2)) if beta2 > 0 else 1.0
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = g + beta1 * (m_i - g)
        v_i[...] = np.hypot(math.sqrt(beta2) * np.sqrt(v_i), math.sqrt(1 - beta2) * g) ** 2
        inverse = np.reciprocal(np.sqrt(v_i / correction2) + eps)
        p += (-lr / correction1) * (m_i * inverse)
