"""Rewritten with small functions; np.copyto writes the results back."""

import numpy as np


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for i, g in enumerate(grads):
        np.copyto(m[i], average(m[i], g, beta1))
        np.copyto(v[i], average(v[i], g**2, beta2))
        m_hat, v_hat = (moment / (1 - beta**t) for moment, beta in ((m[i], beta1), (v[i], beta2)))
        np.copyto(params[i], params[i] - lr * m_hat / (v_hat**0.5 + eps))
