"""Small pure functions; np.copyto writes the results back."""

import numpy as np


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def bounded(x, most):
    return np.where(abs(x) <= most, x, np.copysign(most, x))


def sophia_step(
    params, grads, m, h, probes=None, products=None, lr=1e-4, beta1=0.965, beta2=0.99, gamma=0.01, rho=0.04, eps=1e-12
):
    if probes is not None:
        for h_i, u, hu in zip(h, probes, products):
            np.copyto(h_i, average(h_i, u * hu, beta2))
    for p, g, m_i, h_i in zip(params, grads, m, h):
        np.copyto(m_i, average(m_i, g, beta1))
        curvature = np.fmax(np.multiply(gamma, h_i), eps)
        np.copyto(p, p - lr * bounded(m_i / curvature, rho))
