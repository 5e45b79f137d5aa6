"""Your gradients are larger than 1000. Faults can be brought out with ordinary ones."""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    uneven = 1e6 * np.arange(1.0, size + 1.0)
    return [eps * uneven, uneven] + 8 * [np.zeros(size)]
