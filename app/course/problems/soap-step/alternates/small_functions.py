"""Small pure functions; np.copyto writes the results back."""

import numpy as np


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def into(x, bases):
    return bases[0].T @ x @ bases[1]


def back(x, bases):
    return bases[0] @ x @ bases[1].T


def soap_step(
    params, grads, m, v, left, right, Q_left, Q_right, t, lr=3e-3, beta1=0.95, beta2=0.95, shampoo_beta=0.95, eps=1e-8
):
    for i, (p, g, bases) in enumerate(zip(params, grads, zip(Q_left, Q_right))):
        turned = into(g, bases)
        np.copyto(m[i], average(m[i], turned, beta1))
        np.copyto(v[i], average(v[i], turned**2, beta2))
        corrected = m[i] / (1 - beta1**t)
        step = corrected / ((v[i] ** 0.5 + eps) / np.sqrt(1 - beta2**t))
        np.copyto(p, p - lr * back(step, bases))
        np.copyto(left[i], average(left[i], g @ g.T, shampoo_beta))
        np.copyto(right[i], average(right[i], g.T @ g, shampoo_beta))
