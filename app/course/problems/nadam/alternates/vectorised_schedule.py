"""All momenta in one array, their products by np.cumprod."""

import numpy as np


def nadam_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, psi=0.004):
    mu = beta1 * (1 - 0.5 * 0.96 ** (np.arange(1, t + 2) * psi))
    products = np.cumprod(mu)
    weights = ((1 - mu[-2]) / (1 - products[-2]), mu[-1] / (1 - products[-1]))
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i += (1 - beta1) * (g - m_i)
        v_i += (1 - beta2) * (g * g - v_i)
        p -= lr * (weights[0] * g + weights[1] * m_i) / (np.sqrt(v_i / (1 - beta2**t)) + eps)
