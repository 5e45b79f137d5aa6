"""Your gradients have two entries whatever size is. Each is an array with `size` entries."""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    uneven = np.array([1.0, 2.0])
    return [eps * uneven, uneven] + 8 * [np.zeros(2)]
