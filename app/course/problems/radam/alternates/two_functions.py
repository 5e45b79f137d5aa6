"""One function for the early steps, one for the others, chosen once."""

import numpy as np


def early(m, v, rho, rho_inf, c2, eps):
    return m


def rectified(m, v, rho, rho_inf, c2, eps):
    ratio = (rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)
    return m * np.sqrt(ratio * c2) / (np.sqrt(v) + eps)


def radam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    rho_inf = 2 / (1 - beta2) - 1
    c2 = 1 - beta2**t
    rho = rho_inf - 2 * t * (1 - c2) / c2
    direction = early if rho <= 5 else rectified
    for p, g, m_i, v_i in zip(params, grads, m, v):
        np.copyto(m_i, beta1 * m_i + (1 - beta1) * g)
        np.copyto(v_i, beta2 * v_i + (1 - beta2) * np.square(g))
        np.copyto(p, p - lr / (1 - beta1**t) * direction(m_i, v_i, rho, rho_inf, c2, eps))
