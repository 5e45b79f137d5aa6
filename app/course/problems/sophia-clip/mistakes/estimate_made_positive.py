"""Your estimate is made positive before it is averaged, and so is biased upwards. Let it be negative: max(gamma * h,
eps) takes care of that afterwards.
"""

import numpy as np


def sophia_step(
    params, grads, m, h, probes=None, products=None, lr=1e-4, beta1=0.965, beta2=0.99, gamma=0.01, rho=0.04, eps=1e-12
):
    for i, (p, g, m_i, h_i) in enumerate(zip(params, grads, m, h)):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        if probes is not None:
            h_i[...] = beta2 * h_i + (1 - beta2) * abs(probes[i] * products[i])
        ratio = m_i / np.maximum(gamma * h_i, eps)
        p[...] = p - lr * np.clip(ratio, -rho, rho)
