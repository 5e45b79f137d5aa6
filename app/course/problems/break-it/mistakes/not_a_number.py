"""Your gradients contain NaN or infinity, which breaks the right Adam as well. Only finite gradients up to 1000
count.
"""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    return [np.full(size, np.nan)]
