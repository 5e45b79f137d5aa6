"""Your gradients are never zero. A step that leaves out zero gradients needs one, after a gradient that was not."""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    uneven = np.arange(1.0, size + 1.0)
    return [eps * uneven, uneven, 0.1 * uneven] + 7 * [0.001 * uneven]
