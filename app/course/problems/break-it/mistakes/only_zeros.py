"""Your gradients are all zero. Then every m is zero and nothing moves, in the right Adam and in each of the wrong
ones.
"""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    return [np.zeros(size)] * 5
