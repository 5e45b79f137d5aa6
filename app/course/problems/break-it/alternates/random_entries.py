"""Random entries, with a size that is set for each step: tiny, large, falling, silent."""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    rng = np.random.default_rng(size)
    scales = np.array([eps, 1.0, 0.3, 0.05, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    gradients = rng.choice([-1.0, 1.0], size=(10, size)) * rng.uniform(0.5, 4.0, size=(10, size))
    return list(gradients * scales[:, None])
