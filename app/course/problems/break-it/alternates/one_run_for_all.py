"""One run that brings out every fault, whichever is asked for."""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    uneven = np.linspace(1.0, 3.0, size)
    return [2 * eps * uneven, uneven, -0.1 * uneven] + [np.zeros(size)] * 7
