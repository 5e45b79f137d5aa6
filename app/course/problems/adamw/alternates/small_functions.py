"""Small pure functions; np.copyto writes their results back."""

import numpy as np


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def corrected(moment, beta, t):
    return moment / (1 - beta**t)


def adamw_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    for p, g, m_i, v_i in zip(params, grads, m, v):
        np.copyto(m_i, average(m_i, g, beta1))
        np.copyto(v_i, average(v_i, g**2, beta2))
        step = corrected(m_i, beta1, t) / (np.sqrt(corrected(v_i, beta2, t)) + eps)
        np.copyto(p, p - lr * (step + weight_decay * p))
