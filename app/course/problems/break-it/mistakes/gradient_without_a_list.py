"""You return a single gradient. The function returns a list of them, one for each step."""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    return np.arange(1.0, size + 1.0)
