"""The step as a sign and a size, the smaller of the quotient and rho."""

import numpy as np


def sophia_step(
    params, grads, m, h, probes=None, products=None, lr=1e-4, beta1=0.965, beta2=0.99, gamma=0.01, rho=0.04, eps=1e-12
):
    for i, g in enumerate(grads):
        m[i] += (1 - beta1) * (g - m[i])
        if probes is not None:
            h[i] += (1 - beta2) * (np.multiply(probes[i], products[i]) - h[i])
        floor = np.maximum(h[i], eps / gamma)
        size = np.minimum(np.abs(m[i]) / (gamma * rho * floor), 1.0)
        np.subtract(params[i], lr * rho * np.sign(m[i]) * size, out=params[i])
