"""The product as the exponential of a sum of logarithms; folded constants."""

import numpy as np


def nadam_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, psi=0.004):
    mu = beta1 - 0.5 * beta1 * np.exp(np.log(0.96) * psi * np.arange(1, t + 2))
    missing = -np.expm1(np.cumsum(np.log(mu)))
    root = np.sqrt(1 - beta2**t)
    for p, g, m_i, v_i in zip(params, grads, m, v):
        np.copyto(m_i, beta1 * m_i + (1 - beta1) * g)
        np.copyto(v_i, beta2 * v_i + (1 - beta2) * np.square(g))
        inverse = np.reciprocal(np.sqrt(v_i) + eps * root)
        np.copyto(p, p - lr * root * inverse * ((1 - mu[-2]) / missing[-2] * g + mu[-1] / missing[-1] * m_i))
