"""Augmented assignment, by position; the maximum by a comparison."""

import numpy as np


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for i, g in enumerate(grads):
        m[i] *= beta1
        m[i] += (1 - beta1) * g
        old, new = beta2 * u[i], abs(g) + eps
        u[i][...] = np.where(new > old, new, old)
        params[i] -= lr * (m[i] / (1 - beta1**t)) / u[i]
