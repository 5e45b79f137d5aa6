"""Your gradients are the same in every entry. A fault that mixes entries, such as the mean of squares, needs entries
of different size.
"""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    one, silent = np.ones(size), np.zeros(size)
    return [eps * one, one] + 8 * [silent]
