"""The step as a sign and a size, the smaller of the quotient and rho."""

import numpy as np


def sophia_step(
    params, grads, m, h, probes=None, products=None, lr=1e-4, beta1=0.965, beta2=0.99, gamma=0.01, rho=0.04, eps=1e-12
):
    for i, g in enumerate(grads):
        m[i] += (1 - beta1) * (g - m[i])
        if probes is not None:
            h[i] += (1 - beta2) * (np.multiply(probes[i], products[i]) - h[i])
        size = np.minimum(np.abs(m[i]) / np.maximum(gamma * h[i], eps), rho)
        np.subtract(params[i], lr * np.sign(m[i]) * size, out=params[i])
